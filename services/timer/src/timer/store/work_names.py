"""Customers, projects and tasks by the names that files call them."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from timer.store.tables import organizations, projects, tasks


@dataclass(frozen=True, slots=True)
class Named:
    """`billable`: what a project says of work that does not say it itself."""

    id: UUID
    name: str
    billable: bool = True


@dataclass(frozen=True, slots=True)
class WorkNames:
    """By folded names: (client), (client, project), (client, project, task)."""

    organizations: dict[str, Named] = field(default_factory=dict)
    projects: dict[tuple[str, str], Named] = field(default_factory=dict)
    tasks: dict[tuple[str, str, str], Named] = field(default_factory=dict)


async def work_names(session: AsyncSession) -> WorkNames:
    """All of the account's."""
    found = WorkNames()
    client_of: dict[UUID | None, str] = {None: ""}
    for row in await session.execute(select(organizations)):
        client_of[row.id] = row.folded_name
        found.organizations[row.folded_name] = Named(row.id, row.name)
    project_of: dict[UUID, tuple[str, str]] = {}
    for row in await session.execute(select(projects)):
        project_of[row.id] = (client_of[row.organization_id], row.folded_name)
        found.projects[project_of[row.id]] = Named(row.id, row.name, row.billable)
    for row in await session.execute(select(tasks)):
        found.tasks[(*project_of[row.project_id], row.folded_name)] = Named(row.id, row.name)
    return found
