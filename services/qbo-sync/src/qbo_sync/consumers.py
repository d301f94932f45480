"""Events that qbo-sync consumes, all in sets: a billing run issues many invoices, an import changes many customers."""

from collections.abc import Sequence

from contracts.invoicing import InvoiceCredited, InvoiceIssued, SendingRequested
from contracts.timer import OrganizationChanged, OrganizationMerged
from database import Session
from messaging import Handlers, in_sets
from qbo_sync.commands import credit_memos, exports, sendings
from qbo_sync.domain.customer import Organization
from qbo_sync.domain.invoice import IssuedCreditNote, IssuedInvoice
from qbo_sync.domain.sending import NewSending


async def on_organizations_changed(
    session: Session, events: Sequence[OrganizationChanged | OrganizationMerged]
) -> None:
    """Remember the organizations: they name customers in QuickBooks.

    One that was merged into another keeps its customer there, for the invoices that were issued to it.
    """
    await exports.record_organizations(session, [_organization(event) for event in events])


async def on_invoices_issued(session: Session, events: Sequence[InvoiceIssued]) -> None:
    """Export the invoices, now or when QuickBooks is connected, and have those mailed that are to go that way."""
    invoices = [IssuedInvoice.model_validate(event) for event in events]
    await exports.record_invoices(session, invoices)
    asked = [_sending_at_issue(event) for event in events if event.delivery == "qbo"]
    await sendings.request(session, asked)


def _sending_at_issue(event: InvoiceIssued) -> NewSending:
    """It has the id of the invoice."""
    contact = event.billing_contact
    recipient = contact.email if contact else None
    return NewSending(event.invoice_id, event.invoice_id, recipient, event.issued_at)


async def on_sendings_requested(session: Session, events: Sequence[SendingRequested]) -> None:
    """Have the invoices mailed once more by QuickBooks of which that was asked."""
    asked = [
        NewSending(
            event.sending_id,
            event.invoice_id,
            event.recipient.email if event.recipient else None,
            event.requested_at,
        )
        for event in events
        if event.channel == "qbo"
    ]
    await sendings.request(session, asked)


async def on_invoices_credited(session: Session, events: Sequence[InvoiceCredited]) -> None:
    """Copy the credit notes too, each once its invoice is there."""
    notes = [
        IssuedCreditNote.model_validate(
            {**event.model_dump(), "number": event.credit_note_number},
        )
        for event in events
    ]
    await credit_memos.record(session, notes)


def _organization(event: OrganizationChanged | OrganizationMerged) -> Organization:
    address, contact = event.address, event.billing_contact
    return Organization(
        organization_id=event.organization_id,
        version=event.version,
        name=event.name,
        billing_email=contact.email if contact else None,
        address_lines=list(address.lines) if address else [],
        postal_code=address.postal_code if address else None,
        city=address.city if address else None,
        country=address.country if address else None,
    )


ON_ORGANIZATIONS = in_sets(on_organizations_changed)
"""Both kinds of events, so that those of one organization stay in order."""
HANDLERS: Handlers = {
    OrganizationChanged: ON_ORGANIZATIONS,
    OrganizationMerged: ON_ORGANIZATIONS,
    InvoiceIssued: in_sets(on_invoices_issued),
    InvoiceCredited: in_sets(on_invoices_credited),
    SendingRequested: in_sets(on_sendings_requested),
}
