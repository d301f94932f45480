"""Budgets with what became of them: what is used up, what is planned, and what was reached."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from database import Session
from domain_errors import NotFoundError
from rates.domain.budget_plans import BudgetPlans
from rates.domain.budgets import WHOLE, Budget, BudgetUse, BudgetWindow, use_of
from rates.domain.planned_agreements import Agreed, charged_sums
from rates.domain.planned_time import PlannedPart, PlannedTask, PlannedValue, add_up, parts_of
from rates.store import (
    budget_charges,
    budget_sums,
    budgets,
    customers,
    planned_agreements,
    planned_time,
    reached_budgets,
)
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
    begun = await budget_charges.begun_charges(session, windows)
    plans = await _plans(session, windows, today)
    return [
        use_of(
            one,
            sums,
            add_up(plans.within(one)),
            charged_sums(charges, plans.charges(one)),
            with_costs=with_costs,
        )
        for one, sums, charges in zip(windows, logged, begun, strict=True)
    ]


async def _plans(session: Session, windows: Sequence[BudgetWindow], today: date) -> BudgetPlans:
    """What is left of the plans of all; nothing more is read where nothing is left.

    Of customers with agreements all is read: what is planned for other projects uses the same hours.
    """
    of = [one.budget for one in windows]
    customers_ = {one.organization_id for one in of if one.organization_id is not None}
    agreed = await planned_agreements.agreed_with(session, customers_)
    projects = [one.budget_id for one in of if one.kind == "project"]
    ids = {id_ for one in of for id_ in one.customer_ids}.union(*(one.names for one in agreed))
    tasks = await planned_time.open_tasks(session, projects, ids)
    tasks = [one for one in tasks if one.remaining_seconds]
    plan = await _priced(session, tasks, windows, agreed, today) if tasks else []
    return BudgetPlans(windows, agreed, plan, today)


async def _priced(
    session: Session,
    tasks: Sequence[PlannedTask],
    windows: Iterable[BudgetWindow],
    agreed: Iterable[Agreed],
    today: date,
) -> list[tuple[PlannedPart, PlannedValue]]:
    """Plans cut where a rule, a period of a budget or a month of an agreement ends, each part with its value."""
    last = max(one.days(today)[1] for one in tasks)
    rules = await planned_time.rules_until(session, today, last)
    edges = {day for one in windows for day in one.edges}
    edges |= {day for one in agreed for day in one.changes(last)}
    inside = {day for day in edges if today < day <= last}
    parts = parts_of(tasks, today, {*rules.days, *inside})
    works = {part.work: rules.matching(part.work) for part in parts}
    values = await planned_time.values_of(session, works.values())
    return [(part, values[works[part.work]]) for part in parts]
