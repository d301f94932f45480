"""How far tasks and projects are: estimates against logged time, what remains, when it will be finished.

What a task needs is its own estimate and those of its parts together; the same holds for what was logged and what remains.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal
from uuid import UUID

from timer.task import ENDED, TaskStatus
from timer.working_days import after_working_days, working_days

Lateness = Literal["overdue", "expected"]
"""The planned finish is over, or it will be missed at the pace so far."""


@dataclass(frozen=True, slots=True)
class TrackedTask:
    """A task as it is planned, with what was logged on it: how many seconds, and since which day."""

    id: UUID
    parent_id: UUID | None = None
    position: float = 0
    planned_start: date | None = None
    planned_finish: date | None = None
    estimate_seconds: int | None = None
    status: TaskStatus = "planned"
    percent_done: int | None = None
    milestone: bool = False
    archived: bool = False
    logged_seconds: int = 0
    logged_since: date | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing remains to be done."""
        return self.archived or self.status in ENDED

    def amount(self, *, has_parts: bool) -> "Amount":
        """Its own work, without that of its parts."""
        dropped = self.status == "cancelled"
        estimate = None if dropped else self.estimate_seconds
        remaining = self._remaining(has_parts)
        return Amount(
            estimate_seconds=estimate,
            earned=(estimate or 0) * self._percent(),
            logged_seconds=self.logged_seconds,
            logged_since=self.logged_since,
            remaining_seconds=remaining or 0,
            unknown=int(remaining is None),
            open=int(not self.ended),
        )

    def _percent(self) -> int:
        """How much of its estimate is done; where nobody has said, as much as was logged of it."""
        if self.status == "done":
            return 100
        if self.percent_done is not None or not self.estimate_seconds:
            return self.percent_done or 0
        return min(100, self.logged_seconds * 100 // self.estimate_seconds)

    def _remaining(self, has_parts: bool) -> int | None:
        """What is left to do; None when nobody can know.

        Where somebody said how much is done, the rest takes as long for each percent as what is done took.
        """
        if self.ended or self.milestone:
            return 0
        done = self.percent_done
        if done and self.logged_seconds:
            return self.logged_seconds * (100 - done) // done
        if self.estimate_seconds is None:
            return 0 if has_parts else None
        if done is not None:
            return self.estimate_seconds * (100 - done) // 100
        return max(0, self.estimate_seconds - self.logged_seconds)


@dataclass(frozen=True, slots=True)
class Amount:
    """Work that adds up. `earned`: seconds of estimates times percents done; `unknown`: tasks whose rest nobody knows."""

    estimate_seconds: int | None = None
    earned: int = 0
    logged_seconds: int = 0
    logged_since: date | None = None
    remaining_seconds: int = 0
    unknown: int = 0
    open: int = 0

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(
            _sum(self.estimate_seconds, other.estimate_seconds),
            self.earned + other.earned,
            self.logged_seconds + other.logged_seconds,
            _earlier(self.logged_since, other.logged_since),
            self.remaining_seconds + other.remaining_seconds,
            self.unknown + other.unknown,
            self.open + other.open,
        )

    def finish(self, today: date) -> date | None:
        """The day on which it is finished at the pace so far: what was logged per working day since the first one.

        None before anything was logged, while somebody must say what remains, and when nothing does.
        """
        if self.unknown or not self.open or not self.remaining_seconds:
            return None
        if self.logged_since is None or self.logged_seconds <= 0:
            return None
        worked = max(1, working_days(self.logged_since, max(self.logged_since, today)))
        days = -(-self.remaining_seconds * worked // self.logged_seconds)
        return after_working_days(today, days)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far something is. `percent_done` is of the estimates; None where there are none."""

    planned_start: date | None
    planned_finish: date | None
    estimate_seconds: int | None
    logged_seconds: int
    remaining_seconds: int | None
    percent_done: int | None
    forecast_finish: date | None
    late: Lateness | None

    @property
    def expected_seconds(self) -> int | None:
        """What it will have taken in the end; None while nobody knows what remains."""
        remaining = self.remaining_seconds
        return None if remaining is None else self.logged_seconds + remaining


@dataclass(slots=True)
class _Rolled:
    """A task together with its parts."""

    amount: Amount
    planned_start: date | None
    planned_finish: date | None
    open: bool

    def take(self, part: "_Rolled", own: "TrackedTask | Planned") -> None:
        """Add a part; days that are not planned are those of the parts."""
        self.amount += part.amount
        if own.planned_start is None:
            self.planned_start = _earlier(self.planned_start, part.planned_start)
        if own.planned_finish is None:
            self.planned_finish = _later(self.planned_finish, part.planned_finish)

    def progress(self, today: date, given: int | None = None) -> Progress:
        amount, finish = self.amount, self.amount.finish(today) if self.open else None
        estimate = amount.estimate_seconds
        return Progress(
            self.planned_start,
            self.planned_finish,
            estimate,
            amount.logged_seconds,
            None if amount.unknown else amount.remaining_seconds,
            amount.earned // estimate if estimate else given,
            finish,
            self._late(today, finish),
        )

    def _late(self, today: date, finish: date | None) -> Lateness | None:
        if not self.open or self.planned_finish is None:
            return None
        if self.planned_finish < today:
            return "overdue"
        return "expected" if finish is not None and finish > self.planned_finish else None


@dataclass(frozen=True, slots=True)
class Planned:
    """The days of a project, and what was logged on it and on none of its tasks."""

    planned_start: date | None = None
    planned_finish: date | None = None
    logged_seconds: int = 0
    logged_since: date | None = None
    ended: bool = False


@dataclass(frozen=True, slots=True)
class TaskProgress:
    """How far a task is with its parts; `level` 0 is that of a task that is no part."""

    task_id: UUID
    level: int
    progress: Progress


@dataclass(slots=True)
class ProjectProgress:
    """How far a project is, and its tasks in the order of the tree."""

    project: Progress
    tasks: list[TaskProgress] = field(default_factory=list)


def progress_of(project: Planned, tasks: Iterable[TrackedTask], today: date) -> ProjectProgress:
    """Add up a project from its tasks."""
    parts: dict[UUID | None, list[TrackedTask]] = defaultdict(list)
    for task in sorted(tasks, key=lambda task: (task.position, task.id)):
        parts[task.parent_id].append(task)
    ordered = list(_in_order(parts))
    rolled: dict[UUID, _Rolled] = {}
    for task, _ in reversed(ordered):  # parts come after what they are parts of
        rolled[task.id] = _rolled(task, parts[task.id], rolled)
    whole = _Rolled(
        Amount(logged_seconds=project.logged_seconds, logged_since=project.logged_since),
        *(project.planned_start, project.planned_finish),
        not project.ended,
    )
    for task in parts[None]:
        whole.take(rolled[task.id], project)
    return ProjectProgress(
        whole.progress(today),
        [
            TaskProgress(task.id, level, rolled[task.id].progress(today, task.percent_done))
            for task, level in ordered
        ],
    )


def _in_order(
    parts: dict[UUID | None, list[TrackedTask]],
) -> Iterator[tuple[TrackedTask, int]]:
    waiting = [(task, 0) for task in reversed(parts[None])]
    while waiting:
        task, level = waiting.pop()
        yield task, level
        waiting += [(part, level + 1) for part in reversed(parts[task.id])]


def _rolled(
    task: TrackedTask, parts: Sequence[TrackedTask], rolled: dict[UUID, _Rolled]
) -> _Rolled:
    amount = task.amount(has_parts=bool(parts))
    if parts and amount.estimate_seconds is None and not task.percent_done:
        amount = replace(amount, open=0)
    whole = _Rolled(amount, task.planned_start, task.planned_finish, not task.ended)
    for part in parts:
        whole.take(rolled[part.id], task)
    return whole


def _sum(one: int | None, other: int | None) -> int | None:
    return one if other is None else other if one is None else one + other


def _earlier(one: date | None, other: date | None) -> date | None:
    return one if other is None else other if one is None else min(one, other)


def _later(one: date | None, other: date | None) -> date | None:
    return one if other is None else other if one is None else max(one, other)
