"""What budgets have used up: kept by triggers, counted anew when a budget is another one."""

from uuid import UUID

from database import Session, Statement
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


async def count_anew(session: Session, project_id: UUID) -> None:
    """Add up what the periods of the project's new budget have used up, after who writes time on it now."""
    await _LOCK.all(session, {"id": project_id})
    await _FORGET.all(session, {"id": project_id})
    await _COUNT.all(session, {"id": project_id})
