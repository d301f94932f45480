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

router = web.router(prefix="/v1/service-types", tags=["service types"])
_SERVICE_TYPES = Resource(SERVICE_TYPES, "service-types", ServiceTypeResponse)
_NAME_TAKEN = web.Constraint("service_type_name_taken")


@router.post("", status_code=201)
@web.refuses(_NAME_TAKEN)
async def create_service_type(
    body: ServiceTypeRequest, caller: Manager, data: MasterData
) -> ServiceTypeResponse:
    """Create a kind of work."""
    return await data.create(_SERVICE_TYPES, body)


@router.get("")
async def list_service_types(
    caller: Reader, data: MasterData, paging: web.Paging
) -> web.Page[ServiceTypeResponse]:
    """List the kinds of work."""
    return await data.list(_SERVICE_TYPES, paging)


@router.get("/{service_type_id}")
async def get_service_type(
    service_type_id: UUID, caller: Reader, data: MasterData
) -> ServiceTypeResponse:
    """Get a kind of work."""
    return await data.get(_SERVICE_TYPES, service_type_id)


@router.put("/{service_type_id}")
@web.refuses(_NAME_TAKEN)
async def replace_service_type(
    service_type_id: UUID,
    body: ServiceTypeReplacement,
    caller: Manager,
    data: MasterData,
    if_match: web.RequiredIfMatch,
) -> ServiceTypeResponse:
    """Replace a kind of work: all fields are sent, also those that stay. Demands the `ETag` that was read."""
    return await data.replace(_SERVICE_TYPES, service_type_id, body, if_match)


@router.patch("/{service_type_id}")
@web.refuses(_NAME_TAKEN)
async def change_service_type(
    service_type_id: UUID,
    body: ServiceTypePatch,
    caller: Manager,
    data: MasterData,
    if_match: web.IfMatch,
) -> ServiceTypeResponse:
    """Change the fields that are sent, and no others (JSON merge patch)."""
    return await data.change(_SERVICE_TYPES, service_type_id, body, if_match)
