"""Customers, people and work: things that are added, changed by version, and said."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Table, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from contracts import Event
from database import new_id
from messaging import outbox
from timer import announcements
from timer.names import folded
from timer.store import rows
from timer.store.tables import (
    agent_addresses,
    agents,
    contacts,
    organizations,
    projects,
    service_types,
)
from web import check_version, not_found

Values = Mapping[str, Any]
_NOUNS = {
    "organizations": "organization",
    "service_types": "service type",
}


async def add(session: AsyncSession, account_id: UUID, table: Table, values: Values) -> Row[Any]:
    """Make one with a new id and say so."""
    identity = {"account_id": account_id, "id": new_id()}
    row = await rows.add(session, table, {**identity, **_with_folded_name(table, values)})
    await _follow_up(session, table, row)
    return row


async def change(
    session: AsyncSession, table: Table, row_id: UUID, expected: int | None, values: Values
) -> Row[Any]:
    """Write a newer version and say so; nothing happens when nothing is different."""
    row = await get(session, table, row_id, lock=True)
    check_version(expected, row.version)
    values = _with_folded_name(table, values)
    if all(getattr(row, name) == value for name, value in values.items()):
        return row
    changed = await rows.change(session, table, row, values)
    await _follow_up(session, table, changed)
    return changed


async def get(session: AsyncSession, table: Table, row_id: UUID, *, lock: bool = False) -> Row[Any]:
    """The row, or a 404 that names what it would have been."""
    row = await rows.find(session, table, row_id, lock=lock)
    if row is None:
        raise not_found(_NOUNS.get(table.name, table.name.removesuffix("s")))
    return row


async def say_organization(session: AsyncSession, row: Row[Any]) -> Event:
    """The customer with the contact who gets the invoices."""
    billing = select(contacts).where(contacts.c.organization_id == row.id, contacts.c.billing)
    return announcements.organization_changed(row, (await session.execute(billing)).one_or_none())


def _with_folded_name(table: Table, values: Values) -> Values:
    return {**values, "folded_name": folded(values["name"])} if "folded_name" in table.c else values


async def _follow_up(session: AsyncSession, table: Table, row: Row[Any]) -> None:
    if follow_up := _FOLLOW_UPS.get(table.name):
        await follow_up(session, row)


async def _organization(session: AsyncSession, row: Row[Any]) -> None:
    await outbox.publish(session, await say_organization(session, row))


async def _contact(session: AsyncSession, row: Row[Any]) -> None:
    """A contact is part of what is said of the customer."""
    organization = await get(session, organizations, row.organization_id, lock=True)
    await _organization(session, await rows.change(session, organizations, organization, {}))


async def _agent(session: AsyncSession, row: Row[Any]) -> None:
    """The address and the aliases belong to one agent only."""
    await session.execute(delete(agent_addresses).where(agent_addresses.c.agent_id == row.id))
    emails = {row.email, *row.aliases} - {None}
    values = [
        {"account_id": row.account_id, "email": email, "agent_id": row.id}
        for email in sorted(emails)
    ]
    if values:
        await session.execute(insert(agent_addresses), values)
    await outbox.publish(session, announcements.agent_changed(row))


async def _project(session: AsyncSession, row: Row[Any]) -> None:
    await outbox.publish(session, announcements.project_changed(row))


async def _service_type(session: AsyncSession, row: Row[Any]) -> None:
    await outbox.publish(session, announcements.service_type_changed(row))


_FOLLOW_UPS: Mapping[str, Callable[[AsyncSession, Row[Any]], Awaitable[None]]] = {
    organizations.name: _organization,
    contacts.name: _contact,
    agents.name: _agent,
    projects.name: _project,
    service_types.name: _service_type,
}
