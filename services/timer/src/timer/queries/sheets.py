"""Timesheets with what is in them."""

import operator
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from timer.store.tables import time_entries, timesheets


async def sheets(
    session: AsyncSession,
    *,
    agent_id: UUID | None = None,
    state: str | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
    ids: Sequence[UUID] | None = None,
    after: UUID | None = None,
    limit: int | None = None,
) -> Sequence[Row[Any]]:
    """In the order of their ids, one more than `limit`. Days: sheets that touch the period."""
    columns = timesheets.c
    asked = (
        (columns.agent_id, operator.eq, agent_id),
        (columns.state, operator.eq, state),
        (columns.last_day, operator.ge, first_day),
        (columns.first_day, operator.le, last_day),
        (columns.id, operator.gt, after),
    )
    statement = _with_seconds().where(
        *(compare(column, value) for column, compare, value in asked if value is not None)
    )
    if ids is not None:
        statement = statement.where(columns.id.in_(ids))
    statement = statement.order_by(columns.id)
    if limit is not None:
        statement = statement.limit(limit + 1)
    found: Sequence[Row[Any]] = (await session.execute(statement)).all()
    return found


def _with_seconds() -> Select[Any]:
    seconds = func.coalesce(func.sum(time_entries.c.seconds), 0)
    billable = func.coalesce(func.sum(time_entries.c.seconds).filter(time_entries.c.billable), 0)
    return (
        select(timesheets, seconds.label("seconds"), billable.label("billable_seconds"))
        .join_from(
            timesheets,
            time_entries,
            (time_entries.c.account_id == timesheets.c.account_id)
            & (time_entries.c.timesheet_id == timesheets.c.id),
            isouter=True,
        )
        .group_by(timesheets.c.account_id, timesheets.c.id)
    )
