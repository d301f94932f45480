"""Matching rows to what is stored: the same row, what looks like an edit of it, and what overlaps it."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from timer.importing.plan import PlannedRow
from timer.importing.rows import ParsedRow
from timer.importing.snapshot import EarlierRow, TimedEntry
from timer.time_span import LONGEST_SECONDS

_LONGEST_ENTRY = timedelta(seconds=LONGEST_SECONDS)
Spot = tuple[UUID | None, datetime | date, str]


def match_identities(
    rows: Iterable[PlannedRow], earlier_rows: Iterable[EarlierRow], *, history: bool = False
) -> list[EarlierRow]:
    """Settle rows whose key is known and number the new ones. Returns the earlier rows not met.

    What is new and was invoiced elsewhere is left out unless `history` is wanted.
    """
    before: dict[str, list[EarlierRow]] = defaultdict(list)
    for earlier in sorted(earlier_rows, key=lambda one: (one.row_key, one.ordinal)):
        before[earlier.row_key].append(earlier)
    now: dict[str, list[PlannedRow]] = defaultdict(list)
    for row in sorted(rows, key=PlannedRow.order):
        now[row.row_key].append(row)
    for key, group in now.items():
        _match_group(group, before.get(key, []), history=history)
    return [earlier for group in before.values() for earlier in group]


def _match_group(group: list[PlannedRow], before: list[EarlierRow], *, history: bool) -> None:
    """Rows of one key: equal ones meet first; what is left over was changed; only a surplus is new."""
    last = max((earlier.ordinal for earlier in before), default=0)
    for row in [row for row in group if not _meets_equal(row, before)]:
        if before:
            earlier = before.pop(0)
            row.ordinal = earlier.ordinal
            row.set_conflict("changed", earlier.entry_id, ", ".join(_differences(row, earlier)))
        elif row.row.invoiced and not history:
            row.set_skipped("already_invoiced")
        else:
            last += 1
            row.ordinal = last


def _meets_equal(row: PlannedRow, before: list[EarlierRow]) -> bool:
    for earlier in before:
        if earlier.deleted or not _differences(row, earlier):
            before.remove(earlier)
            row.set_unchanged(earlier)
            return True
    return False


def _differences(planned: PlannedRow, earlier: EarlierRow) -> list[str]:
    row, started_at = planned.row, planned.row.time.started_at
    found = []
    if started_at != earlier.started_at:
        found.append(f"start {earlier.started_at} -> {started_at}")
    if row.invoiced and earlier.billable is not False:
        found.append("invoiced elsewhere since it was imported")
    elif row.billable != earlier.billable:
        found.append(f"billable {earlier.billable} -> {row.billable}")
    if row.tags != earlier.tags:
        found.append(f"tags {list(earlier.tags)} -> {list(row.tags)}")
    if row.record_id:
        found += _differences_of_a_record(row, earlier)
    return found


def _differences_of_a_record(row: ParsedRow, earlier: EarlierRow) -> Iterator[str]:
    """What a program's own id of a record leaves open, and the natural key does not."""
    for name in ("work_date", "seconds", "project", "description"):
        before, now = getattr(earlier, name), getattr(row, name)
        if before != now:
            yield f"{name} {str(before)[:80]} -> {str(now)[:80]}"


def pair_edits(rows: Iterable[PlannedRow], vanished: Iterable[EarlierRow]) -> list[EarlierRow]:
    """A new row beside a vanished one of the same agent and start minute would bill twice.

    `vanished` lie inside the file's period and agents. Returns those without a partner.
    """
    by_spot: dict[Spot, list[EarlierRow]] = defaultdict(list)
    for earlier in vanished:
        by_spot[_spot(earlier.agent_id, earlier)].append(earlier)
    for planned in sorted(rows, key=PlannedRow.order):
        if partners := by_spot.get(_spot(planned.agent_id, planned.row)):
            earlier = partners.pop(0)
            planned.set_conflict(
                "probably_edited", earlier.entry_id, _side_by_side(planned, earlier)
            )
    return [earlier for group in by_spot.values() for earlier in group if not earlier.deleted]


def _spot(agent_id: UUID | None, row: EarlierRow | ParsedRow) -> Spot:
    """Where in an agent's calendar the work is: by the minute, or by day and project."""
    if row.written_start is not None:
        return agent_id, row.written_start.replace(second=0), ""
    return agent_id, row.work_date, row.project


def _side_by_side(planned: PlannedRow, earlier: EarlierRow) -> str:
    row = planned.row
    return (
        f"imported: {earlier.seconds} s, {earlier.project!r}, {earlier.description[:80]!r}; "
        f"file: {row.seconds} s, {row.project!r}, {row.description[:80]!r}"
    )


def settle_overlaps(rows: Iterable[PlannedRow], stored: Iterable[TimedEntry]) -> None:
    """Within a source the first by (start, end, key) keeps its start, the others keep their seconds.

    An overlap with an entry from elsewhere is a conflict: the same work may be there twice.
    """
    calendars: dict[UUID | str, _Calendar] = defaultdict(_Calendar)
    for entry in sorted(stored, key=lambda one: one.started_at):
        calendars[entry.agent_id].stored.append(entry)
    spans = [
        (row.time.started_at, row.time.ended_at, planned.row_key, planned.ordinal, planned)
        for planned in rows
        for row in (planned.row,)
        if row.time.started_at and row.time.ended_at
    ]
    for start, end, *_, planned in sorted(spans, key=lambda span: span[:4]):
        calendars[planned.agent].place(planned, start, end)


@dataclass(slots=True)
class _Calendar:
    """One agent's stored entries by start, and the end of the last row given a place."""

    stored: list[TimedEntry] = field(default_factory=list)
    taken_until: datetime | None = None

    def place(self, planned: PlannedRow, start: datetime, end: datetime) -> None:
        hits = self._hits(start, end)
        if foreign := next((hit for hit in hits if not hit.same_source), None):
            span = f"{foreign.started_at.isoformat()} to {foreign.ended_at.isoformat()}"
            planned.set_conflict("overlaps_existing", foreign.entry_id, span)
        elif hits or (self.taken_until is not None and start < self.taken_until):
            planned.timed = False
        else:
            self.taken_until = end

    def _hits(self, start: datetime, end: datetime) -> list[TimedEntry]:
        first = bisect_left(self.stored, start - _LONGEST_ENTRY, key=lambda one: one.started_at)
        last = bisect_left(self.stored, end, key=lambda one: one.started_at)
        return [one for one in self.stored[first:last] if one.ended_at > start]
