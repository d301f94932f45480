"""What an import of customers reads of the account: the customers and contacts whom the file may mean."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Text, Uuid, any_, bindparam, or_, select
from sqlalchemy.types import TypeEngine

from database import Session
from database.mapping import as_dataclass
from timer.customer_import.known import COMPARED, Known, KnownContact, KnownCustomer, Wanted
from timer.store.tables.customers import Contact, Organization, OrganizationDomain

_CONTACT = (
    Contact.id,
    Contact.organization_id,
    Contact.name,
    Contact.email,
    Contact.phone,
    Contact.billing,
)


async def load_known(session: Session, wanted: Wanted) -> Known:
    """The customers with these names, numbers, domains or people, and all people of theirs."""
    domain, contact = OrganizationDomain, Contact
    of_domain = select(domain.domain, domain.organization_id).where(
        domain.domain == _any(wanted.domains, Text())
    )
    domains = {row.domain: row.organization_id for row in await session.execute(of_domain)}
    of_email = select(contact.organization_id).where(contact.email == _any(wanted.emails, Text()))
    owners = {*domains.values(), *await session.scalars(of_email)}
    organizations = await session.scalars(
        select(Organization)
        .where(
            or_(
                Organization.folded_name == _any(wanted.names, Text()),
                Organization.vat_number == _any(wanted.vat_numbers, Text()),
                Organization.registration_number == _any(wanted.registration_numbers, Text()),
                Organization.id == _any(owners, Uuid()),
            )
        )
        .order_by(Organization.id)
    )
    customers = [_customer(row) for row in organizations]
    people = (
        select(*_CONTACT)
        .where(contact.organization_id == _any([one.id for one in customers], Uuid()))
        .order_by(contact.id)
    )
    contacts = [as_dataclass(KnownContact, row) for row in await session.execute(people)]
    return Known(customers, contacts, domains)


def _customer(row: Organization) -> KnownCustomer:
    values = {name: getattr(row, name) for name in COMPARED}
    return KnownCustomer(row.id, row.name, values, row.email_domains)


def _any(values: Iterable[object], kind: TypeEngine[Any]) -> ColumnElement[Any]:
    """One array parameter, however many values: a list of parameters ends at 32,767."""
    return any_(bindparam(None, list(values), type_=ARRAY(kind), unique=True))
