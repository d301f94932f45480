"""Links of tickets."""

from collections.abc import Sequence
from uuid import UUID

from database import Session
from timer.queries.tickets import get_ticket
from timer.store import ticket_links as store
from timer.ticket_link import ShownLink


async def list_links(session: Session, ticket_id: UUID) -> Sequence[ShownLink]:
    """The links of a ticket as they read from it, oldest first. Raises `NotFoundError`."""
    await get_ticket(session, ticket_id)
    return await store.of_ticket(session, ticket_id)
