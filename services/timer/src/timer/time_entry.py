"""A time entry: one agent, one span of time, one piece of work."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC
from functools import cache
from typing import Any, Literal
from uuid import UUID

from domain_errors import ConflictError, DomainError
from timer.time_span import GivenTime, TimeSpan
from timer.work import Work, WorkReference

EntryState = Literal["draft", "submitted", "approved", "billed"]


class TimeEntryDeletedError(DomainError):
    """This time entry was deleted; its id makes no other."""


class TimeEntryRunningError(ConflictError):
    """The id is that of a timer that still runs."""


class VersionRequiredError(DomainError):
    """A change of an entry must name the version that was read."""


@dataclass(frozen=True, slots=True)
class EntryRequest:
    """An entry as a caller gives it, who may leave out what follows from the rest."""

    agent_id: UUID
    time: GivenTime
    work: WorkReference

    def digest(self, expected: int | None) -> str:
        """The same for the same content, sent as a change of the same version or as a new entry (None).

        Fields that are left out do not count, so that fields added later do not make old requests look new.
        """
        given = {name: value for name, value in flat(self).items() if value not in (None, "", ())}
        if not given["break_seconds"]:
            del given["break_seconds"]
        if expected is not None:
            given["expected"] = expected
        if started_at := given.get("started_at"):
            given["started_at"] = started_at.astimezone(UTC)
        text = repr(sorted(given.items()))
        return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class TimeEntry:
    """`exclusive`: it may not overlap other timed entries of its agent. `source`: the import it came by.

    `capped`: the longest time that an entry may have, of a timer that was forgotten; somebody has to correct it.
    `measured`: a timer measured it, so the time was worked and no budget refuses it; what is typed in over it is not.
    """

    id: UUID
    version: int
    agent_id: UUID
    timesheet_id: UUID
    span: TimeSpan
    work: Work
    exclusive: bool = True
    source: str | None = None
    capped: bool = False
    measured: bool = False


@dataclass(frozen=True, slots=True)
class RecordedEntry:
    """An entry in the state that its timesheet, or an invoice that bills it, gives it.

    `over_budget_seconds`: by how much its project's budget was exceeded when it was recorded, if that is to be told.
    """

    entry: TimeEntry
    state: EntryState
    over_budget_seconds: int | None = None

    @property
    def id(self) -> UUID:
        """The entry's id."""
        return self.entry.id


def flat(value: Any) -> dict[str, Any]:
    """The fields of a dataclass by name, those of the dataclasses inside it among them."""
    found: dict[str, Any] = {}
    for name in _names(type(value)):
        inner = getattr(value, name)
        if _names(type(inner)):
            found |= flat(inner)
        else:
            found[name] = inner
    return found


def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


_names: Callable[[type], tuple[str, ...]] = cache(_field_names)
"""The fields of a dataclass; none of anything else."""
