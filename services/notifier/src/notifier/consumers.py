"""Events that the notifier consumes: invoices in sets, as a billing run issues them, and links one by one."""

from collections.abc import Sequence
from datetime import UTC, datetime

from contracts.identity import LogInRequested, MemberInvited
from contracts.invoicing import InvoiceIssued
from database import Session
from messaging import Handlers, in_sets
from notifier import commands
from notifier.deliveries import Recipient
from notifier.invoice_email import InvoiceEmail
from notifier.link_email import LinkEmail


async def on_invoices_issued(session: Session, events: Sequence[InvoiceIssued]) -> None:
    """Mail the invoices of which e-mail is the way that was chosen at issue."""
    emails = [
        (InvoiceEmail.model_validate(event), _recipient(event))
        for event in events
        if event.delivery == "email"
    ]
    await commands.send_invoices(session, emails, at=datetime.now(UTC))


def _recipient(event: InvoiceIssued) -> Recipient | None:
    contact = event.billing_contact
    return Recipient(contact.name, contact.email) if contact else None


async def on_member_invited(session: Session, event: MemberInvited) -> None:
    """Mail the link to who is invited."""
    said = event.model_dump() | {"id": event.invitation_id, "kind": "invitation"}
    await commands.send_link(session, LinkEmail.model_validate(said))


async def on_log_in_requested(session: Session, event: LogInRequested) -> None:
    """Mail the link to who asked for it."""
    said = event.model_dump() | {"id": event.log_in_id, "kind": "log-in"}
    await commands.send_link(session, LinkEmail.model_validate(said))


HANDLERS: Handlers = {
    InvoiceIssued: in_sets(on_invoices_issued),
    MemberInvited: on_member_invited,
    LogInRequested: on_log_in_requested,
}
