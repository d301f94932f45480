"""Timesheets: made when time arrives, locked in one order, saved.

The order is that of agent and day, everywhere, so that no two transactions wait for each other.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from database import Row, Session, Statement, new_id
from database.mapping import as_dataclass
from timer.sheet_history import SheetChange
from timer.sheet_period import Periods, period_of
from timer.timesheet import RejectedEntry, SummedTimesheet, Timesheet

AgentDay = tuple[UUID, date]
"""An agent and a day on which they work."""

_CHANGED = [
    field.name
    for field in fields(Timesheet)
    if field.name not in ("id", "agent_id", "first_day", "last_day")
]
_TYPES = {
    "version": "integer",
    "submitted_at": "timestamptz",
    "approved_at": "timestamptz",
    "approved_version": "integer",
    "reopened_at": "timestamptz",
}
_ARRAYS = ", ".join(f"CAST(:{name} AS {_TYPES.get(name, 'text')}[])" for name in _CHANGED)

_LOCK_DAYS = Statement("""
INSERT INTO timesheets AS known (id, agent_id, first_day, last_day)
SELECT * FROM unnest(
    CAST(:ids AS uuid[]), CAST(:agents AS uuid[]), CAST(:first_days AS date[]), CAST(:last_days AS date[]))
ON CONFLICT (account_id, agent_id, first_day) DO UPDATE SET version = known.version + CAST(:step AS integer)
RETURNING *
""")
LOCK_SHEET = """
    INSERT INTO timesheets AS known (id, agent_id, first_day, last_day)
    VALUES (:timesheet_id, :agent_id, :first_day, :last_day)
    ON CONFLICT (account_id, agent_id, first_day) DO UPDATE SET version = known.version + 1
    RETURNING *
"""
"""Locks and makes the sheet of one period whose entries change; for the WITH of the statement that changes them."""
_LAST_DAY = Statement("SELECT last_day FROM timesheets ORDER BY first_day DESC LIMIT 1")
_LOCK = Statement("""
SELECT * FROM timesheets WHERE id = ANY(CAST(:ids AS uuid[])) ORDER BY agent_id, first_day FOR NO KEY UPDATE
""")
_HISTORY = [field.name for field in fields(SheetChange)]
_ADD_HISTORY = f"""
INSERT INTO timesheet_changes (id, {", ".join(_HISTORY)})
SELECT * FROM unnest(
    CAST(:history_ids AS uuid[]), CAST(:history_timesheet_id AS uuid[]), CAST(:history_version AS integer[]),
    CAST(:history_act AS text[]), CAST(:history_at AS timestamptz[]), CAST(:history_by AS text[]),
    CAST(:history_reason AS text[]), CAST(:history_digest AS text[]), CAST(:history_entry_id AS uuid[]))
"""
ENTRY_STATE = """
CASE
    WHEN EXISTS (SELECT FROM billed_ranges b WHERE b.entry_id = e.id AND b.released_at IS NULL) THEN 'billed'
    WHEN {state} = 'reopening' THEN 'approved'
    ELSE {state} END
"""
"""The state of an entry `e` whose sheet is in this one."""
_SAVE = Statement(f"""
WITH changed AS (
    SELECT * FROM unnest(CAST(:id AS uuid[]), {_ARRAYS}) AS changed (id, {", ".join(_CHANGED)})
), saved AS (
    UPDATE timesheets t SET {", ".join(f"{name} = changed.{name}" for name in _CHANGED)}
    FROM changed WHERE t.id = changed.id AND t.id = ANY(CAST(:id AS uuid[]))
), told AS ({_ADD_HISTORY}), settled AS (
    DELETE FROM rejected_entries r USING changed
    WHERE r.timesheet_id = changed.id AND r.timesheet_id = ANY(CAST(:id AS uuid[])) AND changed.state = 'approved'
)
UPDATE time_entries e SET state = {ENTRY_STATE.format(state="changed.state")}
FROM changed WHERE e.timesheet_id = changed.id AND e.timesheet_id = ANY(CAST(:id AS uuid[]))
""")
_TELL = Statement(_ADD_HISTORY)
_CAPPED = Statement("""
SELECT DISTINCT timesheet_id FROM time_entries WHERE timesheet_id = ANY(CAST(:ids AS uuid[])) AND capped
""")
_SUMS = Statement("""
SELECT e.timesheet_id, sum(e.seconds) AS seconds, coalesce(sum(e.seconds) FILTER (WHERE e.billable), 0) AS billable,
    coalesce(array_agg(e.id ORDER BY e.id) FILTER (WHERE r.reason IS NOT NULL), '{}') AS rejected,
    coalesce(array_agg(r.reason ORDER BY e.id) FILTER (WHERE r.reason IS NOT NULL), '{}') AS reasons
