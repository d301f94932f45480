"""`/v1/budgets`: what projects and customers may use, what they used, and what it will be."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response

import web
from rates.api.costs import sees_costs
from rates.commands import budgets as commands
from rates.domain.budgets import BudgetVersionRequiredError, ProjectBudgetError
from rates.domain.rules import UnknownReferenceError
from rates.problems import BUDGETS_NEVER_OVERLAP
from rates.queries import budgets as queries
from rates.schemas.budgets import (
    BudgetPeriodRequest,
    BudgetResponse,
    BudgetsRequest,
    SetBudgetRequest,
    SetThresholdsRequest,
)

router = web.router(tags=["budgets"])
Reader = Annotated[web.Caller, web.allow("manager", "billing")]
BudgetId = Annotated[UUID, Path(description="The budget of a customer, or a project of timer")]


@router.get("/budgets")
async def list_budgets(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    asked: Annotated[BudgetsRequest, Query()],
) -> web.Page[BudgetResponse]:
    """List the budgets of projects that are not archived, and of customers, in the order of their ids.

    Each shows what is billed, logged and still planned, and what it will be at completion, as soon as time, plans and rates
    have come from timer, which takes a moment. Owners and managers also see what it costs and what margin remains.
    """
    month, today = asked.days(datetime.now(UTC))
    with_costs = sees_costs(caller)
    found = await queries.list_budgets(
        session,
        asked.filter,
        month,
        today,
        after=paging.after,
        limit=paging.limit + 1,
        with_costs=with_costs,
    )
    return web.Page[BudgetResponse].of(
        found, paging, lambda one: BudgetResponse.of(one, with_costs=with_costs)
    )


@router.get("/budgets/{budget_id}")
async def get_budget(
    budget_id: BudgetId,
    session: web.Session,
    caller: Reader,
    asked: Annotated[BudgetPeriodRequest, Query()],
    response: Response,
) -> BudgetResponse:
    """Read the budget of a customer, or of a project: one without a budget shows what it uses and plans all the same."""
    return await _response(budget_id, session, caller, asked, response)


@router.put("/budgets/{budget_id}")
@web.retried(UnknownReferenceError, seconds=3)
@web.refuses(
    BUDGETS_NEVER_OVERLAP, UnknownReferenceError, BudgetVersionRequiredError, ProjectBudgetError
)
async def set_budget(
    budget_id: BudgetId,
    body: SetBudgetRequest,
    session: web.Session,
    caller: Reader,
    expected: web.IfMatch,
    response: Response,
) -> BudgetResponse:
    """Set the budget of a customer under an id that the caller makes, or replace it.

    Needs `If-Match` with the `version` that was read, if it is there already. Budgets of projects are set with the project.
    """
    new, now = body.budget(budget_id), datetime.now(UTC)
    await commands.set_budget(session, new, expected=expected, now=now, by=caller.subject)
    return await _response(budget_id, session, caller, BudgetPeriodRequest(), response)


@router.delete("/budgets/{budget_id}", status_code=204)
@web.refuses(ProjectBudgetError)
async def delete_budget(
    budget_id: BudgetId, session: web.Session, caller: Reader, expected: web.RequiredIfMatch
) -> None:
    """Take back the budget of a customer."""
    await commands.delete_budget(session, budget_id, expected=expected)


@router.put("/budgets/{budget_id}/thresholds")
async def set_budget_thresholds(
    budget_id: Annotated[UUID, Path(description="Budget of a project, which has the project's id")],
    body: SetThresholdsRequest,
    session: web.Session,
    caller: Reader,
    expected: web.RequiredIfMatch,
    response: Response,
) -> BudgetResponse:
    """Choose of which percents of a project's budget people are told: 50, 80 and 100 until somebody does.

    Each is told once for each budget and month, however often it is reached.
    """
    now = datetime.now(UTC)
    await commands.set_thresholds(
        session, budget_id, body.thresholds, expected=expected, now=now, by=caller.subject
    )
    return await _response(budget_id, session, caller, BudgetPeriodRequest(), response)


async def _response(
    budget_id: UUID,
    session: web.Session,
    caller: web.Caller,
    asked: BudgetPeriodRequest,
    response: Response,
) -> BudgetResponse:
    month, today = asked.days(datetime.now(UTC))
    with_costs = sees_costs(caller)
    shown = await queries.get_budget(session, budget_id, month, today, with_costs=with_costs)
    response.headers["ETag"] = web.etag(shown.use.window.budget.version)
    return BudgetResponse.of(shown, with_costs=with_costs)
