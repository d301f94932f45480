"""Timesheets: made when time arrives, locked in one order, kept."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from database import new_id
from timer.store.tables import time_entries, timesheets
from timer.timesheet import Timesheet
from timer.weeks import last_day_of_week

Week = tuple[UUID, date]
"""An agent and the first day of their week."""


async def ensure(session: AsyncSession, account_id: UUID, weeks: Collection[Week]) -> None:
    """Make the sheets that are not there yet."""
    rows = [
        {
            "account_id": account_id,
            "id": new_id(),
            "version": 1,
            "agent_id": agent_id,
            "first_day": first_day,
            "last_day": last_day_of_week(first_day),
            "state": "draft",
        }
        for agent_id, first_day in sorted(weeks)
    ]
    if rows:
        await session.execute(insert(timesheets).on_conflict_do_nothing(), rows)


async def lock_weeks(session: AsyncSession, weeks: Collection[Week]) -> dict[Week, Timesheet]:
    """The sheets of these weeks, locked in the order of their ids so that nobody waits in a circle."""
    statement = select(timesheets).where(
        tuple_(timesheets.c.agent_id, timesheets.c.first_day).in_(list(weeks))
    )
    rows = await session.execute(_locked(statement))
    return {(row.agent_id, row.first_day): sheet_of(row) for row in rows}


async def lock(session: AsyncSession, ids: Iterable[UUID]) -> list[Timesheet]:
    """These sheets, locked in the order of their ids; those that do not exist are missing."""
    statement = select(timesheets).where(timesheets.c.id.in_(list(ids)))
    return [sheet_of(row) for row in await session.execute(_locked(statement))]


def _locked(statement: Any) -> Any:
    return statement.order_by(timesheets.c.id).with_for_update(key_share=True)


async def keep(session: AsyncSession, sheets: Iterable[Timesheet]) -> None:
    """Write what changed in locked sheets, in one round trip."""
    names = ("version", "state", "submitted_at", "approved_at", "approved_by", "rejected_because")
    statement = (
        update(timesheets)
        .where(timesheets.c.id == bindparam("sheet_id"))
        .values({name: bindparam(f"new_{name}") for name in names})
    )
    values = [
        {"sheet_id": sheet.id, **{f"new_{name}": getattr(sheet, name) for name in names}}
        for sheet in sheets
    ]
    if values:
        await (await session.connection()).execute(statement, values)


async def seconds_in(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, int]:
    """Seconds by sheet; sheets without entries are missing."""
    statement = (
        select(time_entries.c.timesheet_id, func.sum(time_entries.c.seconds))
        .where(time_entries.c.timesheet_id.in_(list(ids)))
        .group_by(time_entries.c.timesheet_id)
    )
    return {sheet_id: int(seconds) for sheet_id, seconds in await session.execute(statement)}


def sheet_of(row: Row[Any]) -> Timesheet:
    return Timesheet(
        id=row.id,
        version=row.version,
        agent_id=row.agent_id,
        first_day=row.first_day,
        last_day=row.last_day,
        state=row.state,
        submitted_at=row.submitted_at,
        approved_at=row.approved_at,
        approved_by=row.approved_by,
        rejected_because=row.rejected_because,
    )
