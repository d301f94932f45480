"""Budgets with what became of them: what is used up, what is planned, and what was reached."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from database import Session
from domain_errors import NotFoundError
from rates.domain.budgets import WHOLE, Budget, BudgetUse, BudgetWindow, use_of
from rates.domain.planned_time import PlannedPart, PlannedValue, add_up, parts_of
from rates.store import budget_sums, budgets, customers, planned_time, reached_budgets
from rates.store.budgets import BudgetFilter
from rates.store.reached_budgets import ReachedOnce

__all__ = ["BudgetFilter", "ShownBudget", "get_budget", "list_budgets", "uses"]


@dataclass(frozen=True, slots=True)
class ShownBudget:
    """A budget in a period, and which thresholds it reached there."""

    use: BudgetUse
    reached: Sequence[ReachedOnce]

    @property
    def id(self) -> UUID:
        """Of the budget."""
        return self.use.window.budget.budget_id


async def list_budgets(
    session: Session,
    wanted: BudgetFilter,
    month: date,
    today: date,
    *,
    after: UUID | None,
    limit: int,
    with_costs: bool,
) -> Sequence[ShownBudget]:
    """List budgets by id; those by month in the month of this day."""
    customer = await customers.find(session, wanted.organization_id)
    ids = None if customer is None else customer.names
    found = await budgets.list_budgets(session, wanted.kind, ids, after, limit)
    return await _shown(session, found, month, today, with_costs=with_costs)


async def get_budget(
    session: Session, budget_id: UUID, month: date, today: date, *, with_costs: bool
) -> ShownBudget:
    """Read the budget of a customer, or of a project, which may have none. Raises `NotFoundError`."""
    budget = await budgets.find(session, budget_id)
    if budget is None:
        raise NotFoundError("budget")
    [shown] = await _shown(session, [budget], month, today, with_costs=with_costs)
    return shown


async def _shown(
    session: Session, found: Sequence[Budget], month: date, today: date, *, with_costs: bool
) -> list[ShownBudget]:
    if not found:
        return []
    windows = [one.within(month) for one in found]
    used = await uses(session, windows, today, with_costs=with_costs)
    reached = await reached_budgets.list_reached(session, [one.budget_id for one in found])
    return [
        ShownBudget(
            one,
            [
                once
                for once in reached
                if once.budget_id == one.window.budget.budget_id
                and once.first_day == (one.window.month or WHOLE)
            ],
        )
        for one in used
    ]


async def uses(
    session: Session, windows: Sequence[BudgetWindow], today: date, *, with_costs: bool
) -> list[BudgetUse]:
    """What became of each budget in its period, in their order."""
    logged = await budget_sums.logged_sums(session, windows)
    planned = await _planned(session, windows, today)
    of_project: dict[UUID, list[tuple[PlannedPart, PlannedValue]]] = defaultdict(list)
    of_customer: dict[UUID, list[tuple[PlannedPart, PlannedValue]]] = defaultdict(list)
    for pair in planned:
        work = pair[0].work
        if work.project_id is not None:
            of_project[work.project_id].append(pair)
        if work.organization_id is not None:
            of_customer[work.organization_id].append(pair)
    return [
        use_of(one, sums, add_up(_within(one, of_project, of_customer)), with_costs=with_costs)
        for one, sums in zip(windows, logged, strict=True)
    ]


def _within(
    window: BudgetWindow,
    of_project: dict[UUID, list[tuple[PlannedPart, PlannedValue]]],
    of_customer: dict[UUID, list[tuple[PlannedPart, PlannedValue]]],
) -> Iterable[tuple[PlannedPart, PlannedValue]]:
    budget = window.budget
    if budget.kind == "project":
        found = of_project.get(budget.budget_id, [])
    else:
        found = [pair for one in budget.customer_ids for pair in of_customer.get(one, ())]
    return (pair for pair in found if window.has(pair[0].work.day))


async def _planned(
    session: Session, windows: Sequence[BudgetWindow], today: date
) -> list[tuple[PlannedPart, PlannedValue]]:
    """What is left of the plans of all, cut where a rule or a period ends; nothing more is read where nothing is left."""
    projects = [one.budget.budget_id for one in windows if one.budget.kind == "project"]
    customer_ids = [id_ for one in windows for id_ in one.budget.customer_ids]
    tasks = await planned_time.open_tasks(session, projects, customer_ids)
    tasks = [one for one in tasks if one.remaining_seconds]
    if not tasks:
        return []
    last = max(one.days(today)[1] for one in tasks)
    rules = await planned_time.rules_until(session, today, last)
    edges = {day for one in windows for day in one.edges if today < day <= last}
    parts = parts_of(tasks, today, {*rules.days, *edges})
    works = {part.work: rules.matching(part.work) for part in parts}
    values = await planned_time.values_of(session, works.values())
    return [(part, values[works[part.work]]) for part in parts]
