"""Entries of one agent do not overlap: who keeps a start, who gives it up, what must be looked at."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from timer.importing.known import Busy
from timer.importing.outcome import Outcome

LONGEST_ENTRY = timedelta(hours=24)


def settle_overlaps(outcomes: Iterable[Outcome], busy: Iterable[Busy]) -> None:
    """Within a source the first by (start, end, key) keeps its start, the others keep their seconds.

    An overlap with an entry from elsewhere is a conflict: the same work may be there twice.
    """
    calendars: dict[UUID | str, _Calendar] = defaultdict(_Calendar)
    for stored in sorted(busy, key=lambda one: one.started_at):
        calendars[stored.agent_id].stored.append(stored)
    timed = [one for one in outcomes if one.row.started_at is not None]
    for outcome in sorted(timed, key=_by_start):
        calendars[outcome.who].place(outcome)


def _by_start(outcome: Outcome) -> tuple[datetime, datetime, str, int]:
    start, end = outcome.row.started_at, outcome.row.ends_at
    assert start is not None
    assert end is not None
    return start, end, outcome.key, outcome.ordinal


class _Calendar:
    """One agent's stored entries by start, and the end of the last row given a place."""

    def __init__(self) -> None:
        self.stored: list[Busy] = []
        self._taken_until: datetime | None = None

    def place(self, outcome: Outcome) -> None:
        start, end = outcome.row.started_at, outcome.row.ends_at
        assert start is not None
        assert end is not None
        hits = self._hits(start, end)
        if foreign := next((hit for hit in hits if not hit.own), None):
            outcome.conflict("overlaps_existing", foreign.entry_id, _span(foreign))
        elif hits or (self._taken_until is not None and start < self._taken_until):
            outcome.timed = False
        else:
            self._taken_until = end

    def _hits(self, start: datetime, end: datetime) -> list[Busy]:
        first = bisect_left(self.stored, start - LONGEST_ENTRY, key=lambda one: one.started_at)
        last = bisect_left(self.stored, end, key=lambda one: one.started_at)
        return [one for one in self.stored[first:last] if one.ends_at > start]


def _span(busy: Busy) -> str:
    return f"{busy.started_at.isoformat()} to {busy.ends_at.isoformat()}"
