"""`/v1/costs`: what an hour of work costs the account. Only owners and managers see it, and they change it."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

import web
from rates import queries
from rates.commands import rates as commands
from rates.domain.rules import Rule, UnknownReferenceError
from rates.problems import COSTS_NEVER_OVERLAP
from rates.schemas.rules import (
    AnotherCostRequest,
    CostResponse,
    CreateCostRequest,
    EndRateRequest,
    KnownAt,
    RateFilterRequest,
)

router = web.router(tags=["costs"])
_ROLES = ("manager",)
Insider = Annotated[web.Caller, web.allow(*_ROLES)]


def sees_costs(caller: web.Caller) -> bool:
    """Whether fields that tell what time costs are filled for this caller."""
    return caller.is_any(*_ROLES)


@router.post("/costs", status_code=201)
@web.retried(UnknownReferenceError, seconds=3)
@web.refuses(COSTS_NEVER_OVERLAP, UnknownReferenceError)
async def create_cost(
    body: CreateCostRequest, session: web.Session, caller: Insider, response: Response
) -> CostResponse:
    """Create a cost. Time that it covers, billable or not and billed or not, is valued again within seconds.

    Two costs that name the same never hold on the same day: end the earlier one first.

    What it names must exist in timer. What was made there a moment ago may still be on its way to rates: the request
    waits up to 3 s for it. Then it is refused with 422 `unknown-reference`, the fields that name it and `Retry-After`.
    """
    new = body.at(body.hourly_cost)
    rule = await commands.create_rule(session, new, by=caller.subject, kind="cost")
    response.headers["Location"] = f"/v1/costs/{rule.rule_id}"
    return _response(rule, response)


@router.get("/costs")
async def list_costs(
    session: web.Session,
    caller: Insider,
    paging: web.Paging,
    asked: Annotated[RateFilterRequest, Query()],
) -> web.Page[CostResponse]:
    """List costs in the order in which they were first created.

    Filters keep the costs that name this very thing; a cost that leaves it open is not among them, though it may cover it.
    """
    filter_ = queries.RateFilter(asked.scope, asked.on, asked.known_at)
    rules = await queries.list_rules(
        session, filter_, after=paging.after, limit=paging.limit + 1, kind="cost"
    )
    return web.Page[CostResponse].of(rules, paging, CostResponse.model_validate, id_name="rule_id")


@router.get("/costs/{cost_id}")
async def get_cost(
    cost_id: UUID,
    session: web.Session,
    caller: Insider,
    response: Response,
    known_at: KnownAt = None,
) -> CostResponse:
    """Read a cost, as it is or as it was known at another time."""
    return _response(await queries.get_rule(session, cost_id, known_at, "cost"), response)


@router.patch("/costs/{cost_id}")
@web.refuses(COSTS_NEVER_OVERLAP)
async def end_cost(
    cost_id: UUID,
    body: EndRateRequest,
    session: web.Session,
    caller: Insider,
    expected: web.RequiredIfMatch,
    response: Response,
) -> CostResponse:
    """End a cost on another day, or (null) let it hold until further notice.

    Time on the days between the old and the new end is valued again within seconds, billed or not.
    """
    rule = await commands.end_rule(
        session, cost_id, body.valid_to, expected=expected, by=caller.subject, kind="cost"
    )
    return _response(rule, response)


@router.post("/costs/{cost_id}/replace")
@web.refuses(COSTS_NEVER_OVERLAP)
async def replace_cost(
    cost_id: UUID,
    body: AnotherCostRequest,
    session: web.Session,
    caller: Insider,
    expected: web.RequiredIfMatch,
    response: Response,
) -> CostResponse:
    """Let the same work cost another amount from a day on, in one act; answers with the cost that holds from then on.

    The cost ends the day before, and a new one takes its days until its last one. From the cost's own first day on it is
    withdrawn. `POST /v1/cost-changes/preview` tells before what that does.
    """
    rule = await commands.replace_rule(
        *(session, cost_id, body.hourly, body.valid_from),
        expected=expected,
        by=caller.subject,
        kind="cost",
    )
    response.headers["Location"] = f"/v1/costs/{rule.rule_id}"
    return _response(rule, response)


@router.delete("/costs/{cost_id}", status_code=204)
async def withdraw_cost(
    cost_id: UUID, session: web.Session, caller: Insider, expected: web.RequiredIfMatch
) -> None:
    """Take back a cost that should never have been, also when time that it covers was billed: no invoice holds a cost.

    It is listed no more; `known_at` still reads what was known before. Time that it covers is valued again within seconds.
    """
    await commands.withdraw_rule(
        session, cost_id, expected=expected, by=caller.subject, kind="cost"
    )


def _response(rule: Rule, response: Response) -> CostResponse:
    response.headers["ETag"] = web.etag(rule.version)
    return CostResponse.model_validate(rule)
