"""What the time of a period is expected to earn, and what of it has no price."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, select

from database import Session
from database.mapping import as_dataclass
from rates.revenue import (
    Period,
    Revenue,
    RevenueLine,
    UnpricedEntry,
    UnpricedTime,
    revenue_of,
)
from rates.store.tables import TimeEntryRow as Entry


async def costs_and_revenue(
    session: Session, period: Period
) -> tuple[Sequence[Revenue], Sequence[UnpricedTime]]:
    """Sum the priced billable time by organization and currency, and the time without a price by reason."""
    return await _revenue(session, period), await _unpriced(session, period)


async def list_unpriced(
    session: Session, period: Period, *, after: UUID | None, limit: int
) -> Sequence[UnpricedEntry]:
    """List the billable entries without a price, in the order of their ids."""
    columns = (Entry.entry_id, Entry.agent_id, Entry.work_date, Entry.seconds)
    query: Select[*tuple[Any, ...]] = select(*columns, Entry.unpriced_reason.label("reason")).where(
        Entry.billable.is_(True), Entry.unpriced_reason.is_not(None)
    )
    if after is not None:
        query = query.where(Entry.entry_id > after)
    query = _within(query, period).order_by(Entry.entry_id).limit(limit)
    return [as_dataclass(UnpricedEntry, row) for row in await session.execute(query)]


async def _revenue(session: Session, period: Period) -> Sequence[Revenue]:
    """Rounded by what stands on one line of an invoice: the grouping `work_item` of invoicing, its default."""
    key = (Entry.organization_id, Entry.currency)
    line = (Entry.project_id, Entry.work_item_id, Entry.amount)
    sums = (func.sum(Entry.seconds), func.sum(Entry.seconds * Entry.amount))
    query: Select[*tuple[Any, ...]] = select(*key, func.count(), *sums).where(
        Entry.billable.is_(True), Entry.amount.is_not(None)
    )
    query = _within(query, period).group_by(*key, *line).order_by(*key)
    return revenue_of(RevenueLine(*row) for row in await session.execute(query))


async def _unpriced(session: Session, period: Period) -> Sequence[UnpricedTime]:
    """Not being billable is a reason too."""
    reason = case((Entry.billable.is_(False), "not-billable"), else_=Entry.unpriced_reason).label(
        "reason"
    )
    query: Select[*tuple[Any, ...]] = select(reason, func.count(), func.sum(Entry.seconds)).where(
        Entry.amount.is_(None)
    )
    query = _within(query, period).group_by(reason).order_by(reason)
    return [UnpricedTime(*row) for row in await session.execute(query)]


def _within(query: Select[*tuple[Any, ...]], period: Period) -> Select[*tuple[Any, ...]]:
    query = query.where(Entry.live)
    if period.first_day is not None:
        query = query.where(Entry.work_date >= period.first_day)
    if period.last_day is not None:
        query = query.where(Entry.work_date <= period.last_day)
    return query
