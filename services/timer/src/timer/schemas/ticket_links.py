"""Links of tickets to other work."""

from uuid import UUID

import web
from timer.ticket_link import LinkKind


class TicketLinkRequest(web.RequestModel):
    """A link from a ticket, to another ticket or to a task."""

    kind: LinkKind
    """How the ticket stands to the other: it is `related` to it, `blocks` it, is `blocked_by` it, …"""
    ticket_id: UUID | None = None
    """The other ticket; not itself."""
    task_id: UUID | None = None
    """The task, in place of a ticket."""


class TicketLinkResponse(web.ResponseModel):
    """A link as it reads from the ticket that was asked for."""

    id: UUID
    """Its id, a UUIDv7."""
    kind: LinkKind
    """How the ticket stands to the other."""
    ticket_id: UUID | None
    """The other ticket; null when it is a task."""
    task_id: UUID | None
    """The task; null when it is a ticket."""
    number: int | None
    """The other ticket's number; tasks have none."""
    name: str
    """The other's subject or name."""
    closed: bool
    """Whether the other takes no new time."""


class TicketLinksResponse(web.ResponseModel):
    """The links of a ticket."""

    items: list[TicketLinkResponse]
    """Oldest first."""
