"""Events that qbo-sync consumes."""

from contracts.invoicing import InvoiceIssued
from contracts.timer import OrganizationChanged
from database import Session
from messaging import Handlers
from qbo_sync.commands import exports
from qbo_sync.domain.customer import Organization
from qbo_sync.domain.invoice import IssuedInvoice


async def on_organization_changed(session: Session, event: OrganizationChanged) -> None:
    """Remember the organization: it names the customer in QuickBooks."""
    address, contact = event.address, event.billing_contact
    organization = Organization(
        organization_id=event.organization_id,
        version=event.version,
        name=event.name,
        billing_email=contact.email if contact else None,
        address_lines=list(address.lines) if address else [],
        postal_code=address.postal_code if address else None,
        city=address.city if address else None,
        country=address.country if address else None,
    )
    await exports.record_organization(session, organization)


async def on_invoice_issued(session: Session, event: InvoiceIssued) -> None:
    """Export the invoice, now or when QuickBooks is connected."""
    await exports.record_invoice(session, IssuedInvoice.model_validate(event))


HANDLERS: Handlers = {
    OrganizationChanged: on_organization_changed,
    InvoiceIssued: on_invoice_issued,
}
