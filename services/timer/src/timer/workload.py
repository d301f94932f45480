"""A plan by weeks: what is estimated of tasks, spread over the working days between their start and finish."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from timer.working_days import working_days

WEEK = timedelta(days=7)
Capacity = Mapping[tuple[UUID, date], int]
"""The seconds that an agent can work in the week that begins on a day."""


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """What a task takes, when, and who does it in equal shares; no assignees: nobody in particular."""

    id: UUID
    first: date
    last: date
    seconds: int
    assignees: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """What a week has of a task."""

    task_id: UUID
    seconds: int


@dataclass(frozen=True, slots=True)
class PlannedWeek:
    """What is planned for a week, beside what can be worked."""

    first_day: date
    capacity_seconds: int
    tasks: tuple[PlannedPart, ...] = ()

    @property
    def planned_seconds(self) -> int:
        """All tasks together."""
        return sum(part.seconds for part in self.tasks)

    @property
    def over_seconds(self) -> int:
        """By how much that is more than can be worked."""
        return max(0, self.planned_seconds - self.capacity_seconds)


def weeks_of(first_week: date, count: int) -> list[date]:
    """The first days of so many weeks."""
    return [first_week + number * WEEK for number in range(count)]


def by_week(task: PlannedTask, weeks: Sequence[date]) -> list[int]:
    """The seconds of the task in each of these weeks, which follow each other. All weeks of a task are all its seconds.

    One that lies between Saturday and Sunday is spread over its days.
    """
    edges = [*weeks, weeks[-1] + WEEK]
    total = _days(task, task.last + timedelta(days=1))
    until = [task.seconds * _days(task, edge) // total for edge in edges]
    return [after - before for before, after in pairwise(until)]


def _days(task: PlannedTask, before: date) -> int:
    """The days of the task before a day: working days if it has any."""
    last = min(task.last, before - timedelta(days=1))
    if working_days(task.first, task.last):
        return working_days(task.first, last)
    return max(0, (last - task.first).days + 1)


def shares(seconds: int, among: int) -> list[int]:
    """Equal shares in whole seconds; the first ones take what does not divide."""
    share, rest = divmod(seconds, among)
    return [share + (number < rest) for number in range(among)]


def plan_of(
    tasks: Iterable[PlannedTask],
    agents: Sequence[UUID],
    weeks: Sequence[date],
    capacity: Capacity,
) -> dict[UUID | None, list[PlannedWeek]]:
    """The weeks of each agent, and under None what nobody is to do."""
    parts: dict[tuple[UUID | None, date], list[PlannedPart]] = defaultdict(list)
    for task in tasks:
        found = zip(weeks, by_week(task, weeks), strict=True)
        people: Sequence[UUID | None] = task.assignees or (None,)
        for week, seconds in found:
            for agent_id, share in zip(people, shares(seconds, len(people)), strict=True):
                if share:
                    parts[agent_id, week].append(PlannedPart(task.id, share))
    planned: dict[UUID | None, list[PlannedWeek]] = {}
    for who in (*agents, None):
        capacities = [capacity.get((who, week), 0) if who else 0 for week in weeks]
        planned[who] = [
            PlannedWeek(week, seconds, tuple(parts[who, week]))
            for week, seconds in zip(weeks, capacities, strict=True)
        ]
    return planned
