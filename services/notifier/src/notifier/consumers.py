"""Events that the notifier consumes."""

from datetime import UTC, datetime

from contracts.invoicing import InvoiceIssued
from database import Session
from messaging import Handlers
from notifier import commands
from notifier.deliveries import Recipient
from notifier.invoice_email import InvoiceEmail


async def on_invoice_issued(session: Session, event: InvoiceIssued) -> None:
    """Mail the invoice, when e-mail is the way that was chosen at issue."""
    if event.delivery != "email":
        return
    contact = event.billing_contact
    recipient = Recipient(contact.name, contact.email) if contact else None
    email = InvoiceEmail.model_validate(event)
    await commands.send_invoice(session, email, recipient, at=datetime.now(UTC))


HANDLERS: Handlers = {InvoiceIssued: on_invoice_issued}
