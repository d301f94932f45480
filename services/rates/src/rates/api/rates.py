"""`/v1/rates`: what an hour costs, for whom and when."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

import web
from rates import queries
from rates.commands import rates as commands
from rates.domain.rules import RateBilledError, Rule, UnknownReferenceError
from rates.problems import NEVER_OVERLAP
from rates.schemas.rules import (
    CreateRateRequest,
    EndRateRequest,
    KnownAt,
    RateFilterRequest,
    RateResponse,
)

router = web.router(tags=["rates"])
Editor = Annotated[web.Caller, web.allow("billing")]
Reader = Annotated[web.Caller, web.allow("manager", "billing")]


@router.post("/rates", status_code=201)
@web.retried(UnknownReferenceError, seconds=3)
@web.refuses(NEVER_OVERLAP, UnknownReferenceError)
async def create_rate(
    body: CreateRateRequest, session: web.Session, caller: Editor, response: Response
) -> RateResponse:
    """Create a rate. Time that it covers and that is not billed yet is priced again within seconds.

    Two rates that name the same never hold on the same day: end the earlier one first.

    What it names must exist in timer. What was made there a moment ago may still be on its way to rates: the request
    waits up to 3 s for it. Then it is refused with 422 `unknown-reference`, the fields that name it and `Retry-After`.
    """
    rule = await commands.create_rule(session, body.at(body.hourly_rate), by=caller.subject)
    response.headers["Location"] = f"/v1/rates/{rule.rule_id}"
    return _response(rule, response)


@router.get("/rates")
async def list_rates(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    asked: Annotated[RateFilterRequest, Query()],
) -> web.Page[RateResponse]:
    """List rates in the order in which they were first created.

    Filters keep the rates that name this very thing; a rate that leaves it open is not among them, though it may cover it.
    """
    filter_ = queries.RateFilter(asked.scope, asked.on, asked.known_at)
    rules = await queries.list_rules(session, filter_, after=paging.after, limit=paging.limit + 1)
    return web.Page[RateResponse].of(rules, paging, RateResponse.model_validate, id_name="rule_id")


@router.get("/rates/{rate_id}")
async def get_rate(
    rate_id: UUID,
    session: web.Session,
    caller: Reader,
    response: Response,
    known_at: KnownAt = None,
) -> RateResponse:
    """Read a rate, as it is or as it was known at another time."""
    return _response(await queries.get_rule(session, rate_id, known_at), response)


@router.patch("/rates/{rate_id}")
@web.refuses(NEVER_OVERLAP)
async def end_rate(
    rate_id: UUID,
    body: EndRateRequest,
    session: web.Session,
    caller: Editor,
    expected: web.RequiredIfMatch,
    response: Response,
) -> RateResponse:
    """End a rate on another day, or (null) let it hold until further notice.

    Time on the days between the old and the new end that is not billed yet is priced again within seconds.
    """
    rule = await commands.end_rule(
        session, rate_id, body.valid_to, expected=expected, by=caller.subject
    )
    return _response(rule, response)


@router.delete("/rates/{rate_id}", status_code=204)
@web.refuses(RateBilledError)
async def withdraw_rate(
    rate_id: UUID, session: web.Session, caller: Editor, expected: web.RequiredIfMatch
) -> None:
    """Take back a rate that should never have been. Refused when time was billed at it.

    It is listed no more; `known_at` still reads what was known before. Time that it priced and that is not billed is
    priced again within seconds.
    """
    await commands.withdraw_rule(session, rate_id, expected=expected, by=caller.subject)


def _response(rule: Rule, response: Response) -> RateResponse:
    response.headers["ETag"] = web.etag(rule.version)
    return RateResponse.model_validate(rule)
