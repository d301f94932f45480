"""A plan by week and agent: what is estimated of open tasks, against what each agent can work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from database import Session, Statement
from timer.capacity import Period
from timer.queries.capacity import capacity
from timer.workload import WEEK, Capacity, PlannedTask, PlannedWeek, plan_of, weeks_of

_TASKS = Statement("""
SELECT t.id, t.name, t.project_id, p.name AS project_name, t.planned_start, t.planned_finish, t.estimate_seconds,
    ARRAY(SELECT a.agent_id FROM task_assignees a WHERE a.task_id = t.id ORDER BY a.agent_id) AS assignees
FROM tasks t JOIN projects p ON p.id = t.project_id
WHERE t.planned_finish >= CAST(:first_day AS date) AND t.planned_start <= CAST(:last_day AS date)
    AND t.estimate_seconds IS NOT NULL AND t.status IN ('planned', 'in_progress')
    AND NOT t.archived AND NOT p.archived
    AND (CAST(:agent_id AS uuid) IS NULL OR EXISTS (
        SELECT FROM task_assignees a WHERE a.task_id = t.id AND a.agent_id = :agent_id))
ORDER BY t.planned_start, t.planned_finish, t.id
""")
_AGENTS = Statement("""
SELECT id, name FROM agents
WHERE (active OR id = ANY(CAST(:assigned AS uuid[]))) AND (CAST(:agent_id AS uuid) IS NULL OR id = :agent_id)
ORDER BY lower(name), id
""")


@dataclass(frozen=True, slots=True)
class TaskInPlan:
    """A task that the weeks speak of."""

    id: UUID
    name: str
    project_id: UUID
    project_name: str
    planned_start: date
    planned_finish: date
    estimate_seconds: int


@dataclass(frozen=True, slots=True)
class AgentPlan:
    """The weeks of an agent."""

    agent_id: UUID
    name: str
    weeks: list[PlannedWeek]


@dataclass(frozen=True, slots=True)
class Plan:
    """Weeks, who does what in them, and what nobody is to do yet."""

    weeks: list[date]
    agents: list[AgentPlan]
    unassigned: list[PlannedWeek]
    tasks: list[TaskInPlan]


async def plan(session: Session, first_week: date, count: int, agent_id: UUID | None) -> Plan:
    """The plan of some weeks, of the one agent whom the caller may see or of everybody."""
    weeks = weeks_of(first_week, count)
    last_day = weeks[-1] + WEEK - timedelta(days=1)
    days = {"first_day": first_week, "last_day": last_day, "agent_id": agent_id}
    rows = await _TASKS.all(session, days)
    tasks = [
        PlannedTask(
            *(row.id, row.planned_start, row.planned_finish, row.estimate_seconds),
            tuple(row.assignees),
        )
        for row in rows
    ]
    assigned = {one for task in tasks for one in task.assignees}
    agents = await _AGENTS.all(session, {"assigned": list(assigned), "agent_id": agent_id})
    ids = [agent.id for agent in agents]
    planned = plan_of(tasks, ids, weeks, await _capacity(session, ids, weeks))
    return Plan(
        weeks,
        [AgentPlan(agent.id, agent.name, planned[agent.id]) for agent in agents],
        planned[None],
        [TaskInPlan(*row[:-1]) for row in rows],
    )


async def _capacity(session: Session, agents: Sequence[UUID], weeks: Sequence[date]) -> Capacity:
    period = Period(weeks[0], weeks[-1] + WEEK - timedelta(days=1))
    found = await capacity(session, agents, period)
    return {
        (agent_id, week): sum(one.days[7 * number : 7 * number + 7])
        for agent_id, one in found.items()
        for number, week in enumerate(weeks)
    }
