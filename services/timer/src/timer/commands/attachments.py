"""Files of tickets: added and deleted by agents."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from database import Session
from domain_errors import InvalidInputError
from timer.attachment import MAX_OF_TICKET, Attachment
from timer.store import attachments as store
from timer.store import tickets
from timer.store.attachments import StoredAttachment
from timer.ticket import TicketMergedError


async def add_attachments(
    session: Session, ticket_id: UUID, files: Sequence[Attachment], *, by: str, now: datetime
) -> list[StoredAttachment]:
    """Add files to a ticket that goes on by itself. Raises `AttachmentsFullError`; returns all that it has now."""
    ticket = await tickets.lock_one(session, ticket_id)
    if ticket.merged_into_id is not None:
        raise TicketMergedError("add files to the ticket that it was merged into")
    if await store.count(session, ticket_id) + len(files) > MAX_OF_TICKET:
        raise InvalidInputError("file", f"a ticket has at most {MAX_OF_TICKET} files")
    await store.add(session, ticket_id, files, added_by=by, at=now)
    return await store.of_ticket(session, ticket_id)


async def delete_attachment(session: Session, ticket_id: UUID, attachment_id: UUID) -> None:
    """Delete a file; a repeat is harmless."""
    await tickets.lock_one(session, ticket_id)
    await store.delete(session, ticket_id, attachment_id)
