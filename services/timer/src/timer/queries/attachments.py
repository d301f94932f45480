"""Files of tickets."""

from collections.abc import Sequence
from uuid import UUID

from database import Session
from timer.attachment import Attachment
from timer.queries.tickets import get_ticket
from timer.store import attachments as store
from timer.store.attachments import StoredAttachment


async def list_attachments(session: Session, ticket_id: UUID) -> Sequence[StoredAttachment]:
    """The files of a ticket, oldest first. Raises `NotFoundError` without the ticket."""
    await get_ticket(session, ticket_id)
    return await store.of_ticket(session, ticket_id)


async def read_attachment(session: Session, ticket_id: UUID, attachment_id: UUID) -> Attachment:
    """A file with its content. Raises `NotFoundError`."""
    return await store.read(session, ticket_id, attachment_id)
