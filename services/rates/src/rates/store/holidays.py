"""The holidays of an account: as they are, and as they were known at another time."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select, update

from database import Session
from database.mapping import as_dataclass, attributes
from rates.domain.holidays import Holiday
from rates.domain.rules import Days
from rates.store.multiplier_tables import HolidayRow as Row


async def add(session: Session, holidays: Sequence[Holiday], by: str) -> None:
    """Write holidays; the index `holidays_once_a_day` may refuse them."""
    session.add_all([Row(**attributes(one), recorded_by=by) for one in holidays])
    await session.flush()


async def supersede(session: Session, holiday: Holiday, now: datetime, by: str) -> None:
    """Note that this day is a holiday no longer."""
    await session.execute(
        update(Row)
        .where(Row.holiday_id == holiday.holiday_id)
        .values(superseded_at=now, superseded_by=by)
    )


async def find(session: Session, holiday_id: UUID) -> Holiday | None:
    """Read a holiday."""
    row = await session.scalar(_known(None).where(Row.holiday_id == holiday_id))
    return None if row is None else as_dataclass(Holiday, row)


async def list_holidays(
    session: Session, days: Days | None, after: UUID | None, limit: int | None
) -> Sequence[Holiday]:
    """List holidays in the order of their making."""
    query = _known(None).order_by(Row.holiday_id).limit(limit)
    if days is not None:
        query = query.where(Row.day >= days.first)
        query = query if days.last is None else query.where(Row.day <= days.last)
    if after is not None:
        query = query.where(Row.holiday_id > after)
    return [as_dataclass(Holiday, row) for row in await session.scalars(query)]


async def between(
    session: Session, first: date, last: date, known_at: datetime | None = None
) -> Sequence[Holiday]:
    """Read the holidays from one day to another, both included."""
    query = _known(known_at).where(Row.day >= first, Row.day <= last)
    return [as_dataclass(Holiday, row) for row in await session.scalars(query)]


def _known(moment: datetime | None) -> Select[Any]:
    query = select(Row)
    if moment is None:
        return query.where(Row.superseded_at.is_(None))
    unrevised = or_(Row.superseded_at.is_(None), Row.superseded_at > moment)
    return query.where(Row.recorded_at <= moment, unrevised)
