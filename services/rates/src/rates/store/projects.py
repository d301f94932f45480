"""Projects with their budgets, and what is planned in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from contracts.timer import ProjectChanged, TaskChanged
from database import Session, Statement

_ENDED = ("done", "cancelled")
# Sorted, so that two processes with the same projects wait for each other and do not deadlock.
_STORE_PROJECTS = Statement("""
INSERT INTO projects AS stored (project_id, version, organization_id, billable, budget_seconds, budget_amount,
    budget_currency, budget_period, closed, archived)
SELECT * FROM unnest(CAST(:project_id AS uuid[]), CAST(:version AS int[]), CAST(:organization_id AS uuid[]),
    CAST(:billable AS bool[]), CAST(:budget_seconds AS int[]), CAST(:budget_amount AS numeric[]),
    CAST(:budget_currency AS text[]), CAST(:budget_period AS text[]), CAST(:closed AS bool[]), CAST(:archived AS bool[]))
    AS project(id) ORDER BY id
ON CONFLICT (account_id, project_id) DO UPDATE SET version = excluded.version,
    organization_id = excluded.organization_id, billable = excluded.billable, budget_seconds = excluded.budget_seconds,
    budget_amount = excluded.budget_amount, budget_currency = excluded.budget_currency,
    budget_period = excluded.budget_period, closed = excluded.closed, archived = excluded.archived
    WHERE stored.version < excluded.version
RETURNING project_id, organization_id
""")
_STORE_TASKS = Statement("""
WITH task AS (
    SELECT * FROM unnest(CAST(:task_id AS uuid[]), CAST(:version AS int[]), CAST(:project_id AS uuid[]),
        CAST(:service_type_id AS uuid[]), CAST(:planned_start AS date[]), CAST(:planned_finish AS date[]),
        CAST(:estimate_seconds AS int[]), CAST(:percent_done AS int[]), CAST(:assignees AS text[]), CAST(:open AS bool[]))
        AS task(task_id, version, project_id, service_type_id, planned_start, planned_finish, estimate_seconds,
            percent_done, assignees, open)
), stored AS (
    INSERT INTO planned_tasks AS stored (task_id, version, project_id, service_type_id, planned_start, planned_finish,
        estimate_seconds, percent_done, assignee_ids, open)
    SELECT task_id, version, project_id, service_type_id, planned_start, planned_finish, estimate_seconds, percent_done,
        CAST(assignees AS uuid[]), open
    FROM task ORDER BY task_id
    ON CONFLICT (account_id, task_id) DO UPDATE SET version = excluded.version, project_id = excluded.project_id,
        service_type_id = excluded.service_type_id, planned_start = excluded.planned_start,
        planned_finish = excluded.planned_finish, estimate_seconds = excluded.estimate_seconds,
        percent_done = excluded.percent_done, assignee_ids = excluded.assignee_ids, open = excluded.open
        WHERE stored.version < excluded.version
    RETURNING old.project_id AS before, new.project_id AS after
)
SELECT DISTINCT named.project_id, (
    SELECT organization_id FROM projects WHERE projects.project_id = named.project_id LIMIT 1) AS organization_id
FROM (SELECT before AS project_id FROM stored UNION SELECT after FROM stored) AS named WHERE named.project_id IS NOT NULL
""")


@dataclass(frozen=True, slots=True)
class Touch:
    """A project, with the customer whose it is, of which something has changed."""

    project_id: UUID | None
    organization_id: UUID | None


async def store_projects(session: Session, newest: Iterable[ProjectChanged]) -> list[Touch]:
    """Keep the newest version of each; returns those that are newer than what was known."""
    rows = [
        {
            **event.model_dump(include=_SAME),
            "budget_amount": event.budget_money and event.budget_money.amount,
            "budget_currency": event.budget_money and event.budget_money.currency,
        }
        for event in newest
    ]
    values = {name: [row[name] for row in rows] for name in (*_SAME, *_MONEY)}
    return [Touch(*row) for row in await _STORE_PROJECTS.all(session, values)]


async def store_tasks(session: Session, newest: Iterable[TaskChanged]) -> list[Touch]:
    """Keep the newest version of each; returns the projects whose plan is another since."""
    rows = [
        {
            **event.model_dump(include=_TASK),
            "assignees": "{" + ",".join(map(str, event.assignee_ids)) + "}",
            "open": not (event.archived or event.milestone or event.status in _ENDED),
        }
        for event in newest
    ]
    values = {name: [row[name] for row in rows] for name in (*_TASK, "assignees", "open")}
    return [Touch(*row) for row in await _STORE_TASKS.all(session, values)]


_MONEY = ("budget_amount", "budget_currency")
_SAME = {
    "project_id",
    "version",
    "organization_id",
    "billable",
    "budget_seconds",
    "budget_period",
    "closed",
    "archived",
}
_TASK = {
    "task_id",
    "version",
    "project_id",
    "service_type_id",
    "planned_start",
    "planned_finish",
    "estimate_seconds",
    "percent_done",
}
