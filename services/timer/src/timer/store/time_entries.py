"""Time entries: looked up, added, updated, deleted."""

from dataclasses import dataclass, fields, replace
from typing import Any
from uuid import UUID

from contracts.timer import TimeEntryDiscarded, TimeEntryRecorded
from database import Row, Session, Statement, lock_exclusive
from database.mapping import as_dataclass
from messaging import outbox
from timer.sheet_period import PeriodRules, Periods, period_of
from timer.store.referenced_work import COLUMNS, JOINS, ids_of, work_of
from timer.store.tables.account import PERIOD_RULES, rules_of
from timer.store.timesheets import LOCK_SHEET
from timer.time_entry import EntryRequest, EntryState, RecordedEntry, TimeEntry, flat
from timer.time_span import TimeSpan
from timer.timesheet import Timesheet
from timer.work import ReferencedWork, Work

_OF_SPAN = [field.name for field in fields(TimeSpan)]
_OF_WORK = [field.name for field in fields(Work)]
_OWN = [field.name for field in fields(TimeEntry) if field.name not in ("span", "work")]
WRITTEN = (*_OWN, *_OF_SPAN, *_OF_WORK, "ended_at")

_STORED = f"""
    e.*, EXISTS (SELECT FROM discarded_entries WHERE id = :id) AS deleted,
    EXISTS (SELECT FROM running_timers WHERE entry_id = :id) AS running, {PERIOD_RULES}
"""
_LOOK_UP = Statement(f"""
SELECT {_STORED} FROM (SELECT) always LEFT JOIN time_entries e ON e.id = :id
""")
_LOOK_UP_REQUESTED = Statement(f"""
SELECT {_STORED}, a.time_zone AS agent_time_zone, a.active AS agent_active, c.allow_overlaps, {COLUMNS}
FROM (SELECT) always
LEFT JOIN time_entries e ON e.id = :id
LEFT JOIN agents a ON a.id = :agent_id
LEFT JOIN account_settings c ON c.account_id = a.account_id
{JOINS}
""")
_ADD = Statement(f"""
WITH sheet AS ({LOCK_SHEET}), added AS (
    INSERT INTO time_entries ({", ".join(WRITTEN)}, requests)
    SELECT {", ".join("sheet.id" if name == "timesheet_id" else f":{name}" for name in WRITTEN)}, :requests
    FROM sheet WHERE sheet.state = 'draft'
), published AS ({outbox.INSERT_SQL})
SELECT * FROM sheet
""")
_MEASURED = {
    name: f"CASE WHEN NOT taken THEN CAST(:{name} AS timestamptz) END"
    for name in ("started_at", "ended_at")
}
_INSERT_MEASURED = Statement(f"""
INSERT INTO time_entries ({", ".join(WRITTEN)})
SELECT {", ".join(_MEASURED.get(name, f":{name}") for name in WRITTEN)}
FROM (SELECT CAST(:exclusive AS boolean) AND EXISTS (
    SELECT FROM time_entries WHERE agent_id = :agent_id AND started_at IS NOT NULL
        AND tstzrange(started_at, ended_at) && tstzrange(:started_at, :ended_at)) AS taken) already
RETURNING started_at IS NULL AS untimed
""")
_UPDATE = Statement(f"""
WITH published AS ({outbox.INSERT_SQL})
UPDATE time_entries
SET {", ".join(f"{name} = :{name}" for name in WRITTEN if name != "id")}, requests = array_append(requests, :request)
WHERE id = :id
""")
_DELETE = Statement(f"""
WITH deleted AS (DELETE FROM time_entries WHERE id = :id), published AS ({outbox.INSERT_SQL})
INSERT INTO discarded_entries (id, version) VALUES (:id, :version) ON CONFLICT DO NOTHING
""")


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """What is known of an id: its entry in its state, that it was deleted, or that a timer with it runs.

    `requests` are digests of those that made or changed it. `rules`: of the account's periods.
    """

    entry: TimeEntry | None
    state: EntryState
    requests: tuple[str, ...]
    deleted: bool
    running: bool
    rules: PeriodRules

    @property
    def recorded(self) -> RecordedEntry:
        """The entry as it is shown."""
        assert self.entry is not None
        return RecordedEntry(self.entry, self.state)


