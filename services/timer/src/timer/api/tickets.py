"""Tickets: what customers asked for outside of projects."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

import web
from timer.api.callers import Manager, Reader
from timer.api.resources import MasterData, Resource
from timer.queries.master_data import TICKETS
from timer.schemas.tickets import TicketPatch, TicketReplacement, TicketRequest, TicketResponse

router = web.router()
OfRequester = Annotated[UUID | None, Query(description="Only those that this contact asked for")]
_TICKETS = Resource(TICKETS, "tickets", TicketResponse)
_TICKET_REFUSED = web.Constraint("ticket_requester"), web.Constraint("ticket_service_type")


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
