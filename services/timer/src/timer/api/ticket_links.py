"""Links of tickets to other tickets and to tasks."""

from collections.abc import Sequence
from uuid import UUID

import web
from database import new_id
from timer.api.callers import Reader, Worker
from timer.commands import ticket_links as commands
from timer.queries import ticket_links as queries
from timer.schemas.ticket_links import (
    TicketLinkRequest,
    TicketLinkResponse,
    TicketLinksResponse,
)
from timer.ticket_link import ShownLink, TicketLink

router = web.router(tags=["tickets"])


@router.post("/tickets/{ticket_id}/links", status_code=201)
@web.refuses(web.Constraint("ticket_link_taken"), web.Constraint("task_link_taken"))
async def create_ticket_link(
    ticket_id: UUID, body: TicketLinkRequest, session: web.Session, caller: Worker
) -> TicketLinksResponse:
    """Link a ticket to another or to a task. It is seen from both ends; two tickets have one link of a kind."""
    link = TicketLink(new_id(), ticket_id, body.kind, body.ticket_id, body.task_id)
    return _all(await commands.create_link(session, link))


@router.get("/tickets/{ticket_id}/links")
async def list_ticket_links(
    ticket_id: UUID, session: web.Session, caller: Reader
) -> TicketLinksResponse:
    """List the links of a ticket as they read from it, oldest first."""
    return _all(await queries.list_links(session, ticket_id))


@router.delete("/tickets/{ticket_id}/links/{link_id}", status_code=204)
async def delete_ticket_link(
    ticket_id: UUID, link_id: UUID, session: web.Session, caller: Worker
) -> None:
    """Delete a link, from whichever end."""
    await commands.delete_link(session, ticket_id, link_id)


def _all(links: Sequence[ShownLink]) -> TicketLinksResponse:
    return TicketLinksResponse(items=[TicketLinkResponse.model_validate(one) for one in links])
