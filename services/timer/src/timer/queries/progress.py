"""How far a project is: its tasks with what was logged on them, in one read of kept sums."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from database import Row, Session, Statement
from database.kept_sums import NOTHING
from database.mapping import as_dataclass
from domain_errors import NotFoundError
from timer.budget import WHOLE_PROJECT, Budget, SpentBudget
from timer.calendar import local_date
from timer.progress import Planned, Progress, TaskProgress, TrackedTask, progress_of
from timer.queries.account_settings import account_settings

_PROJECT = Statement("""
SELECT p.planned_start, p.planned_finish, p.archived, p.budget_seconds, p.budget_period, p.overspend,
    b.first_day, b.seconds AS spent_seconds
FROM projects p
LEFT JOIN spent_budgets b ON b.project_id = p.id AND b.first_day IN (:month, :whole)
WHERE p.id = :id
""")
_TASKS = Statement("""
SELECT t.id, t.parent_id, t.position, t.planned_start, t.planned_finish, t.estimate_seconds, t.status, t.percent_done,
    t.milestone, t.archived, coalesce(l.seconds, 0)::bigint AS logged_seconds, l.since AS logged_since
FROM (SELECT * FROM tasks WHERE project_id = :id) t
FULL JOIN (
    SELECT coalesce(o.id, :no_task) AS task_id, sum(d.seconds) AS seconds,
        min(d.work_date) FILTER (WHERE d.seconds > 0) AS since
    FROM (
        SELECT project_id, task_id, work_date, sum(seconds) AS seconds FROM logged_days
        WHERE project_id = :id GROUP BY 1, 2, 3
    ) d LEFT JOIN tasks o ON o.project_id = d.project_id AND o.id = d.task_id
    GROUP BY 1
) l ON l.task_id = t.id
""")


@dataclass(frozen=True, slots=True)
class BudgetUse:
    """A budget of hours and what its period has used up. `month`: its first day; None for the whole project."""

    spent: SpentBudget
    month: date | None


@dataclass(frozen=True, slots=True)
class TrackedProject:
    """How far a project is on a day; `direct_seconds` were logged on none of its tasks."""

    project_id: UUID
    today: date
    progress: Progress
    direct_seconds: int
    budget: BudgetUse | None
    tasks: list[TaskProgress]


async def project_progress(session: Session, project_id: UUID, now: datetime) -> TrackedProject:
    """Compare what is planned of a project with what was logged. Raises `NotFoundError`."""
    today = local_date(now, (await account_settings(session)).time_zone)
    periods = {"month": today.replace(day=1), "whole": WHOLE_PROJECT}
    project = await _PROJECT.first(session, {"id": project_id, **periods})
    if project is None:
        raise NotFoundError("project")
    rows = await _TASKS.all(session, {"id": project_id, "no_task": NOTHING})
    direct = next((row for row in rows if row.id is None), None)
    planned = Planned(
        project.planned_start,
        project.planned_finish,
        direct.logged_seconds if direct else 0,
        direct.logged_since if direct else None,
        project.archived,
    )
    tasks = [as_dataclass(TrackedTask, row) for row in rows if row.id]
    found = progress_of(planned, tasks, today)
    return TrackedProject(
        *(project_id, today, found.project, planned.logged_seconds),
        _budget_use(project, today),
        found.tasks,
    )


def _budget_use(row: Row, today: date) -> BudgetUse | None:
    if row.budget_seconds is None:
        return None
    budget = Budget(row.budget_seconds, row.budget_period, row.overspend)
    first_day = budget.period_of(today)
    month = None if first_day == WHOLE_PROJECT else first_day
    return BudgetUse(SpentBudget(budget, row.spent_seconds or 0), month)
