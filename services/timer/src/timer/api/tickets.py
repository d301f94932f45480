"""Tickets: what customers ask for."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

import web
from timer.api.callers import Reader, Worker
from timer.api.resources import created, with_etag
from timer.commands import tickets as commands
from timer.queries import tickets as queries
from timer.schemas.tickets import (
    ListedTicketResponse,
    TicketFilterRequest,
    TicketMerge,
    TicketPatch,
    TicketReplacement,
    TicketRequest,
    TicketResponse,
)
from timer.ticket import TicketMergedError, TicketNotMergedError

router = web.router(tags=["tickets"])


async def _shown(session: web.Session, ticket_id: UUID) -> TicketResponse:
    return TicketResponse.model_validate(await queries.get_ticket(session, ticket_id))


@router.post("/tickets", status_code=201)
async def create_ticket(
    body: TicketRequest, session: web.Session, caller: Worker, response: Response
) -> TicketResponse:
    """Create a ticket of a contact, or of somebody with a name and an e-mail address.

    For an address that no contact has, a contact is made: at the customer with its domain, else at a new customer.
    """
    values, now = body.model_dump(), datetime.now(UTC)
    manages = caller.is_any("manager")
    ticket = await commands.create_ticket(session, values, now, manages=manages)
    return created(response, "tickets", await _shown(session, ticket.id))


@router.get("/tickets")
async def list_tickets(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    asked: Annotated[TicketFilterRequest, Query()],
) -> web.Page[ListedTicketResponse]:
    """List the tickets, or those that a search finds, in the order in which they were made or the other way."""
    rows = await queries.list_tickets(session, asked.filter, paging.after, paging.limit)
    return web.Page[ListedTicketResponse].of(rows, paging, ListedTicketResponse.model_validate)


@router.get("/tickets/{ticket_id}")
async def get_ticket(
    ticket_id: UUID, session: web.Session, caller: Reader, response: Response
) -> TicketResponse:
    """Get a ticket."""
    return with_etag(response, await _shown(session, ticket_id))


@router.put("/tickets/{ticket_id}")
@web.refuses(TicketMergedError)
async def replace_ticket(
    ticket_id: UUID,
    body: TicketReplacement,
    session: web.Session,
    caller: Worker,
    if_match: web.RequiredIfMatch,
    response: Response,
) -> TicketResponse:
    """Replace a ticket: all fields are sent, also those that stay. Demands the `ETag` that was read."""
    await commands.change_ticket(
        session,
        ticket_id,
        body.model_dump(),
        expected=if_match,
        manages=caller.is_any("manager"),
    )
    return with_etag(response, await _shown(session, ticket_id))


@router.patch("/tickets/{ticket_id}")
@web.refuses(TicketMergedError)
async def change_ticket(
    ticket_id: UUID,
    body: TicketPatch,
    session: web.Session,
    caller: Worker,
    if_match: web.IfMatch,
    response: Response,
) -> TicketResponse:
    """Change the fields that are sent, and no others (JSON merge patch)."""
    await commands.change_ticket(
        session, ticket_id, body.changes, expected=if_match, manages=caller.is_any("manager")
    )
    return with_etag(response, await _shown(session, ticket_id))


@router.post("/tickets/{ticket_id}/merge")
@web.refuses(TicketMergedError)
async def merge_ticket(
    ticket_id: UUID,
    body: TicketMerge,
    session: web.Session,
    caller: Worker,
    if_match: web.RequiredIfMatch,
    response: Response,
) -> TicketResponse:
    """Merge a ticket into another, where it goes on. It keeps its own time, takes no more, and points to that ticket."""
    await commands.merge_ticket(session, ticket_id, body.into_id, expected=if_match)
    return with_etag(response, await _shown(session, ticket_id))


@router.post("/tickets/{ticket_id}/unmerge")
@web.refuses(TicketNotMergedError)
async def unmerge_ticket(
    ticket_id: UUID,
    session: web.Session,
    caller: Worker,
    if_match: web.RequiredIfMatch,
    response: Response,
) -> TicketResponse:
    """Undo a merge: the ticket is again what it was before."""
    await commands.unmerge_ticket(session, ticket_id, expected=if_match)
    return with_etag(response, await _shown(session, ticket_id))
