"""Prices of entries: `/v1/prices`, `/v1/unpriced-entries`; and what a period should earn: `/v1/costs-and-revenue`."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Query

import web
from rates import queries
from rates.revenue import Period, totals_of
from rates.schemas import (
    CostsAndRevenueResponse,
    PriceMatchRequest,
    PriceMatchResponse,
    PriceResponse,
    RevenueResponse,
    RevenueTotalResponse,
    UnpricedEntryResponse,
    UnpricedTimeResponse,
)

router = web.router()
Reader = Annotated[web.Caller, web.allow("manager", "billing")]


async def _period(
    first_day: Annotated[
        web.Day | None,
        Query(description="First day of work that counts; absent: from the beginning"),
    ] = None,
    last_day: Annotated[
        web.Day | None, Query(description="Last day of work that counts, included; absent: no end")
    ] = None,
) -> Period:
    return Period(first_day, last_day)


@router.get("/prices", tags=["prices"])
async def match_price(
    session: web.Session, caller: Reader, asked: Annotated[PriceMatchRequest, Query()]
) -> PriceMatchResponse:
    """Tell what an hour of billable work would cost: the winning rate, the others and why they lose.

    It need not have been done. The customer of a project is not looked up: send both.
    """
    return PriceMatchResponse.model_validate(await queries.match_price(session, asked.work))


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


@router.get("/unpriced-entries", tags=["prices"])
async def list_unpriced_entries(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    period: Annotated[Period, Depends(_period)],
) -> web.Page[UnpricedEntryResponse]:
    """List the billable entries of a period that have no price, whether approved or not, in the order of their ids.

    What was recorded or changed a moment ago may still be on its way from timer.
    """
    entries = await queries.list_unpriced(
        session, period, after=paging.after, limit=paging.limit + 1
    )
    return web.Page[UnpricedEntryResponse].of(
        entries, paging, UnpricedEntryResponse.model_validate, id_name="entry_id"
    )


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
        totals=[RevenueTotalResponse.model_validate(one) for one in totals_of(revenue)],
        unpriced=[UnpricedTimeResponse.model_validate(one) for one in unpriced],
    )
