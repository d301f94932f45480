"""Time entries, with ids that clients make."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

import web
from domain_errors import InvalidInputError
from timer.api.callers import (
    Reader,
    Worker,
    filter_within,
    managed_by,
    narrowed,
    seen_by,
    writer_of,
)
from timer.api.resources import with_etag
from timer.commands import time_entries as commands
from timer.queries import time_entries as queries
from timer.schemas.time import EntryFilterRequest, TimeEntryRequest, TimeEntryResponse
from timer.time_entry import (
    EntryRequest,
    TimeEntryDeletedError,
    TimeEntryRunningError,
    VersionRequiredError,
)
from timer.timesheet import PeriodLockedError, TimesheetClosedError

router = web.router(prefix="/v1/time-entries", tags=["time entries"])


@router.put("/{entry_id:uuid}")
@web.refuses(
    TimeEntryDeletedError,
    TimeEntryRunningError,
    TimesheetClosedError,
    PeriodLockedError,
    VersionRequiredError,
    web.Constraint("time_entries_overlap"),
    web.Constraint("project_budget"),
    web.Constraint("time_entries_day"),
)
@web.begins_with_lock("time entry {entry_id}")
async def record_time_entry(
    entry_id: UUID,
    body: TimeEntryRequest,
    session: web.Session,
    caller: Worker,
    if_match: web.IfMatch,
    response: Response,
) -> TimeEntryResponse:
    """Make the entry under an id of the caller's own, or with `If-Match` change it while it is a draft.

    Clients make the ids, as UUIDv7: so an entry has its id before any answer, also on a telephone that is offline, and
    sending it once more after a lost answer makes no second one. Sending the same again changes nothing, however late and
    whatever has changed since; it is answered with what is stored. Other content needs `If-Match`. A deleted entry does
    not come back.
    """
    agent_id = narrowed(body.agent_id, managed_by(caller)) or caller.agent_id
    if agent_id is None:
        raise InvalidInputError("agent_id", "say whose time this is")
    request = EntryRequest(agent_id, body.time, body.reference)
    writer = writer_of(caller)
    recorded = await commands.record(session, entry_id, request, writer, expected=if_match)
    return with_etag(response, TimeEntryResponse.of(recorded))


@router.get("")
async def list_time_entries(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    asked: Annotated[EntryFilterRequest, Query()],
) -> web.Page[TimeEntryResponse]:
    """List the entries in the order of their ids; to an agent, only their own."""
    wanted = filter_within(queries.EntryFilter, asked, seen_by(caller))
    found = await queries.list_entries(session, wanted, paging.after, paging.limit)
    return web.Page[TimeEntryResponse].of(found, paging, TimeEntryResponse.of)


@router.get("/{entry_id:uuid}")
async def get_time_entry(
    entry_id: UUID, session: web.Session, caller: Reader, response: Response
) -> TimeEntryResponse:
    """Get a time entry."""
    found = await queries.get_entry(session, entry_id, seen_by(caller))
    return with_etag(response, TimeEntryResponse.of(found))


@router.delete("/{entry_id:uuid}", status_code=204)
@web.refuses(TimesheetClosedError, PeriodLockedError)
@web.begins_with_lock("time entry {entry_id}")
async def delete_time_entry(
    entry_id: UUID, session: web.Session, caller: Worker, if_match: web.RequiredIfMatch
) -> None:
    """Delete a draft that was read, for good. A repeat is harmless."""
    await commands.delete_entry(
        session, entry_id, managed_by(caller), writer_of(caller), expected=if_match
    )
