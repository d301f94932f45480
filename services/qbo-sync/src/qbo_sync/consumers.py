"""What qbo-sync hears."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.invoicing import InvoiceIssued
from contracts.timer import OrganizationChanged
from messaging import Handlers
from qbo_sync import locks, queueing
from qbo_sync.store import organization, qbo_invoice


async def on_organization_changed(session: AsyncSession, fact: OrganizationChanged) -> None:
    """Keep the newest version: it names the customer in QuickBooks."""
    address = fact.address
    row = {
        "version": fact.version,
        "name": fact.name,
        "vat_number": fact.vat_number,
        "billing_email": fact.billing_contact.email if fact.billing_contact else None,
        "address_lines": list(address.lines) if address else [],
        "postal_code": address.postal_code if address else None,
        "city": address.city if address else None,
        "country": address.country if address else None,
    }
    ids = {"account_id": fact.account_id, "organization_id": fact.organization_id}
    await session.execute(
        insert(organization)
        .values(**ids, **row)
        .on_conflict_do_update(
            index_elements=list(ids),
            set_=row,
            where=organization.c.version < fact.version,
        )
    )


async def on_invoice_issued(session: AsyncSession, fact: InvoiceIssued) -> None:
    """Note the invoice, and have it copied now or when QuickBooks is connected."""
    await locks.not_connecting(session, fact.account_id)
    connected = await queueing.is_connected(session)
    row = {
        "account_id": fact.account_id,
        "invoice_id": fact.invoice_id,
        "number": fact.number,
        "organization_id": fact.organization_id,
        "currency": fact.currency,
        "total": fact.total,
        "issued": fact.model_dump(mode="json"),
        "state": "queued" if connected else "waiting_for_connection",
        "generation": 1,
    }
    noted = await session.execute(
        insert(qbo_invoice)
        .values(**row)
        .on_conflict_do_nothing()
        .returning(qbo_invoice.c.invoice_id)
    )
    if noted.first() and connected:
        await queueing.have_copied(session, fact.invoice_id)


HANDLERS: Handlers = {
    OrganizationChanged: on_organization_changed,
    InvoiceIssued: on_invoice_issued,
}
