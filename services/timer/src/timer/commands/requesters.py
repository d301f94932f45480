"""Who asks for something by e-mail: found again, or made, with the customer whom their address tells of."""

from sqlalchemy import select

from database import Session, lock_exclusive
from timer.addresses import checked, domain_of
from timer.commands import master_data
from timer.mail_providers import is_public_provider
from timer.names import folded
from timer.queries.master_data import CONTACTS, ORGANIZATIONS
from timer.store import email_domains
from timer.store.tables.customers import Contact, Organization

_NAME_LENGTH = 255


async def find_or_create_requester(session: Session, name: str, email: str) -> Contact:
    """The contact with this address, whatever its case; else a new one.

    A new contact belongs to the organization that has the address's domain. Where none has, there is a new one too: a
    business with that domain, or a private person when everybody can have an address there. Requests that come at once
    make one contact and one organization. Raises ValueError for what is no address.
    """
    email = checked(email.strip()).lower()
    name = " ".join(name.split())[:_NAME_LENGTH] or email
    if known := await _contact_with(session, email):
        return known
    await lock_exclusive(session, "new requesters")
    if known := await _contact_with(session, email):
        return known
    organization_id = await email_domains.owner(session, domain_of(email))
    if organization_id is None:
        organization_id = (await _new_organization(session, name, email)).id
    values = {"name": name, "email": email, "organization_id": organization_id}
    return await master_data.create(session, CONTACTS, values)


async def _contact_with(session: Session, email: str) -> Contact | None:
    """Several may have one address: the one of a customer that takes time, and known for longest."""
    found = (
        select(Contact)
        .join(Organization, Organization.id == Contact.organization_id)
        .where(Contact.email == email)
        .order_by(Organization.archived, Contact.id)
        .limit(1)
    )
    return await session.scalar(found)


async def _new_organization(session: Session, name: str, email: str) -> Organization:
    domain = domain_of(email)
    written = email.rpartition("@")[2]
    values = (
        {"name": await _free_name(session, name, email), "kind": "private"}
        if is_public_provider(domain)
        else {"name": await _free_name(session, written, email), "email_domains": (written,)}
    )
    return await master_data.create(session, ORGANIZATIONS, values)


async def _free_name(session: Session, wanted: str, email: str) -> str:
    """What no other organization is called: the name, else the name with the address."""
    names = (wanted, f"{wanted[: _NAME_LENGTH - len(email) - 3]} ({email})")
    taken = select(Organization.folded_name).where(
        Organization.folded_name.in_([folded(one) for one in names])
    )
    found = set(await session.scalars(taken))
    return next((one for one in names if folded(one) not in found), f"{email} ({len(found)})")
