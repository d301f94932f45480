"""Time entries: looked up, added, updated, deleted."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, func, insert, literal, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from database import Session, lock_exclusive
from database.mapping import as_dataclass
from timer.store.tables.time import BilledEntry, DiscardedEntry, TimeEntryRow
from timer.time_entry import TimeEntry, flat
from timer.time_span import TimeSpan

_ALWAYS_ONE_ROW = select(literal(1).label("one")).subquery("always")


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """What is known of an id: its entry, or that it was deleted; and whether its agent has time in a span."""

    entry: TimeEntry | None
    deleted: bool
    billed: bool
    span_taken: bool


async def lock(session: Session, entry_id: UUID) -> None:
    """Let nobody else make, change or delete the entry until the transaction ends, whether it exists or not.

    Taken before the locks of timesheets, never after, so that no two transactions wait for each other.
    """
    await lock_exclusive(session, f"time entry {entry_id}")


async def look_up(
    session: Session, entry_id: UUID, agent_id: UUID | None = None, span: TimeSpan | None = None
) -> StoredEntry:
    """Read all that decides what may become of an entry."""
    statement = (
        select(
            TimeEntryRow,
            exists().where(DiscardedEntry.id == entry_id),
            exists().where(BilledEntry.entry_id == entry_id),
            _taken(agent_id, span),
        )
        .select_from(_ALWAYS_ONE_ROW)
        .outerjoin(TimeEntryRow, TimeEntryRow.id == entry_id)
    )
    row, *known = (await session.execute(statement)).one()
    return StoredEntry(as_dataclass(TimeEntry, row) if row else None, *known)


def _taken(agent_id: UUID | None, span: TimeSpan | None) -> Any:
    if span is None or span.started_at is None:
        return literal(False)
    range_ = func.tstzrange(TimeEntryRow.started_at, TimeEntryRow.ended_at)
    return exists().where(
        TimeEntryRow.agent_id == agent_id,
        TimeEntryRow.started_at.is_not(None),
        range_.op("&&")(func.tstzrange(span.started_at, span.ended_at)),
    )


def values_of(entry: TimeEntry) -> dict[str, Any]:
    """The columns of an entry."""
    return {**flat(entry), "ended_at": entry.span.ended_at}


async def add(session: Session, entry: TimeEntry) -> None:
    """Write a new entry."""
    await session.execute(insert(TimeEntryRow).values(values_of(entry)))


async def save(session: Session, entry: TimeEntry) -> None:
    """Write a changed entry."""
    statement = update(TimeEntryRow).where(TimeEntryRow.id == entry.id).values(values_of(entry))
    await session.execute(statement, execution_options={"synchronize_session": False})


async def remove(session: Session, entry: TimeEntry) -> int:
    """Delete it, leaving its id and next version, so that sending it again does not bring it back; returns that version."""
    version = entry.version + 1
    await session.execute(delete(TimeEntryRow).where(TimeEntryRow.id == entry.id))
    await session.execute(
        upsert(DiscardedEntry).values(id=entry.id, version=version).on_conflict_do_nothing()
    )
    return version
