"""What is planned of projects and customers, and what the rules give to it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from database import Session, Statement
from database.mapping import as_dataclass
from rates.domain.planned_time import PlannedTask, PlannedValue, PlannedWork, PlanRules
from rates.store.customers import staying
from rates.store.matching import matched

_PROJECTS = f"""
    SELECT project_id, {staying("organization_id")} AS organization_id, billable FROM projects
    WHERE project_id = ANY(CAST(:project_ids AS uuid[])) AND NOT archived AND NOT closed
    UNION
    SELECT project_id, {staying("organization_id")}, billable FROM projects
    WHERE organization_id = ANY(CAST(:organization_ids AS uuid[])) AND NOT archived AND NOT closed
"""
_TASKS = Statement(f"""
WITH project AS MATERIALIZED ({_PROJECTS}), logged AS MATERIALIZED (
    SELECT work_item_id, sum(seconds) AS seconds FROM (
        SELECT month.work_item_id, month.seconds FROM project
        JOIN valued_months month ON month.project_id = project.project_id
        UNION ALL
        SELECT change.work_item_id, change.seconds FROM project
        JOIN valued_changes change ON change.project_id = project.project_id
    ) AS sums GROUP BY work_item_id
)
SELECT task.task_id, task.project_id, project.organization_id, task.service_type_id, project.billable,
    task.planned_start, task.planned_finish, task.estimate_seconds, task.percent_done, task.assignee_ids,
    coalesce(logged.seconds, 0)::bigint AS logged_seconds
FROM project JOIN planned_tasks task ON task.project_id = project.project_id AND task.open
LEFT JOIN logged ON logged.work_item_id = task.task_id
""")
_RULES = " UNION ALL ".join(
    f"SELECT project_id, agent_id, team_id, service_type_id, valid_from, valid_to FROM {table} WHERE superseded_at IS NULL"
    for table in ("rates", "costs")
)
_CHANGES = Statement(f"""
WITH rule AS MATERIALIZED ({_RULES}), days AS (
    SELECT valid_from AS day FROM rule UNION SELECT valid_to + 1 FROM rule
    UNION SELECT first_day FROM team_memberships UNION SELECT last_day + 1 FROM team_memberships
)
SELECT ARRAY(SELECT day FROM days WHERE day > CAST(:today AS date) AND day <= CAST(:last AS date)) AS days,
    ARRAY(SELECT project_id FROM rule WHERE project_id IS NOT NULL UNION
        SELECT agent_id FROM rule WHERE agent_id IS NOT NULL UNION
        SELECT service_type_id FROM rule WHERE service_type_id IS NOT NULL) AS named,
    EXISTS (SELECT FROM rule WHERE team_id IS NOT NULL) AS teams
""")
_WORK = """
    SELECT gen_random_uuid() AS entry_id, true AS live, work.*
    FROM unnest(CAST(:numbers AS int[]), CAST(:project_id AS uuid[]), CAST(:organization_id AS uuid[]),
        CAST(:service_type_id AS uuid[]), CAST(:agent_id AS uuid[]), CAST(:billable AS bool[]), CAST(:day AS date[]))
        AS work(number, project_id, organization_id, service_type_id, agent_id, billable, work_date)
"""
_VALUES = Statement(f"""
WITH {matched(_WORK)}
SELECT number, amount, currency, cost_amount, cost_currency FROM outcome
""")
_COLUMNS = ("project_id", "organization_id", "service_type_id", "agent_id", "billable", "day")


async def open_tasks(
    session: Session, project_ids: Collection[UUID], organization_ids: Collection[UUID]
) -> list[PlannedTask]:
    """The tasks of which something may be left, of these projects and of those of these customers."""
    values = {"project_ids": list(project_ids), "organization_ids": list(organization_ids)}
    return [as_dataclass(PlannedTask, row) for row in await _TASKS.all(session, values)]


async def rules_until(session: Session, today: date, last: date) -> PlanRules:
    """On which days after today a rule or a membership begins or is over, and what rules name."""
    row = await _CHANGES.one(session, {"today": today, "last": last})
    return PlanRules(row.days, frozenset(row.named), row.teams)


async def values_of(
    session: Session, works: Iterable[PlannedWork]
) -> dict[PlannedWork, PlannedValue]:
    """What an hour of each is worth: the statement that prices time, without anything that is stored."""
    wanted: Sequence[PlannedWork] = list(dict.fromkeys(works))
    if not wanted:
        return {}
    values = {name: [getattr(work, name) for work in wanted] for name in _COLUMNS}
    rows = await _VALUES.all(session, {"numbers": list(range(len(wanted))), **values})
    return {wanted[row.number]: as_dataclass(PlannedValue, row) for row in rows}
