"""A time entry: one agent, one stretch of time, one piece of work."""

from dataclasses import dataclass
from uuid import UUID

from timer.stretch import Stretch
from timer.work import Work


@dataclass(frozen=True, slots=True)
class Entry:
    """`exclusive`: it may not overlap other timed entries of its agent. `source`: the import it came by."""

    id: UUID
    version: int
    agent_id: UUID
    timesheet_id: UUID
    stretch: Stretch
    work: Work
    exclusive: bool = True
    source: str | None = None
