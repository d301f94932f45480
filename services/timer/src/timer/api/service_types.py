"""Kinds of work."""

from uuid import UUID

import web
from timer.api.callers import Manager, Reader
from timer.api.resources import MasterData, Resource
from timer.queries.master_data import SERVICE_TYPES
from timer.schemas.service_types import (
    ServiceTypePatch,
    ServiceTypeReplacement,
    ServiceTypeRequest,
    ServiceTypeResponse,
)

router = web.router()
_SERVICE_TYPES = Resource(SERVICE_TYPES, "service-types", ServiceTypeResponse)
_SERVICE_TYPE_REFUSED = web.Constraint("service_type_name_taken")


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
