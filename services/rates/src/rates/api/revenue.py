"""`/v1/costs-and-revenue`: what the time of a period is expected to earn."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

import web
from rates.choosing import Reason
from rates.queries.revenue import Period, Revenue, revenue, unpriced

router = web.router(tags=["costs and revenue"])


class RevenueOut(web.ResponseModel):
    """Expected revenue of an organization in one currency, billed or not.

    `rate_seconds` is the exact sum of seconds × hourly rate; `amount` is that divided by 3600 and rounded once.
    """

    organization_id: UUID
    entries: int
    seconds: int
    rate_seconds: Decimal
    amount: web.Money

    @classmethod
    def of(cls, earned: Revenue) -> "RevenueOut":
        """Show a sum."""
        return cls(
            organization_id=earned.organization_id,
            entries=earned.entries,
            seconds=earned.seconds,
            rate_seconds=earned.rate_seconds,
            amount=web.Money(amount=earned.amount, currency=earned.currency),
        )


class UnpricedOut(web.ResponseModel):
    """Time without a price and why: no revenue is expected of it until that is mended."""

    reason: Reason
    entries: int
    seconds: int


class CostsAndRevenueOut(web.ResponseModel):
    """What a period is expected to earn."""

    first_day: date | None
    last_day: date | None
    revenue: list[RevenueOut]
    unpriced: list[UnpricedOut]


def _period(
    first_day: Annotated[date | None, Query(description="First day of work")] = None,
    last_day: Annotated[date | None, Query(description="Last day of work")] = None,
) -> Period:
    if first_day is not None and last_day is not None and last_day < first_day:
        raise web.invalid("last_day", "must not be before first_day")
    return Period(first_day, last_day)


@router.get("/costs-and-revenue")
async def costs_and_revenue(
    session: web.Session,
    caller: Annotated[web.Caller, web.allow("manager", "billing")],
    period: Annotated[Period, Depends(_period)],
) -> CostsAndRevenueOut:
    """Sum the expected revenue of billable time by organization and currency, and the time without a price by reason."""
    earned = await revenue(session, caller.account_id, period)
    missing = await unpriced(session, caller.account_id, period)
    return CostsAndRevenueOut(
        first_day=period.first_day,
        last_day=period.last_day,
        revenue=[RevenueOut.of(one) for one in earned],
        unpriced=[UnpricedOut.model_validate(one) for one in missing],
    )
