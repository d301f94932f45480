"""Make the agents, customers, projects and tasks that an import names."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from timer.commands import catalog
from timer.commands.catalog import Values
from timer.importing.report import NewAgent, NewProject, NewTask, ToCreate
from timer.names import folded
from timer.store.tables import agents, organizations, projects, tasks
from timer.store.work_names import WorkNames, work_names


async def create_named(
    session: AsyncSession, account_id: UUID, wanted: ToCreate, time_zone: str
) -> dict[str, UUID]:
    """Creates all of `wanted`; gives the new agents by their identity in the file."""
    made = {
        agent.email or folded(agent.name): await _agent(session, account_id, agent, time_zone)
        for agent in wanted.agents
    }
    for name in wanted.organizations:
        await catalog.add(session, account_id, organizations, {"name": name, **NO_ADDRESS})
    if wanted.projects:
        names = await work_names(session)
        for project in wanted.projects:
            await _project(session, account_id, project, names)
    if wanted.tasks:
        names = await work_names(session)
        for task in wanted.tasks:
            await _task(session, account_id, task, names)
    return made


NO_ADDRESS = {
    "address_lines": [],
    "postal_code": "",
    "city": "",
    "language": "en",
    "email_domains": [],
    "archived": False,
}


async def _agent(session: AsyncSession, account_id: UUID, agent: NewAgent, time_zone: str) -> UUID:
    values: Values = {
        "name": agent.name,
        "email": agent.email or None,
        "aliases": [],
        "time_zone": time_zone,
        "active": True,
    }
    row = await catalog.add(session, account_id, agents, values)
    return UUID(str(row.id))


async def _project(
    session: AsyncSession, account_id: UUID, project: NewProject, names: WorkNames
) -> None:
    owner = names.organizations.get(folded(project.organization))
    values = {"name": project.name, "billable": project.billable, "archived": False}
    organization_id = owner.id if owner else None
    await catalog.add(session, account_id, projects, {**values, "organization_id": organization_id})


async def _task(session: AsyncSession, account_id: UUID, task: NewTask, names: WorkNames) -> None:
    project = names.projects[folded(task.organization), folded(task.project)]
    values = {"name": task.name, "project_id": project.id, "archived": False}
    await catalog.add(session, account_id, tasks, values)
