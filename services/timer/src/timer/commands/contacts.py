"""Contacts of an organization, of whom at most one gets the invoices."""

from uuid import UUID

from sqlalchemy import update

from database import Session
from domain_errors import NotFoundError
from timer.commands import master_data
from timer.commands.master_data import Values
from timer.queries.master_data import CONTACTS, ORGANIZATIONS, get
from timer.store.tables.customers import Contact


async def create_contact(session: Session, organization_id: UUID, values: Values) -> Contact:
    """A new billing contact takes the place of the old one."""
    await get(session, ORGANIZATIONS, organization_id, lock=True)
    if values["billing"]:
        await _clear_billing(session, organization_id, None)
    values = {**values, "organization_id": organization_id}
    return await master_data.create(session, CONTACTS, values)


async def get_contact(session: Session, organization_id: UUID, contact_id: UUID) -> Contact:
    """The contact, if it is one of this organization. Raises `NotFoundError`."""
    contact = await get(session, CONTACTS, contact_id)
    if contact.organization_id != organization_id:
        raise NotFoundError(CONTACTS.name)
    return contact


async def update_contact(
    session: Session,
    organization_id: UUID,
    contact_id: UUID,
    values: Values,
    *,
    expected: int | None,
) -> Contact:
    """Change a contact; when it becomes the billing contact, the old one no longer is."""
    await get(session, ORGANIZATIONS, organization_id, lock=True)
    await get_contact(session, organization_id, contact_id)
    if values.get("billing"):
        await _clear_billing(session, organization_id, contact_id)
    return await master_data.update(session, CONTACTS, contact_id, values, expected=expected)


async def _clear_billing(session: Session, organization_id: UUID, keep: UUID | None) -> None:
    others = Contact.id.is_distinct_from(keep)
    statement = update(Contact).where(
        Contact.organization_id == organization_id, Contact.billing, others
    )
    await session.execute(statement.values(billing=False, version=Contact.version + 1))
