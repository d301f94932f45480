"""`/v1/multipliers`: what evenings, weekends, holidays and overtime are charged at."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

import web
from rates.api.rates import Editor, Reader
from rates.commands import multipliers as commands
from rates.domain.multipliers import Multiplier, MultiplierBilledError
from rates.domain.rules import UnknownReferenceError
from rates.problems import MULTIPLIERS_NEVER_OVERLAP
from rates.queries import multipliers as queries
from rates.schemas.multipliers import (
    CreateMultiplierRequest,
    EndMultiplierRequest,
    MultiplierFilterRequest,
    MultiplierResponse,
)
from rates.schemas.rules import KnownAt

router = web.router(tags=["multipliers"])


@router.post("/multipliers", status_code=201)
@web.retried(UnknownReferenceError, seconds=3)
@web.refuses(MULTIPLIERS_NEVER_OVERLAP, UnknownReferenceError)
async def create_multiplier(
    body: CreateMultiplierRequest, session: web.Session, caller: Editor, response: Response
) -> MultiplierResponse:
    """Create a multiplier. Time that it charges and that is not billed yet is priced again within seconds.

    Of the same combination and kind no two meet at an hour of the week, or begin above the same number of hours. One charges
    each moment, and none is stacked on another: a holiday goes before overtime, that before hours of the week; of each kind
    the most specific.
    """
    multiplier = await commands.create_multiplier(session, body.multiplier(), by=caller.subject)
    response.headers["Location"] = f"/v1/multipliers/{multiplier.multiplier_id}"
    return _response(multiplier, response)


@router.get("/multipliers")
async def list_multipliers(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    asked: Annotated[MultiplierFilterRequest, Query()],
) -> web.Page[MultiplierResponse]:
    """List multipliers in the order in which they were first created."""
    filter_ = queries.MultiplierFilter(asked.scope, asked.kind, asked.on, asked.known_at)
    found = await queries.list_multipliers(
        session, filter_, after=paging.after, limit=paging.limit + 1
    )
    return web.Page[MultiplierResponse].of(
        found, paging, MultiplierResponse.model_validate, id_name="multiplier_id"
    )


@router.get("/multipliers/{multiplier_id:uuid}")
async def get_multiplier(
    multiplier_id: UUID,
    session: web.Session,
    caller: Reader,
    response: Response,
    known_at: KnownAt = None,
) -> MultiplierResponse:
    """Read a multiplier, as it is or as it was known at another time."""
    return _response(await queries.get_multiplier(session, multiplier_id, known_at), response)


@router.patch("/multipliers/{multiplier_id:uuid}")
@web.refuses(MULTIPLIERS_NEVER_OVERLAP)
async def end_multiplier(
    multiplier_id: UUID,
    body: EndMultiplierRequest,
    session: web.Session,
    caller: Editor,
    expected: web.RequiredIfMatch,
    response: Response,
) -> MultiplierResponse:
    """End a multiplier on another day, or (null) let it hold until further notice.

    Time on the days between the old and the new end that is not billed yet is priced again within seconds.
    """
    multiplier = await commands.end_multiplier(
        session, multiplier_id, body.valid_to, expected=expected, by=caller.subject
    )
    return _response(multiplier, response)


@router.delete("/multipliers/{multiplier_id:uuid}", status_code=204)
@web.refuses(MultiplierBilledError)
async def withdraw_multiplier(
    multiplier_id: UUID, session: web.Session, caller: Editor, expected: web.RequiredIfMatch
) -> None:
    """Take back a multiplier that should never have been. Refused when time was billed by it.

    It is listed no more; `known_at` still reads what was known before. Time that it charged and that is not billed is priced
    again within seconds.
    """
    await commands.withdraw_multiplier(session, multiplier_id, expected=expected, by=caller.subject)


def _response(multiplier: Multiplier, response: Response) -> MultiplierResponse:
    response.headers["ETag"] = web.etag(multiplier.version)
    return MultiplierResponse.model_validate(multiplier)
