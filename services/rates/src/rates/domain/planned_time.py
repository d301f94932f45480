"""What is planned: the time that remains on open tasks, by whom and when, and what it will earn and cost.

What remains of a task is what `timer` shows of it (`timer.progress`). It is worked evenly on the working days from its
planned start to its planned finish, by each of its agents alike. Days that are over bring nothing back: what remains of
an overdue task is done today.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from money import hourly_amount

_SATURDAY, _WEEK = 5, 7


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """An open task of a project, with what was logged on it. `organization_id`: the project's customer."""

    task_id: UUID
    project_id: UUID
    organization_id: UUID | None
    service_type_id: UUID | None
    billable: bool
    planned_start: date | None
    planned_finish: date | None
    estimate_seconds: int | None
    percent_done: int | None
    assignee_ids: Sequence[UUID]
    logged_seconds: int

    @property
    def remaining_seconds(self) -> int:
        """What is left to do, as far as it is known.

        Where somebody said how much is done, the rest takes as long for each percent as what is done took.
        """
        done = self.percent_done
        if done and self.logged_seconds > 0:
            return self.logged_seconds * (100 - done) // done
        if self.estimate_seconds is None:
            return 0
        if done is not None:
            return self.estimate_seconds * (100 - done) // 100
        return max(0, self.estimate_seconds - self.logged_seconds)

    def days(self, today: date) -> tuple[date, date]:
        """The first and the last day on which the rest is done."""
        first = max(self.planned_start or today, today)
        return first, max(self.planned_finish or first, first)

    @property
    def agents(self) -> Sequence[UUID | None]:
        """Who does it; None: nobody was chosen yet."""
        return self.assignee_ids or (None,)


@dataclass(frozen=True, slots=True)
class PlannedWork:
    """What decides what planned time is worth; all days of a stretch are alike, and `day` is the first."""

    project_id: UUID | None
    organization_id: UUID | None
    service_type_id: UUID | None
    agent_id: UUID | None
    billable: bool
    day: date


@dataclass(frozen=True, slots=True)
class PlanRules:
    """What a plan depends on: days on which a rule begins or is over, ids that rules name, whether any names a team."""

    days: Sequence[date]
    named: frozenset[UUID]
    teams: bool

    def matching(self, work: PlannedWork) -> PlannedWork:
        """The same work without what no rule names: so that most of a plan is priced by a few matches."""

        def known(id_: UUID | None) -> UUID | None:
            return id_ if id_ in self.named else None

        agent = work.agent_id if self.teams else known(work.agent_id)
        service_type = known(work.service_type_id)
        return replace(
            work,
            project_id=known(work.project_id),
            agent_id=agent,
            service_type_id=service_type,
        )


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """So many seconds of a task, worked within a stretch of days."""

    task_id: UUID
    work: PlannedWork
    seconds: int
    covered_seconds: int = 0
    """What of them agreements cover: it earns nothing by the hour."""


@dataclass(frozen=True, slots=True)
class PlannedValue:
    """What an hour of planned time will earn and cost; an amount without currency is none."""

    amount: Decimal | None = None
    currency: str | None = None
    cost_amount: Decimal | None = None
    cost_currency: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedSums:
    """What planned time adds up to: seconds, what they earn and cost by currency, and those that have no price or cost."""

    seconds: int
    earned: dict[str, Decimal]
    spent: dict[str, Decimal]
    unpriced_seconds: int
    seconds_without_cost: int


def parts_of(
    tasks: Iterable[PlannedTask], today: date, changes: Iterable[date]
) -> list[PlannedPart]:
    """What remains of the tasks, cut on days on which something changes, so that each part has one value and one period."""
    stretches = Stretches(today, changes)
    return [part for task in tasks for part in _parts(task, today, stretches)]


class Stretches:
    """Days between changes, the first beginning today."""

    def __init__(self, today: date, changes: Iterable[date]) -> None:
        self._starts = sorted({today, *(day for day in changes if day > today)})

    def within(self, first: date, last: date) -> Iterator[tuple[date, date, date]]:
        """Each stretch that these days touch, by its first day, and the first and last day that they have in it."""
        number = bisect_right(self._starts, first) - 1
        while number < len(self._starts) and self._starts[number] <= last:
            following = self._starts[number + 1 : number + 2]
            end = following[0] - timedelta(days=1) if following else last
            yield self._starts[number], max(first, self._starts[number]), min(last, end)
            number += 1


def _parts(task: PlannedTask, today: date, stretches: Stretches) -> Iterator[PlannedPart]:
    remaining, agents = task.remaining_seconds, task.agents
    first, last = task.days(today)
    cut = [(day, working_days(*days)) for day, *days in stretches.within(first, last)]
    if not any(number for _, number in cut):
        cut = [(cut[0][0], 1)]
    for share, agent_id in zip(_shares(remaining, [1] * len(agents)), agents, strict=True):
        numbers = [number for _, number in cut]
        for (day, _), seconds in zip(cut, _shares(share, numbers), strict=True):
            if seconds:
                yield PlannedPart(task.task_id, _work(task, agent_id, day), seconds)


def _work(task: PlannedTask, agent_id: UUID | None, day: date) -> PlannedWork:
    of_whom = (task.project_id, task.organization_id, task.service_type_id, agent_id)
    return PlannedWork(*of_whom, task.billable, day)


def _shares(whole: int, weights: Sequence[int]) -> Iterator[int]:
    """Whole seconds by weight, whose sum is the whole."""
    total, passed, given = sum(weights), 0, 0
    for weight in weights:
        passed += weight
        upto = whole * passed // total
        yield upto - given
        given = upto


def working_days(first: date, last: date) -> int:
    """Days from Monday to Friday, both ends included."""
    weeks, rest = divmod((last - first).days + 1, _WEEK)
    extra = sum((first.weekday() + day) % _WEEK < _SATURDAY for day in range(rest))
    return weeks * _SATURDAY + extra


def add_up(parts: Iterable[tuple[PlannedPart, PlannedValue]]) -> PlannedSums:
    """Rounded as invoices do: once for all time on a task at one rate."""
    lines: dict[tuple[UUID, Decimal, str], int] = defaultdict(int)
    costs: dict[str, Decimal] = defaultdict(Decimal)
    seconds = unpriced = uncosted = 0
    for part, value in parts:
        seconds += part.seconds
        if value.amount is not None and value.currency is not None:
            lines[part.task_id, value.amount, value.currency] += part.seconds - part.covered_seconds
        elif part.work.billable:
            unpriced += part.seconds - part.covered_seconds
        if value.cost_amount is not None and value.cost_currency is not None:
            costs[value.cost_currency] += part.seconds * value.cost_amount
        else:
            uncosted += part.seconds
    earned: dict[str, Decimal] = defaultdict(Decimal)
    for (_, amount, currency), line in lines.items():
        earned[currency] += hourly_amount(line * amount, currency)
    spent = {currency: hourly_amount(exact, currency) for currency, exact in costs.items()}
    return PlannedSums(seconds, dict(earned), spent, unpriced, uncosted)
