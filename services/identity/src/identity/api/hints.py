"""HTTP: streams of hints (server-sent events)."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

import web
from identity.gate import Gate, Stream
from identity.hints import KINDS, readable_kinds
from identity.problems import TOO_MANY_STREAMS
from identity.queries.hints import kinds_of
from identity.settings import Settings
from web.problems import NOT_AUTHENTICATED, UNAVAILABLE

_RETRY_MILLISECONDS = 2_000
_STREAM = {
    "description": "A stream of events `changed` (WHATWG HTML §9.2), each with a JSON list of kinds: "
    + ", ".join(f"`{kind}`" for kind in KINDS)
    + ". A comment comes at least each 20 seconds.",
    "content": {"text/event-stream": {"schema": {}}},
}

router = web.router(tags=["hints"])


@asynccontextmanager
async def _opened(request: Request, read_body: web.ReadBody) -> AsyncIterator[Stream]:
    """Open a stream that hears of ends from now on, before the transaction that looks whether there was one."""
    gate: Gate = request.app.state.gate
    settings: Settings = request.app.state.settings
    caller: web.Caller = request.state.caller
    if not await gate.hears():
        raise UNAVAILABLE.error()
    seconds = settings.hints_seconds
    if caller.expires_at is not None:
        seconds = min(seconds, (caller.expires_at - datetime.now(UTC)).total_seconds())
    key = str(caller.credential_id or f"{caller.account_id} {caller.subject}")
    stream = gate.streams.open(caller.account_id, key, {caller.subject}, seconds)
    if stream is None:
        raise TOO_MANY_STREAMS.error()
    try:
        yield stream
    except BaseException:
        gate.streams.close(stream)
        raise


@router.get("/hints", response_class=StreamingResponse, responses={200: _STREAM})
@web.refuses(TOO_MANY_STREAMS)
@web.prepared_by(_opened)
async def stream_hints(
    request: Request,
    session: web.Session,
    caller: web.AnyCaller,
    stream: Annotated[Stream, Depends(web.prepared)],
) -> StreamingResponse:
    """Hear what to read anew: of which kinds something has changed in the account, among those that the caller can read.

    A hint may be lost or come twice, so read anew now and then without one too. The stream ends at once with the session or
    API token, when the member's roles change, and by itself after some minutes: open it again then.
    """
    if caller.credential_id is None:
        stream.kinds = readable_kinds(caller.roles)
    elif (kinds := await kinds_of(session, caller.credential_id)) is not None:
        stream.kinds = kinds
    else:
        raise NOT_AUTHENTICATED.error("the session or API token is over")
    return _StreamResponse(request, stream)


class _StreamResponse(StreamingResponse):
    """Ends when its caller is gone and when the process stops, not only when the next line is sent."""

    media_type = "text/event-stream"

    def __init__(self, request: Request, stream: Stream) -> None:
        super().__init__(_lines(stream), headers={"X-Accel-Buffering": "no"})
        self._stream, self._app = stream, request.app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        gate: Gate = self._app.state.gate
        sending = asyncio.create_task(self.stream_response(send))
        gone = asyncio.create_task(self.listen_for_disconnect(receive))
        stopping = asyncio.create_task(self._app.state.stopping.wait())
        tasks = (sending, gone, stopping)
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            self._stream.end()
            if not gone.done():
                await sending
        finally:
            gate.streams.close(self._stream)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _lines(stream: Stream) -> AsyncIterator[str]:
    yield f"retry: {_RETRY_MILLISECONDS}\n\n"
    async for kinds in stream.told():
        yield f"event: changed\ndata: {json.dumps(sorted(kinds))}\n\n" if kinds else ":\n\n"
