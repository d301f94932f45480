"""Projects: `/v1/projects`."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response

import web
from money import Money
from timer.api.callers import Manager, Reader
from timer.api.resources import MasterData, Resource, created, with_etag
from timer.commands import projects as commands
from timer.queries.master_data import PROJECTS
from timer.schemas.projects import (
    ProjectPatch,
    ProjectReplacement,
    ProjectRequest,
    ProjectResponse,
)

router = web.router(prefix="/v1/projects", tags=["projects"])
OfOrganization = Annotated[UUID | None, Query(description="Only those of this customer")]
_PROJECTS = Resource(PROJECTS, "projects", ProjectResponse)
_REFUSED = web.Constraint("project_name_taken"), web.Constraint("project_organization")


@router.post("", status_code=201)
@web.refuses(*_REFUSED)
async def create_project(
    body: ProjectRequest, session: web.Session, caller: Manager, response: Response
) -> ProjectResponse:
    """Create a project."""
    made = await commands.create_project(session, _values(body.model_dump()))
    return created(response, "projects", ProjectResponse.model_validate(made))


@router.get("")
async def list_projects(
    caller: Reader, data: MasterData, paging: web.Paging, organization_id: OfOrganization = None
) -> web.Page[ProjectResponse]:
    """List the projects, or those of one customer."""
    return await data.list(_PROJECTS, paging, organization_id=organization_id)


@router.get("/{project_id}")
async def get_project(project_id: UUID, caller: Reader, data: MasterData) -> ProjectResponse:
    """Get a project."""
    return await data.get(_PROJECTS, project_id)


@router.put("/{project_id}")
@web.refuses(*_REFUSED)
async def replace_project(
    project_id: UUID,
    body: ProjectReplacement,
    session: web.Session,
    caller: Manager,
    response: Response,
    if_match: web.RequiredIfMatch,
) -> ProjectResponse:
    """Replace a project: all fields are sent, also those that stay. Demands the `ETag` that was read."""
    values = _values(body.model_dump())
    changed = await commands.update_project(session, project_id, values, expected=if_match)
    return with_etag(response, ProjectResponse.model_validate(changed))


@router.patch("/{project_id}")
@web.refuses(*_REFUSED)
async def change_project(
    project_id: UUID,
    body: ProjectPatch,
    session: web.Session,
    caller: Manager,
    response: Response,
    if_match: web.IfMatch,
) -> ProjectResponse:
    """Change the fields that are sent, and no others (JSON merge patch)."""
    values = _values(body.changes)
    changed = await commands.update_project(session, project_id, values, expected=if_match)
    return with_etag(response, ProjectResponse.model_validate(changed))


def _values(sent: dict[str, Any]) -> dict[str, Any]:
    if sent.get("budget_money"):
        return {**sent, "budget_money": Money(**sent["budget_money"])}
    return sent
