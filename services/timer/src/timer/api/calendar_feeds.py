"""Own time and absences for calendars, at an address that is a secret."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Request
from fastapi.responses import Response, StreamingResponse
from prometheus_client import Counter

import web
from database import Database
from domain_errors import NotFoundError
from timer.api.callers import Worker, own_agent
from timer.calendar_feed import Feed, hashed
from timer.commands import calendar_feeds as commands
from timer.feed_reads import CalendarReadTooOftenError, FeedReads
from timer.problems import TOO_MANY_READS
from timer.queries import calendar_feeds as queries
from timer.running_timer import NotAnAgentError
from timer.schemas.calendar_feeds import CalendarFeedResponse, NewCalendarFeedResponse
from web.networks import network_of_caller

refused_total = Counter(
    "calendar_reads_refused", "Reads of calendars beyond what one network may read or guess"
)
router = web.router(prefix="/v1/calendar-feed", tags=["calendar"])
open_router = APIRouter(tags=["calendar"])
EVENTS_AT_ONCE = 50
_CALENDAR = "text/calendar"
_ANSWERS: dict[int | str, dict[str, object]] = {
    200: {
        "description": "An iCalendar file",
        "content": {_CALENDAR: {"schema": {"type": "string"}}},
    },
    304: {"description": "Nothing changed since the `ETag` of If-None-Match"},
}


@router.get("")
async def get_calendar_feed(session: web.Session, caller: Worker) -> CalendarFeedResponse:
    """Get whether the caller's time can be read by calendars. The address itself is shown only when it is made."""
    return CalendarFeedResponse(
        created_at=await queries.feed_created_at(session, own_agent(caller))
    )


@router.post("", status_code=201)
@web.refuses(NotAnAgentError)
async def renew_calendar_feed(session: web.Session, caller: Worker) -> NewCalendarFeedResponse:
    """Make an address at which calendars read the caller's time and absences. An earlier one stops working."""
    now = datetime.now(UTC)
    token = await commands.renew_feed(session, own_agent(caller), now)
    return NewCalendarFeedResponse(
        path=f"/v1/calendars/{caller.account_id}/{token}.ics", created_at=now
    )


@router.delete("", status_code=204)
async def withdraw_calendar_feed(session: web.Session, caller: Worker) -> None:
    """Let no calendar read the caller's time any more. A repeat is harmless."""
    await commands.withdraw_feed(session, own_agent(caller))


@open_router.get(
    "/v1/calendars/{account_id}/{token}.ics", response_class=StreamingResponse, responses=_ANSWERS
)
@web.refuses(NotFoundError, TOO_MANY_READS)
async def read_calendar(
    account_id: UUID,
    token: str,
    request: Request,
    if_none_match: Annotated[
        str | None, Header(description="The `ETag` of what the calendar has already")
    ] = None,
) -> Response:
    """Read an agent's time of three months and absences as an iCalendar file, without logging in.

    From one network an address is read 60 times in ten minutes, and 20 addresses are tried that lead nowhere. Beyond that
    it is 429; `Retry-After` says for how many seconds.
    """
    try:
        feed = await _found(request, account_id, hashed(token), datetime.now(UTC))
    except CalendarReadTooOftenError as refused:
        refused_total.inc()
        headers = {"Retry-After": str(refused.retry_seconds)}
        raise replace(TOO_MANY_READS, headers=headers).error(refused.detail) from refused
    if feed is None:
        raise NotFoundError("calendar")
    headers = {"ETag": feed.etag, "Cache-Control": "private, no-cache", "Vary": "Accept-Encoding"}
    if if_none_match is not None and feed.etag in if_none_match:
        return Response(status_code=304, headers=headers)
    return StreamingResponse(
        _pieces(feed), media_type=f"{_CALENDAR}; charset=utf-8", headers=headers
    )


async def _found(
    request: Request, account_id: UUID, token_hash: bytes, now: datetime
) -> Feed | None:
    """The feed at an address, which is looked up only where its reader has not been here too often."""
    reads: FeedReads = request.app.state.feed_reads
    database: Database = request.app.state.database
    reader = network_of_caller(request), (account_id, token_hash)
    reads.begin(*reader, now)
    async with database.transaction(account_id) as session:
        feed = await queries.read_feed(session, token_hash, now)
    reads.end(*reader, now, found=feed is not None)
    return feed


async def _pieces(feed: Feed) -> AsyncIterator[bytes]:
    """Some events at a time, so that others are served in between."""
    pieces: list[bytes] = []
    for piece in feed.lines():
        pieces.append(piece)
        if len(pieces) == EVENTS_AT_ONCE:
            yield b"".join(pieces)
            pieces = []
            await asyncio.sleep(0)
    yield b"".join(pieces)
