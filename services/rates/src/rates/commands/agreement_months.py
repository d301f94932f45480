"""Bring what customers' agreements charge up to date: with time, with changes, and as months begin and end."""

from collections.abc import Collection
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

import tasks
from database import Session
from rates.commands.pricing import publish
from rates.domain.agreement_months import first_of_month, month_number
from rates.store import books, currencies, prices
from rates.store.new_prices import Priced

KIND = "agreement-months"
"""A customer with agreements has one such task, which schedules itself for the beginning of the next month."""


async def schedule_months(session: Session, organization_ids: Collection[UUID]) -> None:
    """Have the months of these customers' agreements brought up to date."""
    payloads: dict[str, dict[str, str]] = {str(one): {} for one in organization_ids}
    await tasks.schedule_all(session, KIND, payloads, again=True)


async def bring_forward(session: Session, organization_id: UUID, now: datetime) -> None:
    """Allocate a customer's time to its agreements as of the account's day; once more when its next month begins."""
    await prices.hold_pricing(session)
    await publish(session, Priced([]), customers=[organization_id], at=now)
    if await books.load(session, [organization_id]):
        begins = _next_month(now, await currencies.time_zone(session))
        await tasks.schedule(session, KIND, key=str(organization_id), due_at=begins, again=True)


def _next_month(now: datetime, zone: ZoneInfo) -> datetime:
    number = month_number(now.astimezone(zone).date())
    return datetime.combine(first_of_month(number + 1), time(), zone)
