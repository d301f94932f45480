"""What the time of a period is expected to earn, and what of it has no price."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from rates.choosing import Reason
from rates.currencies import earned
from rates.store.tables import time_entries

_entry = time_entries.c


@dataclass(frozen=True, slots=True)
class Period:
    """Days of work, both included; None is open."""

    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Revenue:
    """What the priced billable time of an organization earns in one currency.

    `rate_seconds` is the exact Σ(seconds × hourly rate); `amount` is that ÷ 3600, rounded once.
    """

    organization_id: UUID
    currency: str
    entries: int
    seconds: int
    rate_seconds: Decimal

    @property
    def amount(self) -> Decimal:
        """The money, in the currency's own decimals."""
        return earned(self.rate_seconds, self.currency)


@dataclass(frozen=True, slots=True)
class Unpriced:
    """Time without a price, by reason."""

    reason: Reason
    entries: int
    seconds: int


async def revenue(session: AsyncSession, account_id: UUID, period: Period) -> Sequence[Revenue]:
    """Sum the priced billable time by organization and currency; currencies are never added up."""
    whose = (_entry.organization_id, _entry.currency)
    sums = (func.sum(_entry.seconds), func.sum(_entry.seconds * _entry.hourly_rate))
    query: Select[Any] = select(*whose, func.count(), *sums).where(
        _entry.billable, _entry.hourly_rate.is_not(None)
    )
    query = _within(query, account_id, period).group_by(*whose).order_by(*whose)
    return [Revenue(*row) for row in await session.execute(query)]


async def unpriced(session: AsyncSession, account_id: UUID, period: Period) -> Sequence[Unpriced]:
    """Sum the time that has no price, by reason; not being billable is one of them."""
    reason = case((~_entry.billable, "not-billable"), else_=_entry.unpriced_reason).label("reason")
    query: Select[Any] = select(reason, func.count(), func.sum(_entry.seconds)).where(
        _entry.hourly_rate.is_(None)
    )
    query = _within(query, account_id, period).group_by(reason).order_by(reason)
    return [Unpriced(*row) for row in await session.execute(query)]


def _within(query: Select[Any], account_id: UUID, period: Period) -> Select[Any]:
    query = query.where(_entry.account_id == account_id, _entry.live)
    if period.first_day is not None:
        query = query.where(_entry.work_date >= period.first_day)
    if period.last_day is not None:
        query = query.where(_entry.work_date <= period.last_day)
    return query
