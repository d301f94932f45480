"""Tickets: what customers ask for, from the first word until they are closed."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from domain_errors import ConflictError, ForbiddenError, InvalidInputError

Status = Literal["new", "open", "waiting", "solved", "closed"]
Priority = Literal["low", "normal", "high", "urgent"]
Channel = Literal["form", "api", "email", "phone", "chat", "meeting", "other"]

_NEXT: dict[Status, frozenset[Status]] = {
    "new": frozenset({"open", "waiting", "solved", "closed"}),
    "open": frozenset({"waiting", "solved", "closed"}),
    "waiting": frozenset({"open", "solved", "closed"}),
    "solved": frozenset({"open", "waiting", "closed"}),
    "closed": frozenset({"open"}),
}
"""What a status may become: nothing that was looked at is new again, and what is closed is opened first."""


class TicketMergedError(ConflictError):
    """The ticket was merged into another."""


class TicketNotMergedError(ConflictError):
    """The ticket is merged into no other."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """`name` is its subject. `billable`: whether time on it is, if it says so itself.

    One that was merged into another keeps its time and its status, and takes no new time.
    """

    id: UUID
    version: int
    number: int
    name: str
    description: str
    channel: Channel
    priority: Priority
    status: Status
    requester_id: UUID
    assignee_id: UUID | None
    service_type_id: UUID | None
    project_id: UUID | None
    created_at: datetime
    billable: bool | None = None
    merged_into_id: UUID | None = None

    @property
    def closed(self) -> bool:
        """Whether it takes no new time."""
        return self.status == "closed" or self.merged_into_id is not None

    def changed(self, changes: dict[str, Any], *, manages: bool) -> "Ticket":
        """The ticket with other values; `manages`: by one who may close, and change what is closed.

        Raises `TicketMergedError`, `ForbiddenError`, `InvalidInputError`.
        """
        after = replace(self, **changes)
        if after == self:
            return self
        if self.merged_into_id is not None:
            raise TicketMergedError("change the ticket that it was merged into, or undo the merge")
        if self.status == "closed" and not manages:
            raise ForbiddenError("only a manager changes a closed ticket")
        check_move(self.status, after.status, manages=manages)
        return replace(after, version=self.version + 1)

    def merged_into(self, survivor: "Ticket") -> "Ticket":
        """The ticket as it goes on in another, which is merged into none: so there are no circles."""
        if survivor.id == self.id:
            raise InvalidInputError("into_id", "a ticket is not merged into itself")
        if survivor.merged_into_id is not None:
            raise InvalidInputError("into_id", "that ticket was itself merged into another")
        if self.merged_into_id is not None:
            raise TicketMergedError("undo the merge first")
        return replace(self, merged_into_id=survivor.id, version=self.version + 1)

    def unmerged(self) -> "Ticket":
        """The ticket as it was before it was merged."""
        if self.merged_into_id is None:
            raise TicketNotMergedError
        return replace(self, merged_into_id=None, version=self.version + 1)


def check_move(before: Status, after: Status, *, manages: bool) -> None:
    """Who may give a ticket which status: agents work on it, managers also close it and open it again."""
    if before == after:
        return
    if after not in _NEXT[before]:
        reason = "a closed ticket is opened first" if before == "closed" else "it is no longer new"
        raise InvalidInputError("status", reason)
    if "closed" in (before, after) and not manages:
        raise ForbiddenError("only a manager closes a ticket or opens a closed one")


@dataclass(frozen=True, slots=True)
class Requester:
    """The contact who asks."""

    id: UUID
    name: str
    email: str | None
    organization_id: UUID


@dataclass(frozen=True, slots=True)
class TicketReferences:
    """What is stored of the things that a ticket names; None where there is no such thing."""

    requester: Requester | None
    assignee_active: bool | None
    service_type_archived: bool | None
    project_closed: bool | None

    def check(self, after: Ticket, before: Ticket | None = None) -> Requester:
        """What a ticket newly names exists and takes part in work. Raises `InvalidInputError`; returns the requester."""

        def named(field: str) -> bool:
            value = getattr(after, field)
            return value is not None and value != getattr(before, field, None)

        if self.requester is None:
            raise InvalidInputError("requester_id", "there is no such contact")
        for field, found, noun, off, reason in (
            ("assignee_id", self.assignee_active, "agent", False, "the agent is not active"),
            ("service_type_id", self.service_type_archived, "service type", True, _ARCHIVED_KIND),
            ("project_id", self.project_closed, "project", True, _CLOSED_PROJECT),
        ):
            if not named(field):
                continue
            if found is None:
                raise InvalidInputError(field, f"there is no such {noun}")
            if found is off:
                raise InvalidInputError(field, reason)
        return self.requester


_ARCHIVED_KIND = "the service type is archived"
_CLOSED_PROJECT = "the project is archived or closed"
