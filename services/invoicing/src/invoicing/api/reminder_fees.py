"""`/v1/invoices/{id}/reminder-fees`, `/v1/reminder-fees/{id}/…`: what reminders charged, and the invoices of it."""

from uuid import UUID

from fastapi import Response

import web
from invoicing.api.access import Biller, Now, Reader
from invoicing.api.invoices import answer
from invoicing.commands.reminder_fees import draft_again
from invoicing.domain import errors
from invoicing.domain.reminder_fees import FeeInvoicedError
from invoicing.queries.reminder_fees import get_reminder_fees
from invoicing.schemas.invoices import InvoiceResponse
from invoicing.schemas.reminder_fees import ReminderFeesResponse

router = web.router(tags=["sending"])


@router.get("/invoices/{invoice_id}/reminder-fees")
async def list_reminder_fees(
    invoice_id: UUID, session: web.Session, caller: Reader
) -> ReminderFeesResponse:
    """What reminders of an invoice charged, each on an invoice of its own; or of such an invoice, what it belongs to.

    A reminder's fee is known here a moment after its mail was sent, and its invoice is issued a moment later. What keeps it
    from being issued is told, and it stays a draft.
    """
    return ReminderFeesResponse.of(await get_reminder_fees(session, invoice_id))


@router.post("/reminder-fees/{reminder_id}/draft", status_code=201)
@web.requires_idempotency_key
@web.refuses(FeeInvoicedError, errors.UnknownCustomerError)
async def draft_reminder_fee(
    reminder_id: UUID, session: web.Session, caller: Biller, now: Now, response: Response
) -> InvoiceResponse:
    """Draft a fee that `failed` to be drafted, or whose draft was deleted. Refused while there is one, or an invoice."""
    view = await draft_again(session, reminder_id, by=caller.subject, now=now)
    response.headers["Location"] = f"/v1/invoices/{view.content.id}"
    return answer(view, response)
