"""The multipliers of an account: as they are, and as they were known at another time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from json import dumps
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select, update
from sqlalchemy.dialects.postgresql import Range

from database import Session, Statement
from database.mapping import as_dataclass, attributes
from rates.domain.matching import Customer
from rates.domain.multiplied_time import MultiplierBook
from rates.domain.multipliers import Multiplier, WindowKind
from rates.domain.rules import Scope
from rates.domain.weekly_hours import MINUTES_OF_WEEK
from rates.store import holidays
from rates.store.multiplier_tables import MultiplierRow as Row

_DAY = timedelta(days=1)
_WHOLE_WEEK = ((0, MINUTES_OF_WEEK),)
_BILLED_BY = Statement("""
SELECT EXISTS (SELECT FROM time_entries WHERE live AND billed_at IS NOT NULL
    AND work_date >= CAST(:first AS date) AND segments @> CAST(:named AS jsonb))
""")


@dataclass(frozen=True, slots=True)
class MultiplierFilter:
    """Which multipliers to list: those that name exactly these, are of this kind, hold on this day, known at this time."""

    scope: Scope
    kind: WindowKind | None = None
    on: date | None = None
    known_at: datetime | None = None


async def add(session: Session, multiplier: Multiplier, by: str) -> None:
    """Write a version of a multiplier; the constraint `multipliers_never_overlap` may refuse it."""
    minutes = multiplier.window.minutes or _WHOLE_WEEK
    ranges = [Range(start, end) for start, end in minutes]
    session.add(Row(**attributes(multiplier), minutes=ranges, recorded_by=by))
    await session.flush()


async def supersede(session: Session, multiplier: Multiplier, now: datetime, by: str) -> None:
    """Note that this version is our knowledge no longer."""
    await session.execute(
        update(Row)
        .where(Row.multiplier_id == multiplier.multiplier_id, Row.version == multiplier.version)
        .values(superseded_at=now, superseded_by=by)
    )


async def find(
    session: Session, multiplier_id: UUID, known_at: datetime | None = None
) -> Multiplier | None:
    """Read a multiplier as it is, or as it was at another time."""
    row = await session.scalar(_known(known_at).where(Row.multiplier_id == multiplier_id))
    return None if row is None else as_dataclass(Multiplier, row)


async def list_multipliers(
    session: Session,
    filter_: MultiplierFilter,
    customer: Customer | None,
    after: UUID | None,
    limit: int | None,
) -> Sequence[Multiplier]:
    """List multipliers in the order of their making; those of all that the customer is."""
    query = _known(filter_.known_at).order_by(Row.multiplier_id).limit(limit)
    if customer is not None:
        query = query.where(Row.organization_id.in_(customer.names))
    for name, value in filter_.scope.named.items():
        if name != "organization_id":
            query = query.where(getattr(Row, name) == value)
    if filter_.kind is not None:
        query = query.where(Row.kind == filter_.kind)
    if filter_.on is not None:
        query = _holding(query, filter_.on, filter_.on)
    if after is not None:
        query = query.where(Row.multiplier_id > after)
    return [as_dataclass(Multiplier, row) for row in await session.scalars(query)]


async def book(
    session: Session, days: Collection[date], known_at: datetime | None = None
) -> MultiplierBook:
    """Read the multipliers that may charge work that began on any of these days, and the holidays that it may meet."""
    if not days:
        return MultiplierBook()
    first, last = min(days), max(days)
    rows = await session.scalars(_holding(_known(known_at), first, last))
    multipliers = [as_dataclass(Multiplier, row) for row in rows]
    if not any(one.window.kind == "holiday" for one in multipliers):
        return MultiplierBook(multipliers)
    found = await holidays.between(session, first - _DAY, last + 2 * _DAY, known_at)
    return MultiplierBook(multipliers, frozenset(one.day for one in found))


async def any_of_kind(session: Session, kind: WindowKind) -> bool:
    """Whether a multiplier of this kind holds, whenever."""
    return bool(await session.scalar(select(_known(None).where(Row.kind == kind).exists())))


async def any_billed_by(session: Session, multiplier: Multiplier) -> bool:
    """Whether billed time was charged by this multiplier."""
    named = dumps([{"multiplier_id": str(multiplier.multiplier_id)}])
    return bool(await _BILLED_BY.scalar(session, {"first": multiplier.valid_from, "named": named}))


def _holding(query: Select[Any], first: date, last: date) -> Select[Any]:
    return query.where(Row.valid_from <= last, or_(Row.valid_to.is_(None), Row.valid_to >= first))


def _known(moment: datetime | None) -> Select[Any]:
    query = select(Row)
    if moment is None:
        return query.where(Row.superseded_at.is_(None))
    unrevised = or_(Row.superseded_at.is_(None), Row.superseded_at > moment)
    return query.where(Row.recorded_at <= moment, unrevised)