@dataclass(frozen=True, slots=True)
class RequestedAgent:
    """What decides of an agent on a request; `allow_overlaps` None: their account has chosen nothing."""

    time_zone: str
    active: bool
    allow_overlaps: bool | None


async def lock(session: Session, entry_id: UUID) -> None:
    """Let nobody else make, change or delete the entry until the transaction ends, whether it exists or not.

    Taken before the locks of timesheets, never after, so that no two transactions wait for each other.
    """
    await lock_exclusive(session, f"time entry {entry_id}")


async def look_up(session: Session, entry_id: UUID) -> StoredEntry:
    """Read all that decides what may become of an entry."""
    return stored_entry(await _LOOK_UP.one(session, {"id": entry_id}))


async def look_up_requested(
    session: Session, entry_id: UUID, request: EntryRequest
) -> tuple[StoredEntry, RequestedAgent | None, ReferencedWork]:
    """The same with the agent and the work that a request names; None for an agent that there is not."""
    values = {"id": entry_id, "agent_id": request.agent_id, **ids_of(request.work)}
    row = await _LOOK_UP_REQUESTED.one(session, values)
    agent = None
    if row["agent_time_zone"] is not None:
        agent = RequestedAgent(row["agent_time_zone"], row["agent_active"], row["allow_overlaps"])
    return stored_entry(row), agent, work_of(row)


def stored_entry(row: Row) -> StoredEntry:
    """What a row of `time_entries`, or none, with what stands beside it says of an id."""
    entry = _entry(row) if row["id"] else None
    requests = tuple(row["requests"] or ())
    rules = rules_of(row["period_rules"])
    return StoredEntry(entry, row["state"], requests, row["deleted"], row["running"], rules)


def _entry(row: Row) -> TimeEntry:
    work = {name: row[name] for name in _OF_WORK}
    return TimeEntry(
        **{name: row[name] for name in _OWN},
        span=TimeSpan(*(row[name] for name in _OF_SPAN)),
        work=Work(**{**work, "tags": tuple(work["tags"])}),
    )


def values_of(entry: TimeEntry) -> dict[str, Any]:
    """The columns of an entry that a command writes."""
    return {**flat(entry), "ended_at": entry.span.ended_at}


async def add(
    session: Session, entry: TimeEntry, periods: Periods, event: TimeEntryRecorded, *requests: str
) -> Timesheet:
    """Write a new entry into its agent's period, with the digest of the request that made it, if one did, and the event.

    Returns the period's sheet, locked; an entry is only written into a draft. A period without a sheet gets one of the
    entry's `timesheet_id`.
    """
    period = period_of(entry.span.work_date, periods)
    days = {"first_day": period.first, "last_day": period.last}
    values = {**values_of(entry), **days, **outbox.values_of(event), "requests": requests}
    return as_dataclass(Timesheet, await _ADD.one(session, values))


async def add_measured(session: Session, entry: TimeEntry) -> TimeEntry:
    """Write a timer's new entry; an exclusive one whose agent already has time there keeps its seconds and has no start."""
    written = await _INSERT_MEASURED.one(session, values_of(entry))
    return replace(entry, span=entry.span.untimed) if written.untimed else entry


async def save(session: Session, entry: TimeEntry, event: TimeEntryRecorded, request: str) -> None:
    """Write a changed entry, the digest of the request that changed it, and the event."""
    values = {**values_of(entry), **outbox.values_of(event), "request": request}
    await _UPDATE.all(session, values)


async def remove(session: Session, event: TimeEntryDiscarded) -> None:
    """Delete and publish it; id and version stay, so that sending it again does not bring it back."""
    values = {"id": event.entry_id, "version": event.version, **outbox.values_of(event)}
    await _DELETE.all(session, values)
