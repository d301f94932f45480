"""What budgets have used up: kept by triggers, counted anew when a budget is another one."""

from datetime import date
from uuid import UUID

from database import Session, Statement
from timer.budget import Budget, SpentBudget
from timer.store.triggers import PERIOD

_LOCK = Statement("SELECT FROM projects WHERE id = :id FOR UPDATE")
_FORGET = Statement("DELETE FROM spent_budgets WHERE project_id = :id")
_COUNT = Statement(f"""
INSERT INTO spent_budgets (project_id, first_day, seconds)
SELECT p.id, {PERIOD.format(day="l.work_date")}, sum(l.seconds)
FROM projects p JOIN logged_days l ON l.project_id = p.id
WHERE p.id = :id AND p.budget_seconds IS NOT NULL
GROUP BY 1, 2
""")
_SPENT = Statement(f"""
SELECT p.budget_seconds, p.budget_period, p.overspend, coalesce(b.seconds, 0) AS spent_seconds
FROM projects p
LEFT JOIN spent_budgets b ON b.project_id = p.id AND b.first_day = {PERIOD.format(day="CAST(:day AS date)")}
WHERE p.id = :id
""")


async def spent_budget(session: Session, project_id: UUID, day: date) -> SpentBudget:
    """What was used up of the project's budget, in the period that this day is in."""
    row = await _SPENT.one(session, {"id": project_id, "day": day})
    return SpentBudget(Budget(*row[:3]), row.spent_seconds)


async def count_anew(session: Session, project_id: UUID) -> None:
    """Add up what the periods of the project's new budget have used up, after who writes time on it now."""
    await _LOCK.all(session, {"id": project_id})
    await _FORGET.all(session, {"id": project_id})
    await _COUNT.all(session, {"id": project_id})
