"""Time entries as callers see them: with the state that their timesheet gives them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from timer.store.tables import billed_time, time_entries, timesheets

_BILLED = exists().where(billed_time.c.entry_id == time_entries.c.id)
_STATE = case((_BILLED, "billed"), else_=timesheets.c.state)


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """None: whatever it is. Days are of the work date, both included."""

    agent_id: UUID | None = None
    organization_id: UUID | None = None
    project_id: UUID | None = None
    timesheet_id: UUID | None = None
    state: str | None = None
    first_day: date | None = None
    last_day: date | None = None


async def entry(session: AsyncSession, entry_id: UUID) -> Row[Any] | None:
    statement = _entries().where(time_entries.c.id == entry_id)
    found: Row[Any] | None = (await session.execute(statement)).one_or_none()
    return found


async def entries(
    session: AsyncSession, wanted: EntryFilter, after: UUID | None, limit: int
) -> Sequence[Row[Any]]:
    """Up to `limit + 1` entries in the order of their ids."""
    statement = _entries().where(*_conditions(wanted)).order_by(time_entries.c.id)
    if after is not None:
        statement = statement.where(time_entries.c.id > after)
    found: Sequence[Row[Any]] = (await session.execute(statement.limit(limit + 1))).all()
    return found


def _entries() -> Select[Any]:
    sheet = and_(
        timesheets.c.account_id == time_entries.c.account_id,
        timesheets.c.id == time_entries.c.timesheet_id,
    )
    return select(time_entries, _STATE.label("state")).join_from(time_entries, timesheets, sheet)


def _conditions(wanted: EntryFilter) -> list[ColumnElement[bool]]:
    columns = time_entries.c
    names = ("agent_id", "organization_id", "project_id", "timesheet_id")
    found = [
        columns[name] == getattr(wanted, name)
        for name in names
        if getattr(wanted, name) is not None
    ]
    if wanted.state is not None:
        found.append(wanted.state == _STATE)
    if wanted.first_day is not None:
        found.append(columns.work_date >= wanted.first_day)
    if wanted.last_day is not None:
        found.append(columns.work_date <= wanted.last_day)
    return found
