"""Time entries, with ids that clients make."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

import web
from domain_errors import InvalidInputError
from timer.api.callers import Reader, Worker, managed_by, narrowed, seen_by
from timer.api.resources import with_etag
from timer.commands import time_entries as commands
from timer.queries import time_entries as queries
from timer.schemas.time import EntryQuery, TimeEntryRequest, TimeEntryResponse
from timer.time_entry import EntryRequest

router = web.router(prefix="/v1/time-entries", tags=["time entries"])


@router.put("/{entry_id}")
async def record(
    entry_id: UUID,
    body: TimeEntryRequest,
    session: web.Session,
    caller: Worker,
    if_match: web.IfMatch,
    response: Response,
) -> TimeEntryResponse:
    """Make the entry under an id of the caller's own (UUIDv7), or with `If-Match` change it while it is a draft.

    Sending the same again changes nothing, however late and whatever has changed since; it is answered with what is stored.
    """
    agent_id = narrowed(body.agent_id, managed_by(caller)) or caller.agent_id
    if agent_id is None:
        raise InvalidInputError("agent_id", "say whose time this is")
    request = EntryRequest(agent_id, body.time, body.reference)
    now = datetime.now(UTC)
    recorded = await commands.record(session, entry_id, request, now, expected=if_match)
    return with_etag(response, TimeEntryResponse.of(recorded))


@router.get("")
async def list_entries(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    asked: Annotated[EntryQuery, Depends()],
) -> web.Page[TimeEntryResponse]:
    wanted = replace(asked, agent_id=narrowed(asked.agent_id, seen_by(caller)))
    found = await queries.list_entries(session, wanted, paging.after, paging.limit)
    return web.Page[TimeEntryResponse].of(found, paging, TimeEntryResponse.of)


@router.get("/{entry_id}")
async def get(
    entry_id: UUID, session: web.Session, caller: Reader, response: Response
) -> TimeEntryResponse:
    found = await queries.get_entry(session, entry_id, seen_by(caller))
    return with_etag(response, TimeEntryResponse.of(found))


@router.delete("/{entry_id}", status_code=204)
async def delete(
    entry_id: UUID, session: web.Session, caller: Worker, if_match: web.RequiredIfMatch
) -> None:
    """Delete a draft that was read. A repeat is harmless."""
    await commands.delete_entry(session, entry_id, managed_by(caller), expected=if_match)
