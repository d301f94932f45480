"""What time is spent on: kinds of work, projects and their tasks, tickets."""

from uuid import UUID

import web
from timer.api.callers import Manager, Reader
from timer.api.resources import MasterData, Resource
from timer.queries.master_data import PROJECTS, SERVICE_TYPES, TASKS, TICKETS
from timer.schemas.master_data import (
    ProjectRequest,
    ProjectResponse,
    ServiceTypeRequest,
    ServiceTypeResponse,
    TaskRequest,
    TaskResponse,
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
async def update_service_type(
    service_type_id: UUID,
    body: ServiceTypeRequest,
    caller: Manager,
    data: MasterData,
    if_match: web.IfMatch,
) -> ServiceTypeResponse:
    return await data.update(_SERVICE_TYPES, service_type_id, body, if_match)


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
async def update_project(
    project_id: UUID,
    body: ProjectRequest,
    caller: Manager,
    data: MasterData,
    if_match: web.IfMatch,
) -> ProjectResponse:
    return await data.update(_PROJECTS, project_id, body, if_match)


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
async def update_task(
    task_id: UUID, body: TaskRequest, caller: Manager, data: MasterData, if_match: web.IfMatch
) -> TaskResponse:
    return await data.update(_TASKS, task_id, body, if_match)


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
async def update_ticket(
    ticket_id: UUID, body: TicketRequest, caller: Manager, data: MasterData, if_match: web.IfMatch
) -> TicketResponse:
    return await data.update(_TICKETS, ticket_id, body, if_match)
