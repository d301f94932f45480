"""What customers asked for outside of projects."""

from uuid import UUID

import web
from timer.schemas.fields import (
    Complete,
    Name,
    Partial,
    VersionedResponse,
)


class TicketRequest(web.RequestModel):
    """Something that a person at a customer asked for, outside of projects."""

    name: Name
    """What was asked for."""
    requester_id: UUID
    """The contact who asked; time on the ticket is for their organization."""
    service_type_id: UUID | None = None
    """The kind of work that time on it is; null when it has none."""
    closed: bool = False
    """A closed ticket takes no new time."""


class TicketReplacement(TicketRequest, Complete):
    """All fields, also those that stay as they are."""


class TicketPatch(TicketRequest, Partial):
    """The fields that change."""


class TicketResponse(VersionedResponse):
    """Something that was asked for, as stored."""

    name: str
    """What was asked for."""
    requester_id: UUID
    """The contact who asked."""
    service_type_id: UUID | None
    """The kind of work that time on it is; null when it has none."""
    closed: bool
    """Whether it takes no new time."""
