"""Projects and their tasks."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

import web
from timer.api.callers import Manager, Reader
from timer.api.resources import MasterData, Resource
from timer.queries.master_data import PROJECTS, TASKS
from timer.schemas.work import (
    ProjectPatch,
    ProjectReplacement,
    ProjectRequest,
    ProjectResponse,
    TaskPatch,
    TaskReplacement,
    TaskRequest,
    TaskResponse,
)

router = web.router()
OfOrganization = Annotated[UUID | None, Query(description="Only those of this customer")]
OfProject = Annotated[UUID | None, Query(description="Only those of this project")]
_PROJECTS = Resource(PROJECTS, "projects", ProjectResponse)
_TASKS = Resource(TASKS, "tasks", TaskResponse)
_PROJECT_REFUSED = web.Constraint("project_name_taken"), web.Constraint("project_organization")
_TASK_REFUSED = (
    web.Constraint("task_name_taken"),
    web.Constraint("task_project"),
    web.Constraint("task_service_type"),
)


@router.post("/projects", status_code=201, tags=["projects"])
@web.refuses(*_PROJECT_REFUSED)
async def create_project(
    body: ProjectRequest, caller: Manager, data: MasterData
) -> ProjectResponse:
    """Create a project."""
    return await data.create(_PROJECTS, body)


@router.get("/projects", tags=["projects"])
async def list_projects(
    caller: Reader, data: MasterData, paging: web.Paging, organization_id: OfOrganization = None
) -> web.Page[ProjectResponse]:
    """List the projects, or those of one customer."""
    return await data.list(_PROJECTS, paging, organization_id=organization_id)


@router.get("/projects/{project_id}", tags=["projects"])
async def get_project(project_id: UUID, caller: Reader, data: MasterData) -> ProjectResponse:
    """Get a project."""
    return await data.get(_PROJECTS, project_id)


@router.put("/projects/{project_id}", tags=["projects"])
@web.refuses(*_PROJECT_REFUSED)
async def replace_project(
    project_id: UUID,
    body: ProjectReplacement,
    caller: Manager,
    data: MasterData,
    if_match: web.RequiredIfMatch,
) -> ProjectResponse:
    """Replace a project: all fields are sent, also those that stay. Demands the `ETag` that was read."""
    return await data.replace(_PROJECTS, project_id, body, if_match)


@router.patch("/projects/{project_id}", tags=["projects"])
@web.refuses(*_PROJECT_REFUSED)
async def change_project(
    project_id: UUID,
    body: ProjectPatch,
    caller: Manager,
    data: MasterData,
    if_match: web.IfMatch,
) -> ProjectResponse:
    """Change the fields that are sent, and no others (JSON merge patch)."""
    return await data.change(_PROJECTS, project_id, body, if_match)


@router.post("/tasks", status_code=201, tags=["tasks"])
@web.refuses(*_TASK_REFUSED)
async def create_task(body: TaskRequest, caller: Manager, data: MasterData) -> TaskResponse:
    """Create a task of a project."""
    return await data.create(_TASKS, body)


@router.get("/tasks", tags=["tasks"])
async def list_tasks(
    caller: Reader, data: MasterData, paging: web.Paging, project_id: OfProject = None
) -> web.Page[TaskResponse]:
    """List the tasks, or those of one project."""
    return await data.list(_TASKS, paging, project_id=project_id)


@router.get("/tasks/{task_id}", tags=["tasks"])
async def get_task(task_id: UUID, caller: Reader, data: MasterData) -> TaskResponse:
    """Get a task of a project."""
    return await data.get(_TASKS, task_id)


@router.put("/tasks/{task_id}", tags=["tasks"])
@web.refuses(*_TASK_REFUSED)
async def replace_task(
    task_id: UUID,
    body: TaskReplacement,
    caller: Manager,
    data: MasterData,
    if_match: web.RequiredIfMatch,
) -> TaskResponse:
    """Replace a task of a project: all fields are sent, also those that stay. Demands the `ETag` that was read."""
    return await data.replace(_TASKS, task_id, body, if_match)


@router.patch("/tasks/{task_id}", tags=["tasks"])
@web.refuses(*_TASK_REFUSED)
async def change_task(
    task_id: UUID, body: TaskPatch, caller: Manager, data: MasterData, if_match: web.IfMatch
) -> TaskResponse:
    """Change the fields that are sent, and no others (JSON merge patch)."""
    return await data.change(_TASKS, task_id, body, if_match)
