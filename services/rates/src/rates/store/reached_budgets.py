"""What of budgets was touched and is to be looked at, and what was reached, each once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from database import Session, Statement
from rates.domain.budgets import Reached
from rates.store.budget_triggers import TOUCHED
from rates.store.projects import Touch

MOST_TOUCHES = 1000
_TAKE = Statement("""
DELETE FROM budget_touches WHERE (account_id, id) IN (SELECT account_id, id FROM budget_touches ORDER BY id LIMIT :most)
RETURNING project_id, organization_id, month
""")
_TOUCH = Statement(f"""
WITH touched AS (
    INSERT INTO budget_touches (project_id, organization_id)
    SELECT * FROM unnest(CAST(:project_ids AS uuid[]), CAST(:organization_ids AS uuid[])) RETURNING id
){TOUCHED}
""")
_TOUCH_PLANNED = Statement(f"""
WITH touched AS (
    INSERT INTO budget_touches (project_id, organization_id)
    SELECT project_id, organization_id FROM projects
    WHERE EXISTS (SELECT FROM planned_tasks task WHERE task.project_id = projects.project_id AND task.open)
    RETURNING id
){TOUCHED}
""")
_ADD = Statement("""
WITH new AS (
    SELECT * FROM unnest(CAST(:budget_id AS uuid[]), CAST(:first_day AS date[]), CAST(:measure AS text[]),
        CAST(:forecast AS bool[]), CAST(:percent AS int[]), CAST(:goal AS numeric[]), CAST(:currency AS text[]),
        CAST(:used AS numeric[])) WITH ORDINALITY
        AS new(budget_id, first_day, measure, forecast, percent, goal, currency, used, place)
)
INSERT INTO reached_budgets (budget_id, first_day, measure, forecast, percent, goal, currency, used, reached_at)
SELECT budget_id, first_day, measure, forecast, percent, goal, currency, used, :now FROM new
ORDER BY budget_id, first_day, measure, forecast, percent
ON CONFLICT DO NOTHING
RETURNING number, budget_id, first_day, measure, forecast, percent
""")
_LIST = Statement("""
SELECT budget_id, first_day, measure, forecast, percent, goal, currency, reached_at FROM reached_budgets
WHERE budget_id = ANY(CAST(:ids AS uuid[])) ORDER BY number
""")
_COLUMNS = ("first_day", "measure", "forecast", "percent", "goal", "currency", "used")


@dataclass(frozen=True, slots=True)
class Touched(Touch):
    """A project or a customer whose time of a month, or (None) whose plan, is another."""

    month: date | None


async def take_touched(session: Session) -> list[Touched]:
    """What was touched since it was last looked at."""
    return [Touched(*row) for row in await _TAKE.all(session, {"most": MOST_TOUCHES})]


async def touch(session: Session, touches: Collection[Touch]) -> None:
    """Have the budgets of these looked at."""
    if touches:
        values = {
            "project_ids": [one.project_id for one in touches],
            "organization_ids": [one.organization_id for one in touches],
        }
        await _TOUCH.all(session, values)


async def touch_planned(session: Session) -> None:
    """Have the budgets of all looked at for whom something is planned: what it is worth may be another."""
    await _TOUCH_PLANNED.all(session)


async def add(
    session: Session, reached: Sequence[Reached], now: datetime
) -> list[tuple[int, Reached]]:
    """Note what was reached; returns what was not yet known, each with its number, which only grows."""
    if not reached:
        return []
    values = {name: [getattr(one, name) for one in reached] for name in _COLUMNS}
    values["budget_id"] = [one.window.budget.budget_id for one in reached]
    rows = await _ADD.all(session, {**values, "now": now})
    known = {_key(one): one for one in reached}
    return [(row[0], known[tuple(row[1:])]) for row in sorted(rows, key=lambda row: row[0])]


@dataclass(frozen=True, slots=True)
class ReachedOnce:
    """That so much of a budget was reached, and when."""

    budget_id: UUID
    first_day: date
    measure: str
    forecast: bool
    percent: int
    goal: object
    currency: str
    reached_at: datetime


async def list_reached(session: Session, budget_ids: Collection[UUID]) -> list[ReachedOnce]:
    """What these budgets have reached so far, oldest first."""
    return [ReachedOnce(*row) for row in await _LIST.all(session, {"ids": list(budget_ids)})]


def _key(one: Reached) -> tuple[object, ...]:
    budget_id = one.window.budget.budget_id
    return budget_id, one.first_day, one.measure, one.forecast, one.percent
