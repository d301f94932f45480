"""What time is spent on: kinds of work, projects and their tasks, tickets."""

from uuid import UUID

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
_SERVICE_TYPES = Resource(SERVICE_TYPES, "service-types", ServiceTypeResponse)
_PROJECTS = Resource(PROJECTS, "projects", ProjectResponse)
_TASKS = Resource(TASKS, "tasks", TaskResponse)
_TICKETS = Resource(TICKETS, "tickets", TicketResponse)


@router.post("/service-types", status_code=201, tags=["service types"])
async def create_service_type(
    body: ServiceTypeRequest, caller: Manager, data: MasterData
) -> ServiceTypeResponse:
    return await data.create(_SERVICE_TYPES, body)


@router.get("/service-types", tags=["service types"])
async def list_service_types(
    caller: Reader, data: MasterData, paging: web.Paging
) -> web.Page[ServiceTypeResponse]:
    return await data.list(_SERVICE_TYPES, paging)


@router.get("/service-types/{service_type_id}", tags=["service types"])
async def get_service_type(
    service_type_id: UUID, caller: Reader, data: MasterData
) -> ServiceTypeResponse:
    return await data.get(_SERVICE_TYPES, service_type_id)


@router.put("/service-types/{service_type_id}", tags=["service types"])
async def replace_service_type(
    service_type_id: UUID,
    body: ServiceTypeReplacement,
    caller: Manager,
    data: MasterData,
    if_match: web.RequiredIfMatch,
) -> ServiceTypeResponse:
    return await data.replace(_SERVICE_TYPES, service_type_id, body, if_match)


@router.patch("/service-types/{service_type_id}", tags=["service types"])
async def change_service_type(
    service_type_id: UUID,
    body: ServiceTypePatch,
    caller: Manager,
    data: MasterData,
    if_match: web.IfMatch,
) -> ServiceTypeResponse:
    return await data.change(_SERVICE_TYPES, service_type_id, body, if_match)


@router.post("/projects", status_code=201, tags=["projects"])
async def create_project(
    body: ProjectRequest, caller: Manager, data: MasterData
) -> ProjectResponse:
    return await data.create(_PROJECTS, body)


@router.get("/projects", tags=["projects"])
async def list_projects(
    caller: Reader, data: MasterData, paging: web.Paging, organization_id: UUID | None = None
) -> web.Page[ProjectResponse]:
    return await data.list(_PROJECTS, paging, organization_id=organization_id)


@router.get("/projects/{project_id}", tags=["projects"])
async def get_project(project_id: UUID, caller: Reader, data: MasterData) -> ProjectResponse:
    return await data.get(_PROJECTS, project_id)


@router.put("/projects/{project_id}", tags=["projects"])
async def replace_project(
    project_id: UUID,
    body: ProjectReplacement,
    caller: Manager,
    data: MasterData,
    if_match: web.RequiredIfMatch,
) -> ProjectResponse:
    return await data.replace(_PROJECTS, project_id, body, if_match)


@router.patch("/projects/{project_id}", tags=["projects"])
async def change_project(
    project_id: UUID,
    body: ProjectPatch,
    caller: Manager,
    data: MasterData,
    if_match: web.IfMatch,
) -> ProjectResponse:
    return await data.change(_PROJECTS, project_id, body, if_match)


@router.post("/tasks", status_code=201, tags=["tasks"])
async def create_task(body: TaskRequest, caller: Manager, data: MasterData) -> TaskResponse:
    return await data.create(_TASKS, body)


@router.get("/tasks", tags=["tasks"])
async def list_tasks(
    caller: Reader, data: MasterData, paging: web.Paging, project_id: UUID | None = None
) -> web.Page[TaskResponse]:
    return await data.list(_TASKS, paging, project_id=project_id)


@router.get("/tasks/{task_id}", tags=["tasks"])
async def get_task(task_id: UUID, caller: Reader, data: MasterData) -> TaskResponse:
    return await data.get(_TASKS, task_id)


@router.put("/tasks/{task_id}", tags=["tasks"])
async def replace_task(
    task_id: UUID,
    body: TaskReplacement,
    caller: Manager,
    data: MasterData,
    if_match: web.RequiredIfMatch,
) -> TaskResponse:
    return await data.replace(_TASKS, task_id, body, if_match)


@router.patch("/tasks/{task_id}", tags=["tasks"])
async def change_task(
    task_id: UUID, body: TaskPatch, caller: Manager, data: MasterData, if_match: web.IfMatch
) -> TaskResponse:
    return await data.change(_TASKS, task_id, body, if_match)


@router.post("/tickets", status_code=201, tags=["tickets"])
async def create_ticket(body: TicketRequest, caller: Manager, data: MasterData) -> TicketResponse:
    return await data.create(_TICKETS, body)


@router.get("/tickets", tags=["tickets"])
async def list_tickets(
    caller: Reader, data: MasterData, paging: web.Paging, requester_id: UUID | None = None
) -> web.Page[TicketResponse]:
    return await data.list(_TICKETS, paging, requester_id=requester_id)


@router.get("/tickets/{ticket_id}", tags=["tickets"])
async def get_ticket(ticket_id: UUID, caller: Reader, data: MasterData) -> TicketResponse:
    return await data.get(_TICKETS, ticket_id)


@router.put("/tickets/{ticket_id}", tags=["tickets"])
async def replace_ticket(
    ticket_id: UUID,
    body: TicketReplacement,
    caller: Manager,
    data: MasterData,
    if_match: web.RequiredIfMatch,
) -> TicketResponse:
    return await data.replace(_TICKETS, ticket_id, body, if_match)


@router.patch("/tickets/{ticket_id}", tags=["tickets"])
async def change_ticket(
    ticket_id: UUID, body: TicketPatch, caller: Manager, data: MasterData, if_match: web.IfMatch
) -> TicketResponse:
    return await data.change(_TICKETS, ticket_id, body, if_match)
