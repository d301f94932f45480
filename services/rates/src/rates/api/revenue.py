"""What time is worth: `/v1/costs-and-revenue`, and the same as a file."""

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import StreamingResponse

import web
from domain_errors import InvalidInputError
from rates import queries
from rates.api.costs import sees_costs
from rates.domain import valued_table
from rates.domain.figures import Dimension
from rates.schemas.revenue import (
    CostsAndRevenueRequest,
    CostsAndRevenueResponse,
    CostsAndRevenueTableRequest,
)
from rates.schemas.revenue_parts import valued_time_response

router = web.router(tags=["costs and revenue"])
Reader = Annotated[web.Caller, web.allow("manager", "billing")]
_BY_CUSTOMER: tuple[Dimension] = ("organization",)
_CSV: dict[int | str, dict[str, Any]] = {
    200: {"description": "CSV in UTF-8", "content": {"text/csv": {"schema": {"type": "string"}}}}
}


@router.get("/costs-and-revenue")
async def costs_and_revenue(
    session: web.Session, caller: Reader, asked: Annotated[CostsAndRevenueRequest, Query()]
) -> CostsAndRevenueResponse:
    """Sum the expected revenue of billable time and of agreements by currency, and the time without a price by reason.

    Counts all time that was recorded, approved and billed or not, by day of work, as soon as it has come from timer, which
    takes a moment. What agreements charge (fees, what is missed of minimums, blocks, milestones) is in all sums of money, to
    the cent as invoices have it; time that they include earns nothing besides. With `by`, and `then_by` if two are wanted,
    it is split by that; teams are those of the day of the work. Owners and managers also see what all of it costs the
    account, billable or not, and what margin remains.
    """
    if asked.then_by is not None and asked.by is None:
        raise InvalidInputError("then_by", "needs by")
    by = asked.dimensions or _BY_CUSTOMER
    with_costs = sees_costs(caller)
    found = await queries.costs_and_revenue(session, by, asked.wanted, with_costs=with_costs)
    return valued_time_response(found, asked)


@router.get("/costs-and-revenue.csv", response_class=StreamingResponse, responses=_CSV)
async def export_costs_and_revenue(
    session: web.Session, caller: Reader, asked: Annotated[CostsAndRevenueTableRequest, Query()]
) -> StreamingResponse:
    """Costs and revenue by one or two dimensions as a table in CSV: a row for each part and currency, without sums of sums.

    Time without a price has a row of its own for each part, and so has what it costs, for owners and managers. Text that a
    spreadsheet would take for a formula begins with an apostrophe and a space.
    """
    by, with_costs = asked.dimensions, sees_costs(caller)
    found = await queries.costs_and_revenue(session, by, asked.wanted, with_costs=with_costs)
    name = {"Content-Disposition": 'attachment; filename="costs-and-revenue.csv"'}
    lines = valued_table.lines(found, by)
    return StreamingResponse(lines, media_type="text/csv", headers=name)
