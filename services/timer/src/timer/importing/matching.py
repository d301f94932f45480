"""Which rows were imported before, and which look like edits of such rows."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from timer.importing.known import Imported
from timer.importing.outcome import Outcome


def match_identities(outcomes: Iterable[Outcome], imported: Iterable[Imported]) -> list[Imported]:
    """Settles rows whose key is known and numbers the new ones. Returns the imported rows not met."""
    before: dict[str, list[Imported]] = defaultdict(list)
    for old in sorted(imported, key=lambda one: (one.key, one.ordinal)):
        before[old.key].append(old)
    now: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in sorted(outcomes, key=Outcome.order):
        now[outcome.key].append(outcome)
    for key, group in now.items():
        _match_group(group, before.get(key, []))
    return [old for group in before.values() for old in group]


def _match_group(group: list[Outcome], olds: list[Imported]) -> None:
    """Equal ones meet first; what is left over was changed; only a surplus is new."""
    last = max((old.ordinal for old in olds), default=0)
    rest = [outcome for outcome in group if not _meets_equal(outcome, olds)]
    for outcome in rest:
        if olds:
            old = olds.pop(0)
            outcome.ordinal = old.ordinal
            outcome.conflict("changed", old.entry_id, ", ".join(_differences(outcome, old)))
        else:
            last += 1
            outcome.ordinal = last


def _meets_equal(outcome: Outcome, olds: list[Imported]) -> bool:
    for old in olds:
        if old.deleted or not _differences(outcome, old):
            olds.remove(old)
            outcome.fate, outcome.ordinal, outcome.existing = "unchanged", old.ordinal, old.entry_id
            return True
    return False


def _differences(outcome: Outcome, old: Imported) -> list[str]:
    row = outcome.row
    found = []
    if row.started_at != old.started_at:
        found.append(f"start {old.started_at} -> {row.started_at}")
    if row.line.billable != old.billable:
        found.append(f"billable {old.billable} -> {row.line.billable}")
    if row.line.tags != old.tags:
        found.append(f"tags {list(old.tags)} -> {list(row.line.tags)}")
    return found


def pair_edits(outcomes: Iterable[Outcome], left_over: list[Imported]) -> list[Imported]:
    """A new row beside a vanished one of the same agent and start minute would bill twice.

    `left_over` lie inside the file's period and agents. Returns those without a partner.
    """
    vanished: dict[tuple[object, ...], list[Imported]] = defaultdict(list)
    for old in left_over:
        vanished[_spot(old.agent_id, old.written_start, str(old.work_date), old.project)].append(
            old
        )
    for outcome in sorted(outcomes, key=Outcome.order):
        line = outcome.row.line
        partners = vanished.get(_spot(outcome.agent, line.start, str(line.work_date), line.project))
        if partners:
            old = partners.pop(0)
            outcome.conflict("probably_edited", old.entry_id, _side_by_side(outcome, old))
    return [old for group in vanished.values() for old in group if not old.deleted]


def _spot(
    agent: UUID | None, start: datetime | None, work_date: str, project: str
) -> tuple[object, ...]:
    return (agent, start.replace(second=0)) if start else (agent, work_date, project)


def _side_by_side(outcome: Outcome, old: Imported) -> str:
    line = outcome.row.line
    return (
        f"imported: {old.seconds} s, {old.project!r}, {old.description[:80]!r}; "
        f"file: {outcome.row.seconds} s, {line.project!r}, {line.description[:80]!r}"
    )
