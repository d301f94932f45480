"""Settings of accounts, and their customers."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Label, bindparam, literal_column, select, text, true
from sqlalchemy.dialects.postgresql import insert

from contracts.timer import DEFAULT_ACCOUNT_SETTINGS
from database import Session
from invoicing.domain.account import Account, AccountSettings, BillingSettings
from invoicing.domain.attributes import build
from invoicing.domain.customer_billing import CustomerBilling
from invoicing.domain.parties import Customer, Party
from invoicing.domain.tax_codes import DatedRate, TaxCode
from invoicing.store.mapping import json_object, prepared, to_values
from invoicing.store.merged_time import NAMES
from invoicing.store.organization_locks import lock_alone
from invoicing.store.tables.accounts import AccountSettingsRow, BillingSettingsRow, OrganizationRow

_LOCK = lock_alone("organizations.organization_id")
_LOCK_TIME = text(f"SELECT {lock_alone('CAST(:organization_id AS uuid)')}")
_CHARGES = f"""
    SELECT FROM agreement_charges c WHERE c.organization_id = {NAMES}
"""
_EXPENSES = f"""
    SELECT FROM expenses e WHERE e.organization_id = {NAMES} AND e.decision = 'approved' AND e.billable AND NOT e.claimed
"""
_TAX = (
    "json_build_object('category', billing_settings.tax_category, 'rate', billing_settings.tax_rate::text,"
    " 'code', billing_settings.tax_code)"
)
_BILLING = json_object(
    *(BillingSettings, "billing_settings"),
    number_format="json_build_object('text', billing_settings.number_format)",
    credit_note_number_format="json_build_object('text', billing_settings.credit_note_number_format)",
    quote_number_format="json_build_object('text', billing_settings.quote_number_format)",
    tax=_TAX,
    credit_on_issue="coalesce((SELECT p.credit_on_issue FROM payment_settings p), false)",
)
_CUSTOMER_BILLING = f"""coalesce((
    SELECT {json_object(CustomerBilling, "b")} FROM customer_billing b
    WHERE b.organization_id = organizations.organization_id), '{{}}')"""
_CUSTOMER = json_object(
    *(Customer, "organizations"),
    party=json_object(Party, "organizations"),
    billing=_CUSTOMER_BILLING,
)

_RATES = f"""(
    SELECT json_agg({json_object(DatedRate, "tax_rates", rate="tax_rates.rate::text")} ORDER BY tax_rates.valid_from)
    FROM tax_rates WHERE tax_rates.code = tax_codes.code)"""
_TAX_CODES = (
    f"(SELECT json_agg({json_object(TaxCode, 'tax_codes', rates=_RATES)})::text FROM tax_codes)"
)

CUSTOMER: Label[str] = literal_column(f"{_CUSTOMER}::text").label("customer")
"""A customer's row as JSON, which `customer_of` reads."""
ACCOUNT: tuple[Label[str | None], ...] = (
    literal_column(f"CASE WHEN billing_settings.version > 0 THEN {_BILLING}::text END").label(
        "billing"
    ),
    literal_column(
        "CASE WHEN account_settings.version > 0"
        f" THEN {json_object(AccountSettings, 'account_settings')}::text END"
    ).label("settings"),
    literal_column(_TAX_CODES).label("tax_codes"),
)
"""The account's rows as JSON, which `account_of` reads; to be joined from outside, since one may be missing."""
_ACCOUNT = prepared(
    select(*ACCOUNT)
    .select_from(select(literal_column("1")).subquery())
    .outerjoin(BillingSettingsRow, true())
    .outerjoin(AccountSettingsRow, true())
)
_CUSTOMERS = (
    select(CUSTOMER, *ACCOUNT)
    .select_from(OrganizationRow)
    .outerjoin(BillingSettingsRow, true())
    .outerjoin(AccountSettingsRow, true())
    .where(OrganizationRow.organization_id == bindparam("organization_id"))
)
_ONE_CUSTOMER = prepared(_CUSTOMERS)
_LOCK_CUSTOMER = prepared(
    _CUSTOMERS.add_columns(
        literal_column(f"EXISTS ({_CHARGES})").label("has_agreements"),
        literal_column(f"EXISTS ({_EXPENSES})").label("has_expenses"),
        literal_column(_LOCK).label("locked"),
    )
)
_AS_CUSTOMER = TypeAdapter(Customer)
_AS_BILLING = TypeAdapter(BillingSettings)
_AS_SETTINGS = TypeAdapter(AccountSettings)
_AS_TAX_CODES = TypeAdapter(tuple[TaxCode, ...])
_DEFAULT_SETTINGS = build(AccountSettings, DEFAULT_ACCOUNT_SETTINGS)


