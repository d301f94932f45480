"""`/v1/invoices/{id}/lines/{line_id}/move`: time of a draft that goes to another line."""

from uuid import UUID

from fastapi import Response

import web
from invoicing.api.access import Biller, Now
from invoicing.api.invoices import answer
from invoicing.commands.moving import move_time as move
from invoicing.domain.errors import InvoiceIssuedError, TooManyLinesError
from invoicing.schemas.invoices import InvoiceResponse
from invoicing.schemas.moving import MoveTimeRequest

router = web.router(tags=["invoices"])


@router.post("/invoices/{invoice_id}/lines/{line_id}/move")
@web.requires_idempotency_key
@web.refuses(InvoiceIssuedError, TooManyLinesError)
async def move_time(
    invoice_id: UUID,
    line_id: UUID,
    body: MoveTimeRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> InvoiceResponse:
    """Split a line of time, or move entries or seconds of it to another line, of this draft or another one.

    Both lines charge what they have then, each rounded once; a line without time goes, and its discount with it.
    Answers the draft that the time was on.
    """
    view = await move(session, invoice_id, line_id, body.to_domain(), expected=expected, now=now)
    return answer(view, response)
