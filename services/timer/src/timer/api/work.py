"""What time is spent on: kinds of work, projects and their tasks, tickets."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

import web
from timer.api.callers import Manager, Reader
from timer.api.resources import MasterData, Resource
from timer.queries.master_data import PROJECTS, SERVICE_TYPES, TASKS, TICKETS
from timer.schemas.master_data import (
    ProjectPatch,
    ProjectReplacement,
    ProjectRequest,
    ProjectResponse,
    ServiceTypePatch,
    ServiceTypeReplacement,
    ServiceTypeRequest,
    ServiceTypeResponse,
    TaskPatch,
    TaskReplacement,
    TaskRequest,
    TaskResponse,
    TicketPatch,
    TicketReplacement,
    TicketRequest,
    TicketResponse,
)

router = web.router()
OfOrganization = Annotated[UUID | None, Query(description="Only those of this customer")]
OfProject = Annotated[UUID | None, Query(description="Only those of this project")]
OfRequester = Annotated[UUID | None, Query(description="Only those that this contact asked for")]
_SERVICE_TYPES = Resource(SERVICE_TYPES, "service-types", ServiceTypeResponse)
_PROJECTS = Resource(PROJECTS, "projects", ProjectResponse)
_TASKS = Resource(TASKS, "tasks", TaskResponse)
_TICKETS = Resource(TICKETS, "tickets", TicketResponse)
_SERVICE_TYPE_REFUSED = web.Constraint("service_type_name_taken")
_PROJECT_REFUSED = web.Constraint("project_name_taken"), web.Constraint("project_organization")
_TASK_REFUSED = (
    web.Constraint("task_name_taken"),
    web.Constraint("task_project"),
    web.Constraint("task_service_type"),
)
_TICKET_REFUSED = web.Constraint("ticket_requester"), web.Constraint("ticket_service_type")


@router.post("/service-types", status_code=201, tags=["service types"])
@web.refuses(_SERVICE_TYPE_REFUSED)
async def create_service_type(
    body: ServiceTypeRequest, caller: Manager, data: MasterData
) -> ServiceTypeResponse:
    """Create a kind of work."""
    return await data.create(_SERVICE_TYPES, body)


@router.get("/service-types", tags=["service types"])
async def list_service_types(
    caller: Reader, data: MasterData, paging: web.Paging
) -> web.Page[ServiceTypeResponse]:
    """List the kinds of work."""
    return await data.list(_SERVICE_TYPES, paging)


@router.get("/service-types/{service_type_id}", tags=["service types"])
async def get_service_type(
    service_type_id: UUID, caller: Reader, data: MasterData
) -> ServiceTypeResponse:
    """Get a kind of work."""
    return await data.get(_SERVICE_TYPES, service_type_id)


@router.put("/service-types/{service_type_id}", tags=["service types"])
@web.refuses(_SERVICE_TYPE_REFUSED)
async def replace_service_type(
    service_type_id: UUID,
    body: ServiceTypeReplacement,
    caller: Manager,
    data: MasterData,
    if_match: web.RequiredIfMatch,
) -> ServiceTypeResponse:
    """Replace a kind of work: all fields are sent, also those that stay. Demands the `ETag` that was read."""
    return await data.replace(_SERVICE_TYPES, service_type_id, body, if_match)


@router.patch("/service-types/{service_type_id}", tags=["service types"])
@web.refuses(_SERVICE_TYPE_REFUSED)
async def change_service_type(
    service_type_id: UUID,
    body: ServiceTypePatch,
    caller: Manager,
    data: MasterData,
    if_match: web.IfMatch,
) -> ServiceTypeResponse:
    """Change the fields that are sent, and no others (JSON merge patch)."""
    return await data.change(_SERVICE_TYPES, service_type_id, body, if_match)


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


@router.post("/tickets", status_code=201, tags=["tickets"])
@web.refuses(*_TICKET_REFUSED)
async def create_ticket(body: TicketRequest, caller: Manager, data: MasterData) -> TicketResponse:
    """Create a ticket."""
    return await data.create(_TICKETS, body)


@router.get("/tickets", tags=["tickets"])
async def list_tickets(
    caller: Reader, data: MasterData, paging: web.Paging, requester_id: OfRequester = None
) -> web.Page[TicketResponse]:
    """List the tickets, or those of one contact."""
    return await data.list(_TICKETS, paging, requester_id=requester_id)


@router.get("/tickets/{ticket_id}", tags=["tickets"])
async def get_ticket(ticket_id: UUID, caller: Reader, data: MasterData) -> TicketResponse:
    """Get a ticket."""
    return await data.get(_TICKETS, ticket_id)


@router.put("/tickets/{ticket_id}", tags=["tickets"])
@web.refuses(*_TICKET_REFUSED)
async def replace_ticket(
    ticket_id: UUID,
    body: TicketReplacement,
    caller: Manager,
    data: MasterData,
    if_match: web.RequiredIfMatch,
) -> TicketResponse:
    """Replace a ticket: all fields are sent, also those that stay. Demands the `ETag` that was read."""
    return await data.replace(_TICKETS, ticket_id, body, if_match)


@router.patch("/tickets/{ticket_id}", tags=["tickets"])
@web.refuses(*_TICKET_REFUSED)
async def change_ticket(
    ticket_id: UUID, body: TicketPatch, caller: Manager, data: MasterData, if_match: web.IfMatch
) -> TicketResponse:
    """Change the fields that are sent, and no others (JSON merge patch)."""
    return await data.change(_TICKETS, ticket_id, body, if_match)
