"""Projects."""

from typing import Any
from uuid import UUID

from fastapi import Response

import web
from timer.api.answers import created, versioned
from timer.api.callers import Manager, Reader
from timer.api.texts import Name
from timer.commands import catalog
from timer.store import rows
from timer.store.tables import projects

router = web.router(tags=["projects"])


class ProjectIn(web.RequestModel):
    """`billable` is what time on it is, unless the entry says otherwise."""

    name: Name
    organization_id: UUID | None = None
    billable: bool = True
    archived: bool = False


class Project(web.ResponseModel):
    id: UUID
    version: int
    name: str
    organization_id: UUID | None
    billable: bool
    archived: bool


@router.post("/projects", status_code=201)
async def add(
    body: ProjectIn, session: web.Session, caller: Manager, response: Response
) -> Project:
    row = await catalog.add(session, caller.account_id, projects, _values(body))
    created(response, "projects", row.id, row.version)
    return Project.model_validate(row)


@router.get("/projects")
async def several(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    organization_id: UUID | None = None,
) -> web.Page[Project]:
    found = await rows.page(
        session,
        projects,
        paging.after,
        paging.limit,
        organization_id=organization_id,
    )
    return web.Page[Project].of(found, paging, Project.model_validate)


@router.get("/projects/{row_id}")
async def one(row_id: UUID, session: web.Session, caller: Reader, response: Response) -> Project:
    row = await catalog.get(session, projects, row_id)
    versioned(response, row.version)
    return Project.model_validate(row)


@router.put("/projects/{row_id}")
async def replace(
    row_id: UUID,
    body: ProjectIn,
    session: web.Session,
    caller: Manager,
    if_match: web.IfMatch,
    response: Response,
) -> Project:
    row = await catalog.change(session, projects, row_id, if_match, _values(body))
    versioned(response, row.version)
    return Project.model_validate(row)


def _values(body: ProjectIn) -> dict[str, Any]:
    return body.model_dump()
