"""Whose time of a period has not been handed in."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class MissingTimesheet:
    """An active agent's sheet that is a draft, or that is not there. `capacity_seconds`: what they could have worked."""

    agent_id: UUID
    timesheet_id: UUID | None
    seconds: int
    capacity_seconds: int

    @property
    def is_expected(self) -> bool:
        """Who has time hands it in, and who was to work has time; nobody waits for those who were away."""
        return self.seconds > 0 or self.capacity_seconds > 0