FROM time_entries e LEFT JOIN rejected_entries r ON r.account_id = e.account_id AND r.entry_id = e.id
    AND r.entry_version = e.version AND r.timesheet_id = ANY(CAST(:ids AS uuid[]))
WHERE e.timesheet_id = ANY(CAST(:ids AS uuid[])) GROUP BY e.timesheet_id
""")
_REJECT_ENTRIES = Statement("""
INSERT INTO rejected_entries (entry_id, entry_version, timesheet_id, reason)
SELECT e.id, e.version, e.timesheet_id, given.reason
FROM unnest(CAST(:entry_ids AS uuid[]), CAST(:reasons AS text[])) AS given (entry_id, reason)
JOIN time_entries e ON e.id = given.entry_id AND e.timesheet_id = :sheet_id
ON CONFLICT (account_id, entry_id) DO UPDATE
    SET entry_version = excluded.entry_version, timesheet_id = excluded.timesheet_id, reason = excluded.reason
RETURNING entry_id
""")


async def lock_days(
    session: Session, days: Collection[AgentDay], periods: Periods, *, changing: bool = True
) -> dict[AgentDay, Timesheet]:
    """The sheet of each of these days, locked, and made where there was none yet.

    `changing`: their entries are about to change, so they have their next version already.
    """
    found = {(agent, day): (agent, period_of(day, periods)) for agent, day in days}
    ordered = sorted(set(found.values()))
    values = {
        "ids": [new_id() for _ in ordered],
        "agents": [agent for agent, _ in ordered],
        "first_days": [period.first for _, period in ordered],
        "last_days": [period.last for _, period in ordered],
        "step": int(changing),
    }
    rows = await _LOCK_DAYS.all(session, values)
    sheets = {(row.agent_id, row.first_day): as_dataclass(Timesheet, row) for row in rows}
    return {one: sheets[agent, period.first] for one, (agent, period) in found.items()}


async def last_day(session: Session) -> date | None:
    """The last day of the account's latest sheet."""
    found: date | None = await _LAST_DAY.scalar(session)
    return found


async def lock(session: Session, ids: Iterable[UUID]) -> list[Timesheet]:
    """These sheets, locked; those that do not exist are missing."""
    rows = await _LOCK.all(session, {"ids": list(ids)})
    return [as_dataclass(Timesheet, row) for row in rows]


async def save(
    session: Session, sheets: Collection[Timesheet], history: Sequence[SheetChange]
) -> None:
    """Write locked sheets that changed, what was done to them, and the state of their entries unless those are billed."""
    if sheets:
        names = ("id", *_CHANGED)
        values = {name: [getattr(one, name) for one in sheets] for name in names}
        await _SAVE.all(session, values | _history(history))


async def tell(session: Session, history: Sequence[SheetChange]) -> None:
    """Add to the history of sheets."""
    await _TELL.all(session, _history(history))


def _history(history: Sequence[SheetChange]) -> dict[str, list[Any]]:
    values = {f"history_{name}": [getattr(one, name) for one in history] for name in _HISTORY}
    return {"history_ids": [new_id() for _ in history], **values}


async def with_capped_entries(session: Session, ids: Collection[UUID]) -> set[UUID]:
    """Those of these sheets that have entries of forgotten timers."""
    return {row.timesheet_id for row in await _CAPPED.all(session, {"ids": list(ids)})}


async def with_sums(session: Session, sheets: Sequence[Timesheet]) -> list[SummedTimesheet]:
    """Sheets with the seconds of their entries."""
    if not sheets:
        return []
    rows = await _SUMS.all(session, {"ids": [sheet.id for sheet in sheets]})
    sums = {row.timesheet_id: row for row in rows}
    return [_summed(sheet, sums.get(sheet.id)) for sheet in sheets]


def _summed(sheet: Timesheet, row: Row | None) -> SummedTimesheet:
    if row is None:
        return SummedTimesheet(sheet, 0, 0)
    rejected = zip(row.rejected, row.reasons, strict=True)
    entries = tuple(RejectedEntry(entry_id, reason) for entry_id, reason in rejected)
    return SummedTimesheet(sheet, row.seconds, row.billable, entries)


async def reject_entries(
    session: Session, sheet_id: UUID, entries: Sequence[RejectedEntry]
) -> set[UUID]:
    """Keep why entries of a locked sheet were rejected, until they are changed or approved; returns those that are on it."""
    values = {
        "sheet_id": sheet_id,
        "entry_ids": [one.entry_id for one in entries],
        "reasons": [one.reason for one in entries],
    }
    return {row.entry_id for row in await _REJECT_ENTRIES.all(session, values)}
