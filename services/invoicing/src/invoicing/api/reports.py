"""`/v1/reports`: conservation, receivables, numbering."""

import web
from invoicing.api.access import Now, Reader
from invoicing.queries import invariants, numbering, receivables
from invoicing.schemas.reports import (
    ConservationResponse,
    NumberingResponse,
    ReceivablesResponse,
    SeriesResponse,
)

router = web.router(prefix="/v1/reports", tags=["reports"])


@router.get("/conservation")
async def get_conservation(session: web.Session, caller: Reader) -> ConservationResponse:
    """Where every approved billable second is, counted now."""
    return ConservationResponse.model_validate(await invariants.conservation(session))


@router.get("/receivables")
async def get_receivables(session: web.Session, caller: Reader, now: Now) -> ReceivablesResponse:
    """What customers owe today, in the account's time zone."""
    return ReceivablesResponse.of(await receivables.receivables(session, now=now))


@router.get("/numbering")
async def get_numbering(
    session: web.Session, caller: Reader, verify: bool = False
) -> NumberingResponse:
    """The number series and whether they are whole. `verify` reads and hashes every invoice, which takes a while."""
    found = await numbering.list_series(session, verify=verify)
    return NumberingResponse(series=[SeriesResponse.model_validate(one) for one in found])
