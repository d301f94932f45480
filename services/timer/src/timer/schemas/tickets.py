"""What customers ask for."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import StringConstraints

import web
from timer.queries.tickets import TicketFilter
from timer.schemas.fields import (
    Complete,
    Email,
    Name,
    Partial,
    Text,
    VersionedResponse,
)
from timer.ticket import Priority, Status

SentChannel = Literal["api", "email", "phone", "chat", "meeting", "other"]
Description = Annotated[str, StringConstraints(max_length=20_000)]


class RequesterRequest(web.RequestModel):
    """Somebody who asks: the contact with this address, or one that is made for it."""

    name: Name
    """The person's name; what is stored of a known contact stays."""
    email: Email
    """E-mail address, stored in lower case."""


class TicketFields(web.RequestModel):
    """What a ticket says and who works on it."""

    name: Name
    """The subject: what was asked for, in a line."""
    description: Description = ""
    """What was asked for, in full; plain text."""
    priority: Priority = "normal"
    """How much it matters."""
    status: Status = "new"
    """Where it stands. `new` only until somebody has looked at it; only a manager closes it or opens a closed one."""
    assignee_id: UUID | None = None
    """The agent who takes care of it; null for nobody yet."""
    service_type_id: UUID | None = None
    """The kind of work that time on it is; null when it has none."""
    project_id: UUID | None = None
    """The project that it belongs to, and time on it too; null for none."""
    billable: bool | None = None
    """Whether new time on it is billable, unless the entry says otherwise; null: as its project, its kind of work or its
    customer says."""


class TicketRequest(TicketFields):
    """Something that a person at a customer asked for: `requester_id` for a contact, else `requester`."""

    requester_id: UUID | None = None
    """The contact who asked; time on the ticket is for their organization."""
    requester: RequesterRequest | None = None
    """Who asked, by name and e-mail address, in place of `requester_id`."""
    channel: SentChannel = "api"
    """How it came in."""


class _WithRequester(TicketFields):
    requester_id: UUID
    """The contact who asked; time on the ticket is for their organization."""


class TicketReplacement(_WithRequester, Complete):
    """All fields, also those that stay as they are."""


class TicketPatch(_WithRequester, Partial):
    """The fields that change."""


class TicketFilterRequest(web.FilterModel):
    """Which tickets to list."""

    search: Text | None = None
    """Only those where each of these begins a word of the subject, of the requester's name or address, or the number."""
    status: Status | None = None
    """Only those that stand there; those merged into another are left out."""
    priority: Priority | None = None
    """Only those that matter so much."""
    assignee_id: UUID | None = None
    """Only those that this agent takes care of."""
    project_id: UUID | None = None
    """Only those of this project."""
    requester_id: UUID | None = None
    """Only those that this contact asked for."""
    organization_id: UUID | None = None
    """Only those whose requester is at this customer."""
    merged_into_id: UUID | None = None
    """Only those that were merged into this ticket."""
    closed: bool | None = None
    """Only those that take no new time, or only those that do."""
    order: Literal["oldest", "newest"] = "oldest"
    """In the order in which they were made, or the other way."""

    @property
    def filter(self) -> TicketFilter:
        """The filter of the query."""
        return TicketFilter(**self.model_dump())


class TicketMerge(web.RequestModel):
    """Where a ticket goes on."""

    into_id: UUID
    """The ticket that it is merged into; not itself, nor one that was merged."""


class ListedTicketResponse(VersionedResponse):
    """Something that was asked for, as stored, without its description."""

    number: int
    """The account's own number of it, which never changes; some numbers may be missing."""
    name: str
    """The subject: what was asked for, in a line."""
    channel: str
    """How it came in: `form` (the account's public form), `api`, `email`, `phone`, `chat`, `meeting`, `other`."""
    priority: Priority
    """How much it matters."""
    status: Status
    """Where it stands."""
    requester_id: UUID
    """The contact who asked."""
    requester_name: str
    """Their name."""
    organization_id: UUID
    """The customer that they are at."""
    assignee_id: UUID | None
    """The agent who takes care of it; null for nobody yet."""
    assignee_name: str | None
    """Their name."""
    service_type_id: UUID | None
    """The kind of work that time on it is; null when it has none."""
    project_id: UUID | None
    """The project that it belongs to; null for none."""
    billable: bool | None
    """Whether new time on it is billable, unless the entry says otherwise; null: as its project, its kind of work or its
    customer says."""
    merged_into_id: UUID | None
    """The ticket that it was merged into and goes on in; its own time stays with it. Null for none."""
    closed: bool
    """Whether it takes no new time: it is closed, or merged into another."""
    created_at: datetime
    """When it was made."""


class TicketResponse(ListedTicketResponse):
    """Something that was asked for, as stored."""

    description: str
    """What was asked for, in full; plain text."""
