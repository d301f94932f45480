"""Links of tickets to other work."""

from collections.abc import Sequence
from uuid import UUID

from database import Session
from domain_errors import InvalidInputError, NotFoundError
from timer.store import ticket_links as store
from timer.ticket_link import ShownLink, TicketLink


async def create_link(session: Session, link: TicketLink) -> Sequence[ShownLink]:
    """Link a ticket to another or to a task; returns all its links. Raises `NotFoundError`, `InvalidInputError`."""
    normal = link.normal()
    match await store.missing_end(session, link):
        case "ticket_id":
            raise NotFoundError("ticket")
        case "other_ticket_id":
            raise InvalidInputError("ticket_id", "there is no such ticket")
        case "task_id":
            raise InvalidInputError("task_id", "there is no such task")
    await store.add(session, normal)
    return await store.of_ticket(session, link.ticket_id)


async def delete_link(session: Session, ticket_id: UUID, link_id: UUID) -> None:
    """Delete a link of a ticket, from whichever end; a repeat is harmless."""
    await store.delete(session, ticket_id, link_id)
