"""Time entries: looked up, added, updated, deleted."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import case, delete, exists, func, insert, literal, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from database import Session, lock_exclusive
from database.mapping import as_dataclass
from timer.store.tables.time import (
    BilledRange,
    DiscardedEntry,
    RunningTimerRow,
    TimeEntryRow,
    TimesheetRow,
)
from timer.time_entry import EntryState, RecordedEntry, TimeEntry, flat
from timer.time_span import TimeSpan

_ALWAYS_ONE_ROW = select(literal(1).label("one")).subquery("always")


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """What is known of an id: its entry in its state, that it was deleted, or that a timer with it runs.

    `requests` are digests of those that made or changed it.
    """

    entry: TimeEntry | None
    state: EntryState
    requests: tuple[str, ...]
    deleted: bool
    running: bool

    @property
    def recorded(self) -> RecordedEntry:
        """The entry as it is shown."""
        assert self.entry is not None
        return RecordedEntry(self.entry, self.state)


async def lock(session: Session, entry_id: UUID) -> None:
    """Let nobody else make, change or delete the entry until the transaction ends, whether it exists or not.

    Taken before the locks of timesheets, never after, so that no two transactions wait for each other.
    """
    await lock_exclusive(session, f"time entry {entry_id}")


async def look_up(session: Session, entry_id: UUID) -> StoredEntry:
    """Read all that decides what may become of an entry."""
    billed = exists().where(BilledRange.entry_id == entry_id, BilledRange.released_at.is_(None))
    statement = (
        select(
            TimeEntryRow,
            case((billed, "billed"), else_=TimesheetRow.state),
            TimeEntryRow.requests,
            exists().where(DiscardedEntry.id == entry_id),
            exists().where(RunningTimerRow.entry_id == entry_id),
        )
        .select_from(_ALWAYS_ONE_ROW)
        .outerjoin(TimeEntryRow, TimeEntryRow.id == entry_id)
        .outerjoin(TimesheetRow, TimesheetRow.id == TimeEntryRow.timesheet_id)
    )
    row, state, requests, *known = (await session.execute(statement)).one()
    entry = as_dataclass(TimeEntry, row) if row else None
    return StoredEntry(entry, state, requests or (), *known)


async def is_taken(session: Session, agent_id: UUID, span: TimeSpan) -> bool:
    """Whether the agent has time in the span already."""
    range_ = func.tstzrange(TimeEntryRow.started_at, TimeEntryRow.ended_at)
    taken = exists().where(
        TimeEntryRow.agent_id == agent_id,
        TimeEntryRow.started_at.is_not(None),
        range_.op("&&")(func.tstzrange(span.started_at, span.ended_at)),
    )
    return bool(await session.scalar(select(taken)))


def values_of(entry: TimeEntry) -> dict[str, Any]:
    """The columns of an entry."""
    return {**flat(entry), "ended_at": entry.span.ended_at}


async def add(session: Session, entry: TimeEntry, *requests: str) -> None:
    """Write a new entry, and the digest of the request that made it, if one did."""
    values = {**values_of(entry), "requests": requests}
    await session.execute(insert(TimeEntryRow).values(values))


async def save(session: Session, entry: TimeEntry, request: str) -> None:
    """Write a changed entry, and the digest of the request that changed it."""
    requests = func.array_append(TimeEntryRow.requests, request)
    statement = (
        update(TimeEntryRow)
        .where(TimeEntryRow.id == entry.id)
        .values(**values_of(entry), requests=requests)
    )
    await session.execute(statement, execution_options={"synchronize_session": False})


async def remove(session: Session, entry: TimeEntry) -> int:
    """Delete it, leaving its id and next version, so that sending it again does not bring it back; returns that version."""
    version = entry.version + 1
    await session.execute(delete(TimeEntryRow).where(TimeEntryRow.id == entry.id))
    await session.execute(
        upsert(DiscardedEntry).values(id=entry.id, version=version).on_conflict_do_nothing()
    )
    return version
