"""Time entries as the timer last published them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, func, select, tuple_

from database import Session
from database.mapping import as_dataclass
from rates.domain.matching import Customer, Work
from rates.domain.prices import TimeEntry
from rates.domain.rounding import Together
from rates.domain.rules import Days, Scope
from rates.store.tables import TimeEntryRow


async def find(session: Session, entry_id: UUID) -> TimeEntry | None:
    """Read an entry, unless it was discarded or never recorded."""
    row = await session.scalar(
        select(TimeEntryRow).where(TimeEntryRow.entry_id == entry_id, TimeEntryRow.live)
    )
    if row is None:
        return None
    assert row.work_date is not None
    assert row.seconds is not None
    return TimeEntry(
        entry_id=entry_id,
        version=row.version,
        work_item_id=row.work_item_id,
        work=Work(row.scope, row.work_date, bool(row.billable)),
        seconds=row.seconds,
        price_version=row.price_version,
        rule_id=row.rule_id,
        override_version=row.override_version,
        hourly_rate=row.hourly_rate,
        unpriced_reason=row.unpriced_reason,
        rounding_policy_id=row.rounding_policy_id,
        rounding_seconds=row.rounding_seconds,
        billed_at=row.billed_at,
        cost_rule_id=row.cost_rule_id,
        hourly_cost=row.hourly_cost,
        divided=row.segments,
        segments_currency=row.segments_currency,
    )


async def any_billed_by(session: Session, rule_id: UUID) -> bool:
    """Whether billed time was priced by this rule."""
    billed = exists().where(TimeEntryRow.rule_id == rule_id, TimeEntryRow.billed_at.is_not(None))
    return bool(await session.scalar(select(billed)))


async def any_billed_as_rounded(session: Session, policy_id: UUID) -> bool:
    """Whether time was billed as this policy rounds it."""
    row = TimeEntryRow
    billed = exists().where(row.rounding_policy_id == policy_id, row.billed_at.is_not(None))
    return bool(await session.scalar(select(billed)))


async def together(session: Session, customer: Customer, work_item_id: UUID, day: date) -> Together:
    """Sum what is charged of a customer's work on an item on a day."""
    row = TimeEntryRow
    query = select(func.count(), func.sum(row.seconds), func.sum(row.billed_seconds)).where(
        *(row.live, row.amount.is_not(None), row.organization_id.in_(customer.names)),
        *(row.work_item_id == work_item_id, row.work_date == day),
    )
    count, seconds, billed_seconds = (await session.execute(query)).one()
    return Together(count, seconds or 0, billed_seconds or 0)


@dataclass(frozen=True, slots=True)
class Cursor:
    """An entry, and where it stands in the order of re-pricing."""

    work_date: date
    entry_id: UUID


async def list_live(
    session: Session,
    scope: Scope,
    customer: Customer | None,
    days: Days,
    after: Cursor | None,
    limit: int,
    *,
    billed: bool = False,
) -> Sequence[Cursor]:
    """Live entries in a scope, of all that its customer is, in order of day and id, behind `after`; `billed`: those too."""
    row = TimeEntryRow
    query = (
        select(row.work_date, row.entry_id)
        .where(row.live, row.work_date >= days.first)
        .order_by(row.work_date, row.entry_id)
        .limit(limit)
    )
    if not billed:
        query = query.where(row.billed_at.is_(None))
    if customer is not None:
        query = query.where(row.organization_id.in_(customer.names))
    for name, value in scope.named.items():
        if name != "organization_id":
            query = query.where(getattr(row, name) == value)
    if days.last is not None:
        query = query.where(row.work_date <= days.last)
    if after is not None:
        query = query.where(
            tuple_(row.work_date, row.entry_id) > tuple_(after.work_date, after.entry_id)
        )
    return [as_dataclass(Cursor, row) for row in await session.execute(query)]
