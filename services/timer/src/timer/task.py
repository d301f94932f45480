"""A task as it is planned: when, how long, how far it is."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain_errors import InvalidInputError

TaskStatus = Literal["planned", "in_progress", "done", "cancelled"]
ENDED: tuple[TaskStatus, ...] = ("done", "cancelled")


def check_planned(start: date | None, finish: date | None) -> None:
    """Raises `InvalidInputError` for a finish before the start."""
    if start is not None and finish is not None and finish < start:
        raise InvalidInputError("planned_finish", "lies before planned_start")


@dataclass(frozen=True, slots=True)
class TaskPlan:
    """Days are included; `estimate_seconds` is for the task itself, not for its subtasks."""

    planned_start: date | None = None
    planned_finish: date | None = None
    estimate_seconds: int | None = None
    milestone: bool = False

    def check(self) -> None:
        """Raises `InvalidInputError`. A milestone is a day on which something is reached; it takes no time itself."""
        check_planned(self.planned_start, self.planned_finish)
        if not self.milestone:
            return
        if self.estimate_seconds is not None:
            raise InvalidInputError("estimate_seconds", "a milestone takes no time")
        if self.planned_start not in (None, self.planned_finish):
            raise InvalidInputError("planned_start", "a milestone is one day: its planned_finish")


def percent_of(status: TaskStatus, given: int | None, before: int | None) -> int | None:
    """How far a task is. One that is done is 100 % done. Raises `InvalidInputError` for anything else."""
    if status != "done":
        return before if given is None else given
    if given not in (None, 100):
        raise InvalidInputError("percent_done", "a task that is done is 100 % done")
    return 100
