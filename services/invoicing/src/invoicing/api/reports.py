"""`/v1/reports`: conservation, turnover, numbering."""

from typing import Annotated

from fastapi import Query

import web
from invoicing.api.access import Now, Reader
from invoicing.queries import invariants, numbering, turnover, verification
from invoicing.schemas.reports import (
    AstrayResponse,
    ConservationResponse,
    NumberingResponse,
    SeriesResponse,
    TurnoverResponse,
)

router = web.router(prefix="/v1/reports", tags=["reports"])


@router.get("/conservation")
async def get_conservation(session: web.Session, caller: Reader) -> ConservationResponse:
    """Where every approved billable second is, counted now, and whether the books agree with themselves.

    approved = unpriced + held + ready + claimed by drafts + billed + written off, for every customer.
    """
    return ConservationResponse.model_validate(await invariants.conservation(session))


@router.get("/turnover")
async def get_turnover(
    session: web.Session,
    caller: Reader,
    now: Now,
    months: Annotated[
        int, Query(ge=1, le=60, description="How many months back, this one included.")
    ] = 6,
) -> TurnoverResponse:
    """What was invoiced and received in each of the last months, and what is owed today."""
    return TurnoverResponse.of(await turnover.turnover(session, months=months, now=now))


@router.get("/numbering")
async def get_numbering(
    session: web.Session,
    caller: Reader,
    verify: Annotated[
        bool, Query(description="Make every hash, document and sum again, which takes a while.")
    ] = False,
) -> NumberingResponse:
    """The series of invoice numbers: whether they have no gaps, follow dates and are linked by hashes.

    Each invoice's hash covers the one before it, so that none can be changed, added or removed unseen.
    """
    found = await numbering.list_series(session, verify=verify)
    astray = await verification.astray(session) if verify else []
    return NumberingResponse(
        series=[SeriesResponse.model_validate(one) for one in found],
        astray=[AstrayResponse.model_validate(one) for one in astray],
    )
