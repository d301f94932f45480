"""Set budgets of customers and thresholds, keep what is planned, and tell what was reached."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from contracts.timer import ProjectChanged, TaskChanged
from database import Session, current_account, lock_exclusive
from domain_errors import NotFoundError, check_version
from messaging import outbox
from rates.domain.budgets import (
    Budget,
    BudgetVersionRequiredError,
    BudgetWindow,
    NewBudget,
    ProjectBudgetError,
)
from rates.domain.rules import Scope, check_known
from rates.events import budget_reached
from rates.queries import budgets as queries
from rates.store import budgets, projects, reached_budgets, references
from rates.store.budget_triggers import CHECK
from rates.store.projects import Touch
from rates.store.reached_budgets import MOST_TOUCHES, Touched

__all__ = ["CHECK"]


async def record_projects(session: Session, events: Sequence[ProjectChanged]) -> None:
    """Keep the budgets of projects, and look at those that are other ones."""
    newest = {one.project_id: one for one in sorted(events, key=lambda event: event.version)}
    await reached_budgets.touch(session, await projects.store_projects(session, newest.values()))


async def record_tasks(session: Session, events: Sequence[TaskChanged]) -> None:
    """Keep what is planned, and look at the budgets of the projects."""
    newest = {one.task_id: one for one in sorted(events, key=lambda event: event.version)}
    await reached_budgets.touch(session, await projects.store_tasks(session, newest.values()))


async def set_budget(
    session: Session, new: NewBudget, *, expected: int | None, now: datetime, by: str
) -> None:
    """Set a customer's budget, or replace the version that was read.

    Raises `UnknownReferenceError` for a customer who is not known here, `BudgetVersionRequiredError` when it is there.
    """
    scope = Scope(organization_id=new.organization_id)
    check_known(scope, await references.known(session, scope))
    await lock_exclusive(session, "budgets")
    found = await budgets.find(session, new.budget_id)
    if found is not None and found.kind == "project":
        raise ProjectBudgetError
    if found is not None and expected is None:
        raise BudgetVersionRequiredError
    version = 0 if found is None else found.version
    if expected is not None:
        check_version(expected, version)
    await budgets.save(session, new, version + 1, now, by)
    await reached_budgets.touch(session, [Touch(None, new.organization_id)])


async def delete_budget(session: Session, budget_id: UUID, *, expected: int) -> None:
    """Take back a customer's budget. Raises `NotFoundError`, and `ProjectBudgetError` for that of a project."""
    await lock_exclusive(session, "budgets")
    found = await _found(session, budget_id)
    if found.kind == "project":
        raise ProjectBudgetError
    check_version(expected, found.version)
    await budgets.delete(session, budget_id)


async def set_thresholds(
    session: Session,
    project_id: UUID,
    thresholds: Sequence[int],
    *,
    expected: int,
    now: datetime,
    by: str,
) -> None:
    """Choose of which percents of a project's budget people are told."""
    await lock_exclusive(session, "budgets")
    found = await _found(session, project_id)
    if found.kind != "project":
        raise NotFoundError("project")
    check_version(expected, found.version)
    await budgets.save_thresholds(session, project_id, thresholds, found.version + 1, now, by)
    await reached_budgets.touch(session, [Touch(project_id, None)])


async def check_budgets(session: Session, now: datetime) -> bool:
    """Tell what was reached of the budgets that were touched, each once; returns whether more may wait."""
    touched = await reached_budgets.take_touched(session)
    if not touched:
        return False
    project_ids = {one.project_id for one in touched if one.project_id}
    customers = {one.organization_id for one in touched if one.organization_id}
    found = await budgets.concerned(session, project_ids, customers)
    today = now.astimezone(UTC).date()
    windows = list(dict.fromkeys(_windows(found, touched, today)))
    if windows:
        used = await queries.uses(session, windows, today, with_costs=False)
        reached = [one for use in used for one in use.reached()]
        new = await reached_budgets.add(session, reached, now)
        account_id = current_account(session)
        await outbox.publish(
            session, *(budget_reached(account_id, number, one, now) for number, one in new)
        )
    return len(touched) == MOST_TOUCHES


def _windows(
    found: Sequence[Budget], touched: Sequence[Touched], today: date
) -> Iterator[BudgetWindow]:
    """Of a budget by month the months that were touched, and this one, for which most is planned."""
    months: dict[UUID, set[date]] = {}
    for one in touched:
        for id_ in (one.project_id, one.organization_id):
            if id_ is not None:
                months.setdefault(id_, set()).add(one.month or today)
    for budget in found:
        ids = [budget.budget_id] if budget.kind == "project" else budget.customer_ids
        for day in sorted({day for id_ in ids for day in months.get(id_, ())}):
            yield budget.within(day)


async def _found(session: Session, budget_id: UUID) -> Budget:
    found = await budgets.find(session, budget_id)
    if found is None:
        raise NotFoundError("budget")
    return found
