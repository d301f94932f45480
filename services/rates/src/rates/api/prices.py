"""`/v1/prices` and `/v1/costs-and-revenue`: why an entry costs what it costs, and what a period is expected to earn."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Query

import web
from rates import queries
from rates.revenue import Period
from rates.schemas import (
    CostsAndRevenueResponse,
    PriceResponse,
    RevenueResponse,
    UnpricedTimeResponse,
)

router = web.router()
Reader = Annotated[web.Caller, web.allow("manager", "billing")]


def _period(
    first_day: Annotated[
        web.Day | None,
        Query(description="First day of work that counts; absent: from the beginning"),
    ] = None,
    last_day: Annotated[
        web.Day | None, Query(description="Last day of work that counts, included; absent: no end")
    ] = None,
) -> Period:
    return Period(first_day, last_day)


@router.get("/prices/{entry_id}", tags=["prices"])
async def explain_price(
    entry_id: Annotated[UUID, Path(description="Time entry, by its id in timer")],
    session: web.Session,
    caller: Reader,
) -> PriceResponse:
    """Explain the price of a time entry: the winning rate, the others and why they lost, earlier prices.

    404 until the entry has come from timer, which takes a moment.
    """
    return PriceResponse.model_validate(await queries.explain_price(session, entry_id))


@router.get("/costs-and-revenue", tags=["costs and revenue"])
async def costs_and_revenue(
    session: web.Session, caller: Reader, period: Annotated[Period, Depends(_period)]
) -> CostsAndRevenueResponse:
    """Sum the expected revenue of billable time by organization and currency, and the time without a price by reason.

    Counts all time that was recorded, approved and billed or not, by day of work.
    """
    revenue, unpriced = await queries.costs_and_revenue(session, period)
    return CostsAndRevenueResponse(
        first_day=period.first_day,
        last_day=period.last_day,
        revenue=[RevenueResponse.model_validate(one) for one in revenue],
        unpriced=[UnpricedTimeResponse.model_validate(one) for one in unpriced],
    )
