"""Customers, people and work: created, changed by version, published."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy import update as update_rows

from database import Session, new_id
from domain_errors import check_version
from messaging import outbox
from timer import events
from timer.queries.master_data import Noun, get
from timer.store.tables.base import Versioned
from timer.store.tables.master_data import (
    Agent,
    AgentAddress,
    Contact,
    Organization,
    Project,
    ServiceType,
)

R = TypeVar("R", bound=Versioned)
Values = Mapping[str, Any]


async def create(session: Session, noun: Noun[R], values: Values) -> R:
    """Make one with a new id and publish it; `values` are those of its table, by name."""
    row = noun.table()
    _assign(row, {"id": new_id(), "version": 1, **values})
    session.add(row)
    await session.flush()
    await _follow_up(session, row)
    return row


async def update(
    session: Session, noun: Noun[R], row_id: UUID, values: Values, *, expected: int | None
) -> R:
    """Write a newer version and publish it; nothing happens when nothing is different."""
    row = await get(session, noun, row_id, lock=True)
    check_version(expected, row.version)
    _assign(row, values)
    if session.is_modified(row):
        row.version += 1
        await session.flush()
        await _follow_up(session, row)
    return row


def _assign(row: Versioned, values: Values) -> None:
    for name, value in values.items():
        setattr(row, name, value)


async def _follow_up(session: Session, row: Versioned) -> None:
    match row:
        case Organization():
            await _publish_organization(session, row)
        case Contact():
            await _update_organization_of(session, row)
        case Agent():
            await _claim_addresses(session, row)
            await outbox.publish(session, events.agent_changed(row))
        case Project():
            await outbox.publish(session, events.project_changed(row))
        case ServiceType():
            await outbox.publish(session, events.service_type_changed(row))


async def _publish_organization(
    session: Session, row: Organization, billing: Contact | None = None
) -> None:
    """The customer with the contact who gets the invoices; a new one has no contacts yet."""
    if billing is None and row.version > 1:
        statement = select(Contact).where(Contact.organization_id == row.id, Contact.billing)
        billing = await session.scalar(statement)
    await outbox.publish(session, events.organization_changed(row, billing))


async def _update_organization_of(session: Session, contact: Contact) -> None:
    """A contact is part of what is published of the customer."""
    statement = update_rows(Organization).where(Organization.id == contact.organization_id)
    changed = statement.values(version=Organization.version + 1).returning(Organization)
    organization = (
        await session.scalars(changed, execution_options={"populate_existing": True})
    ).one()
    await _publish_organization(session, organization, contact if contact.billing else None)


async def _claim_addresses(session: Session, agent: Agent) -> None:
    """The address and the aliases belong to one agent only."""
    if agent.version > 1:
        await session.execute(delete(AgentAddress).where(AgentAddress.agent_id == agent.id))
    emails = sorted(set(filter(None, (agent.email, *agent.aliases))))
    if emails:
        rows = [{"email": email, "agent_id": agent.id} for email in emails]
        await session.execute(insert(AgentAddress), rows)
