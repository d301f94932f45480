"""Time entries: found, kept, discarded."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as insert_or
from sqlalchemy.ext.asyncio import AsyncSession

from timer.entry import Entry
from timer.store.tables import discarded_entries, time_entries
from timer.stretch import Stretch
from timer.work import Work

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:entry, 0))")


async def lock(session: AsyncSession, account_id: UUID, entry_id: UUID) -> None:
    """Until the transaction ends nobody else makes, changes or deletes the entry, whether it exists or not.

    Taken before the locks of timesheets, never after, so that nobody waits in a circle.
    """
    await session.execute(_LOCK, {"entry": f"entry {entry_id} of {account_id}"})


async def find(session: AsyncSession, entry_id: UUID) -> Entry | None:
    row = (
        await session.execute(select(time_entries).where(time_entries.c.id == entry_id))
    ).one_or_none()
    return entry_of(row) if row else None


async def add(session: AsyncSession, account_id: UUID, entry: Entry) -> None:
    await session.execute(insert(time_entries), [values_of(account_id, entry)])


async def keep(session: AsyncSession, account_id: UUID, entry: Entry) -> None:
    statement = update(time_entries).where(time_entries.c.id == entry.id)
    await session.execute(statement.values(**values_of(account_id, entry)))


async def discard(session: AsyncSession, account_id: UUID, entry: Entry) -> int:
    """Delete it and leave its id and next version behind, so that a replay does not bring it back."""
    await session.execute(delete(time_entries).where(time_entries.c.id == entry.id))
    version = entry.version + 1
    values = {"account_id": account_id, "id": entry.id, "version": version}
    await session.execute(insert_or(discarded_entries).on_conflict_do_nothing(), [values])
    return version


async def is_discarded(session: AsyncSession, entry_id: UUID) -> bool:
    statement = select(discarded_entries.c.id).where(discarded_entries.c.id == entry_id)
    return await session.scalar(statement) is not None


async def overlaps(session: AsyncSession, agent_id: UUID, start: datetime, end: datetime) -> bool:
    """Whether the agent has timed work between these instants."""
    theirs = func.tstzrange(time_entries.c.started_at, time_entries.c.ended_at)
    statement = select(time_entries.c.id).where(
        time_entries.c.agent_id == agent_id,
        time_entries.c.started_at.is_not(None),
        theirs.op("&&")(func.tstzrange(start, end)),
    )
    return await session.scalar(statement.limit(1)) is not None


def work_of(row: Row[Any]) -> Work:
    return Work(
        organization_id=row.organization_id,
        project_id=row.project_id,
        task_id=row.task_id,
        ticket_id=row.ticket_id,
        service_type_id=row.service_type_id,
        billable=row.billable,
        description=row.description,
        tags=tuple(row.tags),
    )


def values_of_work(work: Work) -> Mapping[str, Any]:
    return {
        "organization_id": work.organization_id,
        "project_id": work.project_id,
        "task_id": work.task_id,
        "ticket_id": work.ticket_id,
        "service_type_id": work.service_type_id,
        "billable": work.billable,
        "description": work.description,
        "tags": list(work.tags),
    }


def entry_of(row: Row[Any]) -> Entry:
    return Entry(
        id=row.id,
        version=row.version,
        agent_id=row.agent_id,
        timesheet_id=row.timesheet_id,
        stretch=Stretch(row.work_date, row.started_at, row.seconds, row.time_zone),
        work=work_of(row),
        exclusive=row.exclusive,
        source=row.source,
    )


def values_of(account_id: UUID, entry: Entry) -> Mapping[str, Any]:
    return {
        "account_id": account_id,
        "id": entry.id,
        "version": entry.version,
        "agent_id": entry.agent_id,
        "timesheet_id": entry.timesheet_id,
        "work_date": entry.stretch.work_date,
        "started_at": entry.stretch.started_at,
        "ended_at": entry.stretch.ended_at,
        "seconds": entry.stretch.seconds,
        "time_zone": entry.stretch.time_zone,
        "exclusive": entry.exclusive,
        "source": entry.source,
        **values_of_work(entry.work),
    }
