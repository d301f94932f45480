"""Start and stop."""

from datetime import UTC, datetime

import web
from domain_errors import InvalidInputError
from timer.api.callers import Worker, own_agent
from timer.commands import timers as commands
from timer.schemas.time import (
    RunningResponse,
    StartedResponse,
    StoppedResponse,
    StopRequest,
    TimeEntryResponse,
    TimerResponse,
    WorkRequest,
)

router = web.router(prefix="/v1/timer", tags=["timer"])


@router.get("")
async def get(session: web.Session, caller: Worker) -> RunningResponse:
    timer = await commands.running(session, own_agent(caller))
    return RunningResponse(timer=TimerResponse.of(timer) if timer else None)


@router.post("/start")
async def start(body: WorkRequest, session: web.Session, caller: Worker) -> StartedResponse:
    agent_id, now = own_agent(caller), datetime.now(UTC)
    timer, stopped = await commands.start(session, agent_id, body.reference, now)
    return StartedResponse(
        timer=TimerResponse.of(timer), stopped=TimeEntryResponse.of(stopped) if stopped else None
    )


@router.post("/stop")
async def stop(
    session: web.Session, caller: Worker, body: StopRequest | None = None
) -> StoppedResponse:
    now, ended_at = datetime.now(UTC), body.ended_at if body else None
    if ended_at is not None and ended_at > now:
        raise InvalidInputError("ended_at", "lies in the future")
    entry = await commands.stop(session, own_agent(caller), now, ended_at)
    return StoppedResponse(entry=TimeEntryResponse.of(entry) if entry else None)


@router.delete("", status_code=204)
async def discard(session: web.Session, caller: Worker) -> None:
    await commands.discard(session, own_agent(caller))
