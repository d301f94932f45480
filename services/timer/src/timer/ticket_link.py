"""Links from a ticket to other tickets and to tasks, as they read from either end."""

from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from domain_errors import InvalidInputError

LinkKind = Literal["related", "blocks", "blocked_by", "duplicate_of", "duplicated_by"]
INVERSE: dict[LinkKind, LinkKind] = {
    "related": "related",
    "blocks": "blocked_by",
    "blocked_by": "blocks",
    "duplicate_of": "duplicated_by",
    "duplicated_by": "duplicate_of",
}
_STORED = ("related", "blocks", "duplicate_of")
"""Between tickets: what reads otherwise is stored from the other end."""


@dataclass(frozen=True, slots=True)
class TicketLink:
    """The ticket `kind` the other ticket, or the task: one of the two is set."""

    id: UUID
    ticket_id: UUID
    kind: LinkKind
    other_ticket_id: UUID | None = None
    task_id: UUID | None = None

    def normal(self) -> "TicketLink":
        """The one way in which it is stored. Raises `InvalidInputError` for what is linked to itself, or to nothing."""
        if (self.other_ticket_id is None) == (self.task_id is None):
            raise InvalidInputError("ticket_id", "name a ticket or a task")
        if self.other_ticket_id == self.ticket_id:
            raise InvalidInputError("ticket_id", "a ticket is not linked to itself")
        if self.other_ticket_id is None or self.kind in _STORED:
            return self
        return replace(
            self,
            ticket_id=self.other_ticket_id,
            kind=INVERSE[self.kind],
            other_ticket_id=self.ticket_id,
        )


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link as it reads from one ticket: to a ticket with its number, or to a task."""

    id: UUID
    kind: LinkKind
    ticket_id: UUID | None
    task_id: UUID | None
    number: int | None
    name: str
    closed: bool
