"""What a new or changed customer or contact brings: numbers written one way, domains claimed, words to be found by."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import inspect, select, update

from contracts import Event
from database import Session
from domain_errors import InvalidInputError
from timer import events
from timer.addresses import domain_on_the_wire
from timer.company_numbers import checks
from timer.customer_merging import OrganizationMergedError
from timer.mail_providers import PUBLIC_PROVIDER, is_public_provider
from timer.names import search_words
from timer.store import email_domains
from timer.store.arrays import any_of
from timer.store.customer_words import CONTACT_WORDS, ORGANIZATION_WORDS
from timer.store.tables.base import Versioned
from timer.store.tables.customers import Contact, Organization

_FOUND_BY = {
    Organization: {
        "name",
        "city",
        "email_domains",
        "vat_number",
        "registration_number",
        "gln",
        "code",
    },
    Contact: {"name", "email"},
}


def normalise(row: Versioned) -> None:
    """Write a customer's numbers and domains the one way.

    Raises `InvalidInputError`, and OrganizationMergedError for one that another stands for: it stays as it was.
    """
    if not isinstance(row, Organization):
        return
    if row.merged_into is not None:
        raise OrganizationMergedError
    for name, check in checks(row.country).items():
        text = (getattr(row, name) or "").strip()
        setattr(row, name, check(text) if text else None)
    if row.email_domains:
        row.email_domains = tuple(dict.fromkeys(row.email_domains))
        _must_be_its_own(row.email_domains)


def _must_be_its_own(domains: Sequence[str]) -> None:
    for domain in domains:
        if is_public_provider(domain):
            raise InvalidInputError("email_domains", f"{domain} is {PUBLIC_PROVIDER}")


def changed_names(row: Versioned) -> set[str]:
    """The attributes that differ from what is stored."""
    return {name for name, value in inspect(row).attrs.items() if value.history.has_changes()}


async def index(session: Session, rows: Sequence[Versioned], changed: set[str]) -> None:
    """Note by which words these are found, and whose domains are whose; `changed` are attributes that are new."""
    organizations = [row for row in rows if isinstance(row, Organization)]
    contacts = [row for row in rows if isinstance(row, Contact)]
    if "email_domains" in changed and any(
        row.email_domains or row.version > 1 for row in organizations
    ):
        domains = {
            row.id: [domain_on_the_wire(one) for one in row.email_domains] for row in organizations
        }
        await email_domains.save(session, domains)
    if organizations and changed & _FOUND_BY[Organization]:
        await ORGANIZATION_WORDS.save(session, {row.id: _words_of(row) for row in organizations})
    if contacts and changed & _FOUND_BY[Contact]:
        words = {row.id: search_words(row.name, row.email or "") for row in contacts}
        await CONTACT_WORDS.save(session, words)


def _words_of(row: Organization) -> Sequence[str]:
    numbers = filter(None, (row.vat_number, row.registration_number, row.gln, row.code))
    return search_words(row.name, row.city, *numbers, *row.email_domains)


async def news(session: Session, rows: Sequence[Versioned]) -> list[Event]:
    """What is published of these: a contact is part of what is published of the customer."""
    organizations = [row for row in rows if isinstance(row, Organization)]
    contacts = [row for row in rows if isinstance(row, Contact)]
    if contacts:
        owners = {row.organization_id for row in contacts}
        organizations += await _next_versions(session, owners)
    billing = {row.organization_id: row for row in contacts if row.billing}
    # a new customer has no contacts yet
    unknown = [row.id for row in organizations if row.version > 1 and row.id not in billing]
    if unknown:
        of_customers = select(Contact).where(
            Contact.organization_id == any_of(unknown), Contact.billing
        )
        billing |= {row.organization_id: row for row in await session.scalars(of_customers)}
    return [events.organization_changed(row, billing.get(row.id)) for row in organizations]


async def _next_versions(session: Session, owners: set[UUID]) -> list[Organization]:
    changed = (
        update(Organization)
        .where(Organization.id == any_of(owners))
        .values(version=Organization.version + 1)
        .returning(Organization)
    )
    found = await session.scalars(changed, execution_options={"populate_existing": True})
    return list(found)
