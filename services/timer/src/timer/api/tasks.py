"""Tasks of projects: `/v1/tasks`."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

import web
from timer.api.callers import Manager, Reader
from timer.api.resources import MasterData, Resource, created, with_etag
from timer.commands import tasks as commands
from timer.commands.task_order import move_task as move
from timer.queries.master_data import TASKS
from timer.queries.tasks import complete
from timer.schemas.tasks import (
    TaskMoveRequest,
    TaskPatch,
    TaskReplacement,
    TaskRequest,
    TaskResponse,
)
from timer.task_order import TasksBusyError

router = web.router(prefix="/v1/tasks", tags=["tasks"])
OfProject = Annotated[UUID | None, Query(description="Only those of this project")]
_TASKS = Resource(TASKS, "tasks", TaskResponse, complete)
_REFUSED = (
    web.Constraint("task_name_taken"),
    web.Constraint("task_project"),
    web.Constraint("task_service_type"),
    web.Constraint("task_requester"),
    web.Constraint("task_assignee"),
)


@router.post("", status_code=201)
@web.refuses(*_REFUSED)
async def create_task(
    body: TaskRequest, session: web.Session, caller: Manager, response: Response
) -> TaskResponse:
    """Create a task of a project."""
    made = await commands.create_task(session, body.model_dump())
    return created(response, "tasks", TaskResponse.model_validate(made))


@router.get("")
async def list_tasks(
    caller: Reader, data: MasterData, paging: web.Paging, project_id: OfProject = None
) -> web.Page[TaskResponse]:
    """List the tasks, or those of one project."""
    return await data.list(_TASKS, paging, project_id=project_id)


@router.get("/{task_id}")
async def get_task(task_id: UUID, caller: Reader, data: MasterData) -> TaskResponse:
    """Get a task of a project."""
    return await data.get(_TASKS, task_id)


@router.put("/{task_id}")
@web.refuses(*_REFUSED)
async def replace_task(
    task_id: UUID,
    body: TaskReplacement,
    session: web.Session,
    caller: Manager,
    response: Response,
    if_match: web.RequiredIfMatch,
) -> TaskResponse:
    """Replace a task of a project: all fields are sent, also those that stay. Demands the `ETag` that was read."""
    changed = await commands.update_task(session, task_id, body.model_dump(), expected=if_match)
    return with_etag(response, TaskResponse.model_validate(changed))


@router.patch("/{task_id}")
@web.refuses(*_REFUSED)
async def change_task(
    task_id: UUID,
    body: TaskPatch,
    session: web.Session,
    caller: Manager,
    response: Response,
    if_match: web.IfMatch,
) -> TaskResponse:
    """Change the fields that are sent, and no others (JSON merge patch)."""
    changed = await commands.update_task(session, task_id, body.changes, expected=if_match)
    return with_etag(response, TaskResponse.model_validate(changed))


@router.post("/{task_id}/move")
@web.refuses(TasksBusyError)
@web.retried(TasksBusyError, seconds=3)
async def move_task(
    task_id: UUID,
    body: TaskMoveRequest,
    session: web.Session,
    caller: Manager,
    response: Response,
    if_match: web.RequiredIfMatch,
) -> TaskResponse:
    """Put a task elsewhere in the tree of its project, between two others or beneath another parent.

    Where no number is left between two positions, those of all parts of the parent are counted anew, and have newer
    versions.
    """
    moved = await move(session, task_id, body.parent_id, body.before_id, expected=if_match)
    return with_etag(response, TaskResponse.model_validate(moved))
