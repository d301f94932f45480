"""Make the agents, customers, projects and tasks that an import names."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from timer.commands import master_data
from timer.commands.master_data import Values
from timer.importing.report import NewAgent, NewProject, NewTask, ToCreate
from timer.names import folded
from timer.queries.master_data import AGENTS, ORGANIZATIONS, PROJECTS, TASKS
from timer.store.work_names import WorkNames, work_names


async def create_named(session: AsyncSession, wanted: ToCreate, time_zone: str) -> dict[str, UUID]:
    """Creates all of `wanted`; gives the new agents by their identity in the file."""
    made = {
        agent.email or folded(agent.name): await _agent(session, agent, time_zone)
        for agent in wanted.agents
    }
    for name in wanted.organizations:
        await master_data.create(session, ORGANIZATIONS, {"name": name})
    if wanted.projects:
        names = await work_names(session)
        for project in wanted.projects:
            await _project(session, project, names)
    if wanted.tasks:
        names = await work_names(session)
        for task in wanted.tasks:
            await _task(session, task, names)
    return made


async def _agent(session: AsyncSession, agent: NewAgent, time_zone: str) -> UUID:
    values: Values = {
        "name": agent.name,
        "email": agent.email or None,
        "aliases": (),
        "time_zone": time_zone,
        "active": True,
    }
    row = await master_data.create(session, AGENTS, values)
    return UUID(str(row.id))


async def _project(session: AsyncSession, project: NewProject, names: WorkNames) -> None:
    owner = names.organizations.get(folded(project.organization))
    values = {"name": project.name, "billable": project.billable, "archived": False}
    organization_id = owner.id if owner else None
    await master_data.create(session, PROJECTS, {**values, "organization_id": organization_id})


async def _task(session: AsyncSession, task: NewTask, names: WorkNames) -> None:
    project = names.projects[folded(task.organization), folded(task.project)]
    values = {"name": task.name, "project_id": project.id, "archived": False}
    await master_data.create(session, TASKS, values)
