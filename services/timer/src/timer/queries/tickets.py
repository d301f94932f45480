"""Tickets with who asked: one, or those that a search finds."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import eq
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, union

from database import Session
from domain_errors import NotFoundError
from timer.names import LAST_LETTER, beginnings
from timer.queries.filters import conditions, of_organization
from timer.store.tables.agents import Agent
from timer.store.tables.customers import Contact, ContactWord, Organization
from timer.store.tables.tickets import TicketRow, TicketWord
from timer.ticket import Priority, Status


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """Which tickets, and in which order of their making; None for any value."""

    search: str | None = None
    status: Status | None = None
    priority: Priority | None = None
    assignee_id: UUID | None = None
    project_id: UUID | None = None
    requester_id: UUID | None = None
    organization_id: UUID | None = None
    merged_into_id: UUID | None = None
    closed: bool | None = None
    order: Literal["oldest", "newest"] = "oldest"

    def conditions(self) -> list[ColumnElement[bool]]:
        """The filter in SQL; a status finds no tickets that go on in another."""
        row = TicketRow
        found = conditions(
            (row.status, eq, self.status),
            (row.priority, eq, self.priority),
            (row.assignee_id, eq, self.assignee_id),
            (row.project_id, eq, self.project_id),
            (row.requester_id, eq, self.requester_id),
            (Contact.organization_id, of_organization, self.organization_id),
            (row.merged_into_id, eq, self.merged_into_id),
            (row.closed, eq, self.closed),
        )
        if self.status is not None:
            found.append(row.merged_into_id.is_(None))
        words = beginnings(self.search or "")
        return [*found, *(row.id.in_(_having(word)) for word in words)]


def _having(word: str) -> Any:
    """The ids of tickets with a word that begins so, in the subject, the number, or the name or address of who asked."""
    asked = select(ContactWord.contact_id).where(*_begins(ContactWord.word, word))
    return union(
        select(TicketWord.ticket_id).where(*_begins(TicketWord.word, word)),
        select(TicketRow.id).where(TicketRow.requester_id.in_(asked)),
    )


def _begins(column: Any, word: str) -> tuple[ColumnElement[bool], ...]:
    """By operators that an index may serve behind row-level security (`OrganizationWord`)."""
    return column.op("~>=~")(word), column.op("~<~")(word + LAST_LETTER)


def _shown(*columns: Any) -> Select[Any]:
    requester = (Contact.account_id == TicketRow.account_id) & (
        Contact.id == TicketRow.requester_id
    )
    assignee = (Agent.account_id == TicketRow.account_id) & (Agent.id == TicketRow.assignee_id)
    named = Contact.name.label("requester_name"), Agent.name.label("assignee_name")
    customer = (Organization.account_id == Contact.account_id) & (
        Organization.id == Contact.organization_id
    )
    stands = func.coalesce(Organization.merged_into, Organization.id).label("organization_id")
    found = select(*columns, *named, stands).join(Contact, requester).join(Organization, customer)
    return found.outerjoin(Agent, assignee)


_COLUMNS = [column for column in TicketRow.__table__.columns if column.name != "account_id"]
_LISTED = [column for column in _COLUMNS if column.name != "description"]


async def get_ticket(session: Session, ticket_id: UUID) -> Any:
    """One with the names of who asked and who takes care of it. Raises `NotFoundError`."""
    row = (await session.execute(_shown(*_COLUMNS).where(TicketRow.id == ticket_id))).first()
    if row is None:
        raise NotFoundError("ticket")
    return row


async def list_tickets(
    session: Session, wanted: TicketFilter, after: UUID | None, limit: int
) -> Sequence[Any]:
    """Up to `limit + 1`, without their descriptions, in the order of their ids or the other way."""
    newest = wanted.order == "newest"
    statement = _shown(*_LISTED).where(*wanted.conditions()).limit(limit + 1)
    statement = statement.order_by(TicketRow.id.desc() if newest else TicketRow.id)
    if after is not None:
        statement = statement.where(TicketRow.id < after if newest else TicketRow.id > after)
    found: Sequence[Any] = (await session.execute(statement)).all()
    return found
