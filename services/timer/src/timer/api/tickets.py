"""Tickets: support that a contact asked for."""

from typing import Any
from uuid import UUID

from fastapi import Response

import web
from timer.api.answers import created, versioned
from timer.api.callers import Manager, Reader
from timer.api.texts import Name
from timer.commands import catalog
from timer.store import rows
from timer.store.tables import tickets

router = web.router(tags=["tickets"])


class TicketIn(web.RequestModel):
    name: Name
    requester_id: UUID
    service_type_id: UUID | None = None
    closed: bool = False


class Ticket(web.ResponseModel):
    id: UUID
    version: int
    name: str
    requester_id: UUID
    service_type_id: UUID | None
    closed: bool


@router.post("/tickets", status_code=201)
async def add(body: TicketIn, session: web.Session, caller: Manager, response: Response) -> Ticket:
    row = await catalog.add(session, caller.account_id, tickets, _values(body))
    created(response, "tickets", row.id, row.version)
    return Ticket.model_validate(row)


@router.get("/tickets")
async def several(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    requester_id: UUID | None = None,
) -> web.Page[Ticket]:
    found = await rows.page(session, tickets, paging.after, paging.limit, requester_id=requester_id)
    return web.Page[Ticket].of(found, paging, Ticket.model_validate)


@router.get("/tickets/{row_id}")
async def one(row_id: UUID, session: web.Session, caller: Reader, response: Response) -> Ticket:
    row = await catalog.get(session, tickets, row_id)
    versioned(response, row.version)
    return Ticket.model_validate(row)


@router.put("/tickets/{row_id}")
async def replace(
    row_id: UUID,
    body: TicketIn,
    session: web.Session,
    caller: Manager,
    if_match: web.IfMatch,
    response: Response,
) -> Ticket:
    row = await catalog.change(session, tickets, row_id, if_match, _values(body))
    versioned(response, row.version)
    return Ticket.model_validate(row)


def _values(body: TicketIn) -> dict[str, Any]:
    return body.model_dump()
