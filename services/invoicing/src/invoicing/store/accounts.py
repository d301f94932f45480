"""Settings of accounts, and their customers."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Select, literal, literal_column, select, text, true
from sqlalchemy.dialects.postgresql import insert

from contracts.timer import DEFAULT_ACCOUNT_SETTINGS
from database import Session
from invoicing.domain.account import Account, AccountSettings, BillingSettings
from invoicing.domain.attributes import build
from invoicing.domain.numbering import NumberFormat
from invoicing.domain.parties import Customer, Party
from invoicing.store.mapping import load_all, to_values
from invoicing.store.organization_locks import lock_alone
from invoicing.store.tables.accounts import AccountSettingsRow, BillingSettingsRow, OrganizationRow

_LOCK = lock_alone("organizations.organization_id")
_LOCK_TIME = text(f"SELECT {lock_alone('CAST(:organization_id AS uuid)')}")
_ONE = select(literal(1)).subquery()


async def load_account(session: Session) -> Account:
    """The settings; defaults where nothing was set yet."""
    query = select(BillingSettingsRow, AccountSettingsRow).select_from(_ONE)
    joined = query.outerjoin(BillingSettingsRow, true()).outerjoin(AccountSettingsRow, true())
    billing, settings = (await session.execute(joined)).one()
    return account_of(billing, settings)


async def lock_customer(session: Session, organization_id: UUID) -> tuple[Account, Customer] | None:
    """The settings with a customer, None when there is no such customer; locks the customer's billable time."""
    query: Select[OrganizationRow, BillingSettingsRow, AccountSettingsRow, Any] = select(
        OrganizationRow, BillingSettingsRow, AccountSettingsRow, literal_column(_LOCK)
    ).select_from(OrganizationRow)
    joined = query.outerjoin(BillingSettingsRow, true()).outerjoin(AccountSettingsRow, true())
    here = joined.where(OrganizationRow.organization_id == organization_id)
    row = (await session.execute(here)).first()
    return None if row is None else (account_of(row[1], row[2]), customer_of(row[0]))


async def save_account_settings(
    session: Session, settings: AccountSettings, *, version: int
) -> None:
    """Write what the account chose in timer, unless a newer version is there."""
    values = to_values(AccountSettingsRow, settings, version=version)
    await _save_newest(session, AccountSettingsRow, values)


async def save_billing_settings(session: Session, billing: BillingSettings) -> None:
    """Write the billing settings."""
    values = to_values(BillingSettingsRow, billing, number_format=billing.number_format.text)
    statement = insert(BillingSettingsRow).values(values)
    await session.execute(
        statement.on_conflict_do_update(index_elements=["account_id"], set_=values)
    )


async def load_customers(
    session: Session, organization_ids: Collection[UUID]
) -> dict[UUID, Customer]:
    """Several customers, by id."""
    query = select(OrganizationRow).where(OrganizationRow.organization_id.in_(organization_ids))
    return {row.organization_id: customer_of(row) for row in await load_all(session, query)}


async def lock_merged(session: Session, customer: Customer) -> UUID | None:
    """Lock the billable time of a customer who is or becomes another's duplicate, and of that other.

    Returns whose duplicate it was so far; one that is nobody's and stays so is not locked.
    """
    query = select(OrganizationRow.merged_into).where(
        OrganizationRow.organization_id == customer.organization_id
    )
    before = await session.scalar(query)
    places = {customer.organization_id, before, customer.merged_into} - {None}
    if len(places) > 1:
        for one in sorted(filter(None, places)):
            await session.execute(_LOCK_TIME, {"organization_id": one})
    return before


async def save_customer(session: Session, customer: Customer) -> bool:
    """Write a customer, unless a newer version is there; whether it was written."""
    values = to_values(OrganizationRow, customer, customer.party)
    return await _save_newest(session, OrganizationRow, values)


async def _save_newest(
    session: Session, row: type[AccountSettingsRow | OrganizationRow], values: dict[str, Any]
) -> bool:
    """Insert a row, or overwrite it when it holds an older version; whether one of both."""
    statement = insert(row).values(values)
    written = await session.execute(
        statement.on_conflict_do_update(
            index_elements=list(row.__table__.primary_key),
            set_=values,
            where=row.version < values["version"],
        ).returning(row.version)
    )
    return written.first() is not None


def account_of(billing: BillingSettingsRow | None, settings: AccountSettingsRow | None) -> Account:
    """The settings of rows that may be missing."""
    return Account(
        BillingSettings()
        if billing is None
        else build(BillingSettings, billing, number_format=NumberFormat(billing.number_format)),
        build(AccountSettings, settings or DEFAULT_ACCOUNT_SETTINGS),
    )


def customer_of(row: OrganizationRow) -> Customer:
    """The customer of a row."""
    return build(Customer, row, party=build(Party, row))
