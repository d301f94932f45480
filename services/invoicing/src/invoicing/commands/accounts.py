"""Change the account's settings and customers: people write the billing settings, timer publishes the rest."""

from dataclasses import replace

import contracts
from contracts.timer import AccountSettingsChanged, OrganizationChanged, OrganizationMerged
from database import Session, lock_exclusive
from domain_errors import check_version
from invoicing import events
from invoicing.commands.billable_time import free_from_drafts
from invoicing.commands.coverage import join_lines
from invoicing.domain.account import Account, AccountSettings, BillingSettings
from invoicing.domain.appearance import Logo
from invoicing.domain.parties import Address, Contact, Customer, Party
from invoicing.store import accounts, merged_time
from invoicing.store.enclosed import insert_logo
from messaging import outbox


async def update_billing_settings(
    session: Session, new: BillingSettings, *, expected: int
) -> Account:
    """Replace the billing settings. Invoices that are issued already keep what they were issued with.
    Who sells is published when it changes.

    Raises `InvalidInputError` for settings that no account can follow.
    """
    new.check()
    await lock_exclusive(session, "billing settings")
    account = await accounts.load_account(session)
    check_version(expected, account.billing.version)
    billing = replace(new, logo=account.billing.logo, version=account.billing.version + 1)
    await accounts.save_billing_settings(session, billing)
    if billing.seller != account.billing.seller:
        await outbox.publish(session, events.seller_changed(session, billing))
    return replace(account, billing=billing)


async def change_logo(session: Session, logo: Logo | None, *, expected: int) -> Account:
    """Put another logo on what is issued from now on, or none."""
    await lock_exclusive(session, "billing settings")
    account = await accounts.load_account(session)
    check_version(expected, account.billing.version)
    if logo:
        await insert_logo(session, logo)
    version = account.billing.version + 1
    sha256 = logo.sha256 if logo else None
    billing = replace(account.billing, logo=sha256, version=version)
    await accounts.save_billing_settings(session, billing)
    return replace(account, billing=billing)


async def store_account_settings(session: Session, event: AccountSettingsChanged) -> bool:
    """The account chose its time zone, currency and language; the newest version holds. Whether its days are others now."""
    before = (await accounts.load_account(session)).settings
    chosen = AccountSettings(event.time_zone, event.currency, event.language)
    saved = await accounts.save_account_settings(session, chosen, version=event.version)
    return saved and before.time_zone != chosen.time_zone


async def store_customer(session: Session, event: OrganizationChanged | OrganizationMerged) -> None:
    """The buyer of future invoices, or the duplicate of one; the newest version holds.

    When that changes, the time that no issued invoice charges goes where it is to be billed from then on. Drafts lose it,
    but for what agreements cover, which stays with the lines of their charges.
    """
    customer = _customer(event)
    before = await accounts.merged_into(session, event.organization_id)
    places = {one for one in (event.organization_id, before, customer.merged_into) if one}
    if len(places) > 1:  # one that is nobody's duplicate and stays so needs no lock
        await accounts.lock_time(session, places)
    if not await accounts.save_customer(session, customer) or before == customer.merged_into:
        return
    drafted = await merged_time.drafted(session, event.organization_id, places)
    if drafted:
        await free_from_drafts(session, drafted, "customer-merged")
    await merged_time.move(session, event.organization_id, places)
    await join_lines(session, drafted)


def _customer(event: OrganizationChanged | OrganizationMerged) -> Customer:
    return Customer(
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
        code=event.code,
        merged_into=event.into_organization_id if isinstance(event, OrganizationMerged) else None,
    )


def _address(address: contracts.Address | None) -> Address | None:
    return Address(**dict(address)) if address else None


def _contact(contact: contracts.Contact | None) -> Contact | None:
    return Contact(**dict(contact)) if contact else None
