"""A time entry: one agent, one span of time, one piece of work."""

from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal
from uuid import UUID

from domain_errors import DomainError
from timer.time_span import TimeSpan
from timer.work import Work

EntryState = Literal["draft", "submitted", "approved", "billed"]


class TimeEntryDeletedError(DomainError):
    """This time entry was deleted; its id makes no other."""


@dataclass(frozen=True, slots=True)
class TimeEntry:
    """`exclusive`: it may not overlap other timed entries of its agent. `source`: the import it came by."""

    id: UUID
    version: int
    agent_id: UUID
    timesheet_id: UUID
    span: TimeSpan
    work: Work
    exclusive: bool = True
    source: str | None = None


@dataclass(frozen=True, slots=True)
class RecordedEntry:
    """An entry in the state that its timesheet, or an invoice that bills it, gives it."""

    entry: TimeEntry
    state: EntryState

    @property
    def id(self) -> UUID:
        """The entry's id."""
        return self.entry.id


def flat(value: Any) -> dict[str, Any]:
    """The fields of a dataclass by name, those of the dataclasses inside it among them."""
    found: dict[str, Any] = {}
    for field in fields(value):
        inner = getattr(value, field.name)
        found |= flat(inner) if is_dataclass(inner) else {field.name: inner}
    return found
