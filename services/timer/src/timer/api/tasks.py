"""Tasks of projects."""

from typing import Any
from uuid import UUID

from fastapi import Response

import web
from timer.api.answers import created, versioned
from timer.api.callers import Manager, Reader
from timer.api.texts import Name
from timer.commands import catalog
from timer.store import rows
from timer.store.tables import tasks

router = web.router(tags=["tasks"])


class TaskIn(web.RequestModel):
    name: Name
    project_id: UUID
    service_type_id: UUID | None = None
    archived: bool = False


class Task(web.ResponseModel):
    id: UUID
    version: int
    name: str
    project_id: UUID
    service_type_id: UUID | None
    archived: bool


@router.post("/tasks", status_code=201)
async def add(body: TaskIn, session: web.Session, caller: Manager, response: Response) -> Task:
    row = await catalog.add(session, caller.account_id, tasks, _values(body))
    created(response, "tasks", row.id, row.version)
    return Task.model_validate(row)


@router.get("/tasks")
async def several(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    project_id: UUID | None = None,
) -> web.Page[Task]:
    found = await rows.page(session, tasks, paging.after, paging.limit, project_id=project_id)
    return web.Page[Task].of(found, paging, Task.model_validate)


@router.get("/tasks/{row_id}")
async def one(row_id: UUID, session: web.Session, caller: Reader, response: Response) -> Task:
    row = await catalog.get(session, tasks, row_id)
    versioned(response, row.version)
    return Task.model_validate(row)


@router.put("/tasks/{row_id}")
async def replace(
    row_id: UUID,
    body: TaskIn,
    session: web.Session,
    caller: Manager,
    if_match: web.IfMatch,
    response: Response,
) -> Task:
    row = await catalog.change(session, tasks, row_id, if_match, _values(body))
    versioned(response, row.version)
    return Task.model_validate(row)


def _values(body: TaskIn) -> dict[str, Any]:
    return body.model_dump()
