"""What an import of customers reads of the account: the customers and contacts whom the file may mean."""

from sqlalchemy import Text, or_, select

from database import Session
from database.mapping import as_dataclass
from timer.customer_import.known import COMPARED, Known, KnownContact, KnownCustomer, Wanted
from timer.store.arrays import any_of
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
        domain.domain == any_of(wanted.domains, Text())
    )
    domains = {row.domain: row.organization_id for row in await session.execute(of_domain)}
    of_email = select(contact.organization_id).where(contact.email == any_of(wanted.emails, Text()))
    owners = {*domains.values(), *await session.scalars(of_email)}
    organizations = await session.scalars(
        select(Organization)
        .where(
            or_(
                Organization.folded_name == any_of(wanted.names, Text()),
                Organization.vat_number == any_of(wanted.vat_numbers, Text()),
                Organization.registration_number == any_of(wanted.registration_numbers, Text()),
                Organization.id == any_of(owners),
            )
        )
        .order_by(Organization.id)
    )
    customers = [_customer(row) for row in organizations]
    people = (
        select(*_CONTACT)
        .where(contact.organization_id == any_of([one.id for one in customers]))
        .order_by(contact.id)
    )
    contacts = [as_dataclass(KnownContact, row) for row in await session.execute(people)]
    return Known(customers, contacts, domains)


def _customer(row: Organization) -> KnownCustomer:
    values = {name: getattr(row, name) for name in COMPARED}
    return KnownCustomer(row.id, row.name, values, row.email_domains)
