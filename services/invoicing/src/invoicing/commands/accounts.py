"""Change the account's settings and customers: people write the billing settings, timer publishes the rest."""

from dataclasses import replace

import contracts
from contracts.timer import AccountSettingsChanged, OrganizationChanged
from database import Session, lock_exclusive
from domain_errors import check_version
from invoicing.domain.account import Account, AccountSettings, BillingSettings
from invoicing.domain.parties import Address, Contact, Customer, Party
from invoicing.store import accounts


async def update_billing_settings(
    session: Session, new: BillingSettings, *, expected: int
) -> Account:
    """Replace the billing settings. Invoices that are issued already keep what they were issued with.

    Raises `InvalidInputError` for settings that no account can follow.
    """
    new.check()
    await lock_exclusive(session, "billing settings")
    account = await accounts.load_account(session)
    check_version(expected, account.billing.version)
    billing = replace(new, version=account.billing.version + 1)
    await accounts.save_billing_settings(session, billing)
    return replace(account, billing=billing)


async def store_account_settings(session: Session, event: AccountSettingsChanged) -> None:
    """The account chose its time zone, currency and language; the newest version holds."""
    chosen = AccountSettings(event.time_zone, event.currency, event.language)
    await accounts.save_account_settings(session, chosen, version=event.version)


async def store_customer(session: Session, event: OrganizationChanged) -> None:
    """The buyer of future invoices; the newest version holds."""
    customer = Customer(
        organization_id=event.organization_id,
        party=Party(
            event.name,
            _address(event.address),
            event.vat_number,
            event.registration_number,
            event.gln,
        ),
        billing_contact=_contact(event.billing_contact),
        language=event.language,
        currency=event.currency,
        version=event.version,
    )
    await accounts.save_customer(session, customer)


def _address(address: contracts.Address | None) -> Address | None:
    return Address(**dict(address)) if address else None


def _contact(contact: contracts.Contact | None) -> Contact | None:
    return Contact(**dict(contact)) if contact else None
