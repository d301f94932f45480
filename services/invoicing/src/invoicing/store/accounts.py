"""Billing settings of accounts, and their customers."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.timer import OrganizationChanged
from invoicing.account import Account
from invoicing.customer import Customer
from invoicing.numbering import NumberFormat
from invoicing.parties import Party
from invoicing.store import parties
from invoicing.store.tables import account_settings, organization
from invoicing.tax import Tax


async def load_account(session: AsyncSession, *, lock: bool = False) -> Account:
    """Read the settings; those of an account that has none yet are the defaults."""
    query = select(account_settings)
    row = (await session.execute(query.with_for_update() if lock else query)).first()
    if row is None:
        return Account()
    return Account(
        version=row.version,
        seller=parties.party(row.seller),
        payment_instructions=row.payment_instructions,
        currency=row.currency,
        time_zone=row.time_zone,
        terms=parties.terms(row.terms),
        number_format=NumberFormat(row.number_format),
        tax=Tax(row.tax_category, row.tax_rate),
        language=row.language,
    )


async def save_account(session: AsyncSession, account_id: UUID, account: Account) -> None:
    """Write the settings."""
    values = {
        "version": account.version,
        "seller": parties.party_json(account.seller),
        "payment_instructions": account.payment_instructions,
        "currency": account.currency,
        "time_zone": account.time_zone,
        "terms": parties.terms_json(account.terms),
        "number_format": account.number_format.text,
        "tax_category": account.tax.category,
        "tax_rate": account.tax.rate,
        "language": account.language,
    }
    statement = insert(account_settings).values(account_id=account_id, **values)
    await session.execute(
        statement.on_conflict_do_update(index_elements=["account_id"], set_=values)
    )


async def load_customer(session: AsyncSession, organization_id: UUID) -> Customer | None:
    """Read a customer."""
    query = select(organization).where(organization.c.organization_id == organization_id)
    row = (await session.execute(query)).first()
    return None if row is None else _customer(row)


async def load_customers(
    session: AsyncSession, organization_ids: Collection[UUID]
) -> dict[UUID, Customer]:
    """Read several customers."""
    query = select(organization).where(organization.c.organization_id.in_(organization_ids))
    return {row.organization_id: _customer(row) for row in await session.execute(query)}


def _customer(row: Row[Any]) -> Customer:
    return Customer(
        organization_id=row.organization_id,
        party=Party(row.name, parties.address(row.address), row.vat_number),
        billing_contact=parties.contact(row.billing_contact),
        language=row.language,
        currency=row.currency,
    )


async def save_customer(session: AsyncSession, fact: OrganizationChanged) -> None:
    """Keep the newest version of a customer."""
    values = {
        **fact.model_dump(include={"version", "name", "vat_number", "language", "currency"}),
        "address": fact.address and fact.address.model_dump(mode="json"),
        "billing_contact": fact.billing_contact and fact.billing_contact.model_dump(),
    }
    statement = insert(organization).values(
        account_id=fact.account_id, organization_id=fact.organization_id, **values
    )
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["account_id", "organization_id"],
            set_=values,
            where=organization.c.version < fact.version,
        )
    )