@dataclass(frozen=True)
class LockedCustomer:
    """The account and a customer of it, whose billable time is locked; whether an agreement ever charged something,
    and whether expenses are ready."""

    account: Account
    customer: Customer
    has_agreements: bool
    has_expenses: bool


async def load_account(session: Session) -> Account:
    """The settings; defaults where nothing was set yet."""
    return account_of(await _ACCOUNT.one(session))


async def lock_customer(session: Session, organization_id: UUID) -> LockedCustomer | None:
    """The settings with a customer, None when there is no such customer; locks the customer's billable time."""
    row = await _LOCK_CUSTOMER.first(session, {"organization_id": organization_id})
    if row is None:
        return None
    return LockedCustomer(
        account_of(row), customer_of(row), row["has_agreements"], row["has_expenses"]
    )


async def load_customer(session: Session, organization_id: UUID) -> tuple[Account, Customer] | None:
    """The settings with a customer, None when there is no such customer; nothing is locked."""
    row = await _ONE_CUSTOMER.first(session, {"organization_id": organization_id})
    return None if row is None else (account_of(row), customer_of(row))


async def save_account_settings(
    session: Session, settings: AccountSettings, *, version: int
) -> bool:
    """Write what the account chose in timer, unless a newer version is there; whether it was written."""
    values = to_values(AccountSettingsRow, settings, version=version)
    return await _save_newest(session, AccountSettingsRow, values)


async def save_billing_settings(session: Session, billing: BillingSettings) -> None:
    """Write the billing settings."""
    values = to_values(
        BillingSettingsRow,
        billing,
        number_format=billing.number_format.text,
        credit_note_number_format=billing.credit_note_number_format.text,
        quote_number_format=billing.quote_number_format.text,
    )
    statement = insert(BillingSettingsRow).values(values)
    await session.execute(
        statement.on_conflict_do_update(index_elements=["account_id"], set_=values)
    )


async def load_customers(
    session: Session, organization_ids: Collection[UUID]
) -> dict[UUID, Customer]:
    """Several customers, by id."""
    query = select(CUSTOMER).where(OrganizationRow.organization_id.in_(organization_ids))
    found = [customer_of(row) for row in await session.execute(query)]
    return {customer.organization_id: customer for customer in found}


async def merged_into(session: Session, organization_id: UUID) -> UUID | None:
    """The customer whose duplicate this one is so far, None when it is nobody's."""
    query = select(OrganizationRow.merged_into)
    return await session.scalar(query.where(OrganizationRow.organization_id == organization_id))


async def lock_time(session: Session, organization_ids: Collection[UUID]) -> None:
    """Lock the billable time of these customers."""
    for one in sorted(organization_ids):
        await session.execute(_LOCK_TIME, {"organization_id": one})


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


def account_of(row: Any) -> Account:
    """The settings of a row with `ACCOUNT`; defaults where nothing was set yet."""
    return Account(
        _AS_BILLING.validate_json(row.billing) if row.billing else BillingSettings(),
        _AS_SETTINGS.validate_json(row.settings) if row.settings else _DEFAULT_SETTINGS,
        _AS_TAX_CODES.validate_json(row.tax_codes) if row.tax_codes else (),
    )


def customer_of(row: Any) -> Customer:
    """The customer of a row with `CUSTOMER`."""
    return _AS_CUSTOMER.validate_json(row.customer)
