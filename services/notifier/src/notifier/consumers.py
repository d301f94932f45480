"""Events that the notifier consumes."""

from datetime import UTC, datetime

from contracts.identity import LogInRequested, MemberInvited
from contracts.invoicing import InvoiceIssued
from database import Session
from messaging import Handlers
from notifier import commands
from notifier.deliveries import Recipient
from notifier.invoice_email import InvoiceEmail
from notifier.link_email import LinkEmail


async def on_invoice_issued(session: Session, event: InvoiceIssued) -> None:
    """Mail the invoice, when e-mail is the way that was chosen at issue."""
    if event.delivery != "email":
        return
    contact = event.billing_contact
    recipient = Recipient(contact.name, contact.email) if contact else None
    email = InvoiceEmail.model_validate(event)
    await commands.send_invoice(session, email, recipient, at=datetime.now(UTC))


async def on_member_invited(session: Session, event: MemberInvited) -> None:
    """Mail the link to who is invited."""
    said = event.model_dump() | {"id": event.invitation_id, "kind": "invitation"}
    await commands.send_link(session, LinkEmail.model_validate(said))


async def on_log_in_requested(session: Session, event: LogInRequested) -> None:
    """Mail the link to who asked for it."""
    said = event.model_dump() | {"id": event.log_in_id, "kind": "log-in"}
    await commands.send_link(session, LinkEmail.model_validate(said))


HANDLERS: Handlers = {
    InvoiceIssued: on_invoice_issued,
    MemberInvited: on_member_invited,
    LogInRequested: on_log_in_requested,
}
