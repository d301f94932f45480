"""Customers, projects and tasks by the names that files call them."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from database import Session
from timer.store.tables import Organization, Project, Task


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


async def work_names(session: Session) -> WorkNames:
    """All of the account's."""
    found = WorkNames()
    client_of: dict[UUID | None, str] = {None: ""}
    for client in await session.scalars(select(Organization)):
        client_of[client.id] = client.folded_name
        found.organizations[client.folded_name] = Named(client.id, client.name)
    project_of: dict[UUID, tuple[str, str]] = {}
    for project in await session.scalars(select(Project)):
        project_of[project.id] = (client_of[project.organization_id], project.folded_name)
        named = Named(project.id, project.name, project.billable)
        found.projects[project_of[project.id]] = named
    for task in await session.scalars(select(Task)):
        found.tasks[(*project_of[task.project_id], task.folded_name)] = Named(task.id, task.name)
    return found
