"""Kinds of work."""

from typing import Any
from uuid import UUID

from fastapi import Response

import web
from timer.api.answers import created, versioned
from timer.api.callers import Manager, Reader
from timer.api.texts import Name
from timer.commands import catalog
from timer.store import rows
from timer.store.tables import service_types

router = web.router(tags=["service types"])


class ServiceTypeIn(web.RequestModel):
    name: Name
    billable: bool = True
    archived: bool = False


class ServiceType(web.ResponseModel):
    id: UUID
    version: int
    name: str
    billable: bool
    archived: bool


@router.post("/service-types", status_code=201)
async def add(
    body: ServiceTypeIn, session: web.Session, caller: Manager, response: Response
) -> ServiceType:
    row = await catalog.add(session, caller.account_id, service_types, _values(body))
    created(response, "service-types", row.id, row.version)
    return ServiceType.model_validate(row)


@router.get("/service-types")
async def several(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
) -> web.Page[ServiceType]:
    found = await rows.page(session, service_types, paging.after, paging.limit)
    return web.Page[ServiceType].of(found, paging, ServiceType.model_validate)


@router.get("/service-types/{row_id}")
async def one(
    row_id: UUID, session: web.Session, caller: Reader, response: Response
) -> ServiceType:
    row = await catalog.get(session, service_types, row_id)
    versioned(response, row.version)
    return ServiceType.model_validate(row)


@router.put("/service-types/{row_id}")
async def replace(
    row_id: UUID,
    body: ServiceTypeIn,
    session: web.Session,
    caller: Manager,
    if_match: web.IfMatch,
    response: Response,
) -> ServiceType:
    row = await catalog.change(session, service_types, row_id, if_match, _values(body))
    versioned(response, row.version)
    return ServiceType.model_validate(row)


def _values(body: ServiceTypeIn) -> dict[str, Any]:
    return body.model_dump()
