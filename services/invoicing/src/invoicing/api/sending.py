"""`/v1/invoices/{id}/…`: sending an issued invoice, disputes of it, and its timeline."""

from uuid import UUID

from fastapi import Request

import web
from invoicing.api.access import Biller, Now, Reader
from invoicing.commands.disputes import dispute, resolve
from invoicing.commands.sending import send
from invoicing.domain import errors
from invoicing.domain.links import Links
from invoicing.queries.disputes import list_disputes as read_disputes
from invoicing.queries.sending import list_attempts
from invoicing.queries.timeline import get_timeline
from invoicing.schemas.sending import (
    AttemptResponse,
    AttemptsResponse,
    DisputeRequest,
    DisputeResponse,
    DisputesResponse,
    ResolveDisputeRequest,
    SendInvoiceRequest,
    TimelineResponse,
)

router = web.router(tags=["sending"])


@router.post("/invoices/{invoice_id}/send", status_code=201)
@web.requires_idempotency_key
@web.refuses(
    errors.DraftNotSentError,
    errors.CreditedNotSentError,
    errors.NobodyToSendToError,
    errors.SendingQueuedError,
)
async def send_invoice(
    invoice_id: UUID,
    body: SendInvoiceRequest,
    request: Request,
    session: web.Session,
    caller: Biller,
    now: Now,
) -> AttemptResponse:
    """Send an issued invoice now, by any channel and any number of times, or note that it was handed over.

    Each is kept with who asked, when, to whom, and what became of it. It is refused while one by the same channel is
    `queued`.
    """
    links: Links = request.app.state.links
    sent = await send(session, invoice_id, body.to_domain(), links, by=caller.subject, now=now)
    return AttemptResponse.of(sent)


@router.get("/invoices/{invoice_id}/deliveries")
async def list_deliveries(
    invoice_id: UUID, session: web.Session, caller: Reader
) -> AttemptsResponse:
    """Every time that an issued invoice was, or is to be, sent, newest first."""
    found = await list_attempts(session, invoice_id)
    return AttemptsResponse(items=[AttemptResponse.of(attempt) for attempt in found])


@router.get("/invoices/{invoice_id}/timeline")
async def get_invoice_timeline(
    invoice_id: UUID, session: web.Session, caller: Reader
) -> TimelineResponse:
    """All that happened to an issued invoice, newest first, with who did it and when."""
    return TimelineResponse.of(await get_timeline(session, invoice_id))


@router.post("/invoices/{invoice_id}/disputes", status_code=201)
@web.requires_idempotency_key
@web.refuses(errors.DraftNotDisputedError, errors.AlreadyDisputedError)
async def dispute_invoice(
    invoice_id: UUID, body: DisputeRequest, session: web.Session, caller: Biller, now: Now
) -> DisputeResponse:
    """Note that the customer does not accept an issued invoice, or a line of it. It is marked until all its disputes are
    resolved, and no reminder of it is to go out; what is owed stays as it is.
    """
    opened = await dispute(session, invoice_id, body.to_domain(), by=caller.subject, now=now)
    return DisputeResponse.of(opened)


@router.get("/invoices/{invoice_id}/disputes")
async def list_disputes(invoice_id: UUID, session: web.Session, caller: Reader) -> DisputesResponse:
    """The disputes of an invoice, oldest first."""
    found = await read_disputes(session, invoice_id)
    return DisputesResponse(items=[DisputeResponse.of(one) for one in found])


@router.post("/invoices/{invoice_id}/disputes/{dispute_id}/resolve")
@web.refuses(errors.DisputeResolvedError, errors.DraftNotDisputedError)
async def resolve_dispute(
    invoice_id: UUID,
    dispute_id: UUID,
    body: ResolveDisputeRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
) -> DisputeResponse:
    """Note what came of a dispute. The same again changes nothing; something else is refused."""
    resolution = body.to_domain(by=caller.subject, now=now)
    return DisputeResponse.of(await resolve(session, invoice_id, dispute_id, resolution))
