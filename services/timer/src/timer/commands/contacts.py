"""Contacts of an organization, of whom at most one gets the invoices."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, update
from sqlalchemy.ext.asyncio import AsyncSession

from timer.commands import catalog
from timer.commands.catalog import Values
from timer.store.tables import contacts, organizations
from web import not_found


async def add(
    session: AsyncSession, account_id: UUID, organization_id: UUID, values: Values
) -> Row[Any]:
    """A new billing contact takes the place of the old one."""
    await catalog.get(session, organizations, organization_id, lock=True)
    await _make_way(session, organization_id, None, values)
    return await catalog.add(
        session, account_id, contacts, {**values, "organization_id": organization_id}
    )


async def get(session: AsyncSession, organization_id: UUID, contact_id: UUID) -> Row[Any]:
    """The contact, if it is one of this organization."""
    row = await catalog.get(session, contacts, contact_id)
    if row.organization_id != organization_id:
        raise not_found("contact")
    return row


async def change(
    session: AsyncSession,
    organization_id: UUID,
    contact_id: UUID,
    expected: int | None,
    values: Values,
) -> Row[Any]:
    await catalog.get(session, organizations, organization_id, lock=True)
    await get(session, organization_id, contact_id)
    await _make_way(session, organization_id, contact_id, values)
    return await catalog.change(session, contacts, contact_id, expected, values)


async def _make_way(
    session: AsyncSession, organization_id: UUID, contact_id: UUID | None, values: Values
) -> None:
    if not values["billing"]:
        return
    statement = update(contacts).where(contacts.c.organization_id == organization_id)
    await session.execute(
        statement.where(contacts.c.billing, contacts.c.id.is_distinct_from(contact_id)).values(
            billing=False, version=contacts.c.version + 1
        )
    )
