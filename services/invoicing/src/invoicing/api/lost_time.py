"""`/v1/invoices/{id}/lost-time` and `/repriced-time`: what a draft lost, and what new prices changed on it."""

from uuid import UUID

from fastapi import Response

import web
from invoicing.api.access import Biller, Now, Reader
from invoicing.api.invoices import answer
from invoicing.commands import follow_prices
from invoicing.commands.take_back import take_back
from invoicing.domain import errors
from invoicing.domain.lost_time import ready_again
from invoicing.queries.lost_time import lost_time, repriced_time
from invoicing.schemas.invoices import InvoiceResponse
from invoicing.schemas.lost_time import LostTimeResponse, LostTimesResponse
from invoicing.schemas.repriced_time import DismissRepricedTimeRequest, RepricedTimesResponse

router = web.router(tags=["invoices"])


@router.get("/invoices/{invoice_id:uuid}/lost-time")
async def list_lost_time(
    invoice_id: UUID, session: web.Session, caller: Reader
) -> LostTimesResponse:
    """List the time that a draft charged and does not charge any more, because it changed or its timesheet was reopened."""
    found = await lost_time(session, invoice_id)
    items = [LostTimeResponse.model_validate(one) for one in found]
    return LostTimesResponse(items=items, ready_seconds=ready_again(found))


@router.post("/invoices/{invoice_id:uuid}/lost-time/take-back")
@web.requires_idempotency_key
@web.refuses(
    errors.EntriesNotReadyError,
    errors.InvoiceIssuedError,
    errors.TimeOnItsWayError,
    errors.TooManyLinesError,
    web.Constraint("claimed_once"),
)
async def take_lost_time_back(
    invoice_id: UUID,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> InvoiceResponse:
    """Have a draft charge again what is ready of the entries that it lost. Answers the draft.

    Such as time of a timesheet that was reopened and approved again: as it is now. It goes on the lines that stand for the
    same, or on new ones.
    """
    return answer(await take_back(session, invoice_id, expected=expected, now=now), response)


@router.get("/invoices/{invoice_id:uuid}/repriced-time")
async def list_repriced_time(
    invoice_id: UUID, session: web.Session, caller: Reader
) -> RepricedTimesResponse:
    """List the time that a draft charges otherwise since a new price came, until somebody dismisses it."""
    return RepricedTimesResponse.of(await repriced_time(session, invoice_id))


@router.post("/invoices/{invoice_id:uuid}/repriced-time/dismiss", status_code=204)
async def dismiss_repriced_time(
    invoice_id: UUID,
    body: DismissRepricedTimeRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
) -> None:
    """Show these changes no longer: somebody has seen them. The draft stays as it is, and has the version that it had."""
    await follow_prices.dismiss_repriced_time(
        session, invoice_id, body.ids, by=caller.subject, now=now
    )
