"""Start and stop."""

from datetime import UTC, datetime

import web
from domain_errors import InvalidInputError
from timer.api.callers import Worker, own_agent
from timer.commands import timers as commands
from timer.running_timer import (
    AgentNotActiveError,
    EndedBeforeStartError,
    NoRunningTimerError,
    NotAnAgentError,
    TimerTooLongError,
)
from timer.schemas.time import (
    RunningResponse,
    StartedResponse,
    StoppedResponse,
    StopRequest,
    TimeEntryResponse,
    TimerResponse,
    WorkRequest,
)
from timer.timesheet import TimesheetClosedError

router = web.router(prefix="/v1/timer", tags=["timer"])


@router.get("")
async def get_timer(session: web.Session, caller: Worker) -> RunningResponse:
    """Get the caller's timer."""
    timer = await commands.running(session, own_agent(caller))
    return RunningResponse(timer=TimerResponse.of(timer) if timer else None)


@router.post("/start")
@web.refuses(
    NotAnAgentError,
    AgentNotActiveError,
    TimesheetClosedError,
    web.Constraint("one_running_timer"),
    web.Constraint("time_entries_overlap"),
)
async def start_timer(body: WorkRequest, session: web.Session, caller: Worker) -> StartedResponse:
    """Start the caller's timer; one that runs is stopped first."""
    agent_id, now = own_agent(caller), datetime.now(UTC)
    timer, stopped = await commands.start(session, agent_id, body.reference, now)
    return StartedResponse(
        timer=TimerResponse.of(timer), stopped=TimeEntryResponse.of(stopped) if stopped else None
    )


@router.post("/stop")
@web.refuses(
    NotAnAgentError,
    NoRunningTimerError,
    TimerTooLongError,
    EndedBeforeStartError,
    TimesheetClosedError,
)
async def stop_timer(
    session: web.Session, caller: Worker, body: StopRequest | None = None
) -> StoppedResponse:
    """Stop the caller's timer and make a time entry of it. After more than 24 hours, say when work ended."""
    now, ended_at = datetime.now(UTC), body.ended_at if body else None
    if ended_at is not None and ended_at > now:
        raise InvalidInputError("ended_at", "lies in the future")
    entry = await commands.stop(session, own_agent(caller), now, ended_at)
    return StoppedResponse(entry=TimeEntryResponse.of(entry) if entry else None)


@router.delete("", status_code=204)
@web.refuses(NotAnAgentError)
async def discard_timer(session: web.Session, caller: Worker) -> None:
    """Forget the caller's timer: no time entry is made. A repeat is harmless."""
    await commands.discard(session, own_agent(caller))
