"""Timesheets: made when time arrives, locked in one order, saved.

The order is that of agent and day, everywhere, so that no two transactions wait for each other.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from database import Row, Session, Statement, new_id
from database.mapping import as_dataclass
from timer.capacity import Period
from timer.sheet_history import FileImport, SheetChange
from timer.sheet_period import Periods, period_of
from timer.timesheet import RejectedEntry, SummedTimesheet, Timesheet, must_be_draft

AgentDay = tuple[UUID, date]
"""An agent and a day on which they work."""
AgentPeriod = tuple[UUID, Period]
"""An agent and the period of a sheet of theirs."""

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
    "approver_id": "uuid",
    "reopened_at": "timestamptz",
}
_ARRAYS = ", ".join(f"CAST(:{name} AS {_TYPES.get(name, 'text')}[])" for name in _CHANGED)

_MAKE = """
INSERT INTO timesheets AS known (id, agent_id, first_day, last_day)
SELECT * FROM unnest(
    CAST(:ids AS uuid[]), CAST(:agents AS uuid[]), CAST(:first_days AS date[]), CAST(:last_days AS date[]))
ON CONFLICT (account_id, agent_id, first_day)
"""
_LOCK_PERIODS = f"""{_MAKE} DO UPDATE SET version = known.version + CAST(:step AS integer)"""
_LOCK_DAYS = Statement(f"{_LOCK_PERIODS} RETURNING *")
_MAKE_PERIODS = Statement(f"{_MAKE} DO NOTHING")
_FIND_PERIODS = Statement("""
SELECT t.id, t.agent_id, t.first_day, t.state
FROM unnest(CAST(:agents AS uuid[]), CAST(:first_days AS date[])) AS given (agent_id, first_day)
JOIN timesheets t USING (agent_id, first_day)
""")
_FIRST_CLOSED = Statement(f"""
WITH locked AS ({_LOCK_PERIODS} RETURNING first_day, state)
SELECT first_day, state FROM locked WHERE state <> 'draft' LIMIT 1
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
    CAST(:history_reason AS text[]), CAST(:history_digest AS text[]), CAST(:history_entry_id AS uuid[]),
    CAST(:history_file_name AS text[]), CAST(:history_entries AS integer[]))
"""
STILL_BILLED = """b.billed_at IS NOT NULL AND b.released_at IS NULL AND (
        SELECT range_agg(int4range(part.start_second, part.end_second)) @> int4range(b.start_second, b.end_second)
        FROM billed_ranges part WHERE part.entry_id = b.entry_id AND part.line_id = b.line_id
            AND part.released_at IS NOT NULL) IS NOT TRUE"""
"""Whether the range `b` is billed: credit notes released neither it nor all of its parts."""
ENTRY_STATE = f"""
CASE
    WHEN EXISTS (SELECT FROM billed_ranges b WHERE b.entry_id = e.id AND {STILL_BILLED}) THEN 'billed'
    WHEN {{state}} = 'reopening' THEN 'approved'
    ELSE {{state}} END
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
_TELL_IMPORTED = Statement("""
INSERT INTO timesheet_changes (id, timesheet_id, version, act, at, by, file_name, entries)
SELECT given.id, t.id, t.version, 'imported-after-lock', :at, :by, :file_name, given.entries
FROM unnest(CAST(:ids AS uuid[]), CAST(:sheets AS uuid[]), CAST(:entries AS integer[])) AS given (id, sheet_id, entries)
JOIN timesheets t ON t.id = given.sheet_id AND t.id = ANY(CAST(:sheets AS uuid[]))
""")
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
    values = {**_in_order(found.values()), "step": int(changing)}
    rows = await _LOCK_DAYS.all(session, values)
    sheets = {(row.agent_id, row.first_day): as_dataclass(Timesheet, row) for row in rows}
    return {one: sheets[agent, period.first] for one, (agent, period) in found.items()}


def _in_order(periods: Iterable[AgentPeriod]) -> dict[str, list[Any]]:
    ordered = sorted(set(periods), key=lambda one: (one[0].int, one[1].first))
    return {
        "ids": [new_id() for _ in ordered],
        "agents": [agent for agent, _ in ordered],
        "first_days": [period.first for _, period in ordered],
        "last_days": [period.last for _, period in ordered],
    }


async def make(session: Session, periods: Collection[AgentPeriod]) -> dict[AgentDay, UUID]:
    """Make the sheets that are missing, and lock none; returns the id of each by its first day.

    Raises `TimesheetClosedError` when one of them is no draft.
    """
    values = _in_order(periods)
    await _MAKE_PERIODS.all(session, values)
    rows = await _FIND_PERIODS.all(session, values)
    _must_be_drafts(rows)
    return {(row.agent_id, row.first_day): row.id for row in rows}


async def change(session: Session, periods: Collection[AgentPeriod]) -> None:
    """Lock many sheets, whose entries change, in one short statement. Raises `TimesheetClosedError`."""
    _must_be_drafts(await _FIRST_CLOSED.all(session, {**_in_order(periods), "step": 1}))


def _must_be_drafts(rows: Iterable[Row]) -> None:
    for row in rows:
        must_be_draft(row.first_day, row.state)


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


async def tell_imported(
    session: Session, imported: FileImport, entries: Mapping[UUID, int]
) -> None:
    """Add to the history of sheets, which have their next version already, how many entries a file brought each."""
    values = {
        "ids": [new_id() for _ in entries],
        "sheets": list(entries),
        "entries": list(entries.values()),
        "at": imported.at,
        "by": imported.by,
        "file_name": imported.file_name,
    }
    await _TELL_IMPORTED.all(session, values)


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
