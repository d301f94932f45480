"""Start, pause and stop."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query

import web
from domain_errors import InvalidInputError
from timer.api.callers import Worker, own_agent
from timer.commands import timers as commands
from timer.running_timer import (
    CLOCKS_DIFFER,
    AgentNotActiveError,
    EndedBeforeStartError,
    NoRunningTimerError,
    NotAnAgentError,
    RunningTimer,
    StoppedInPauseError,
    TimerStoppedError,
    TimerTooLongError,
)
from timer.schemas.time import (
    RunningResponse,
    RunningTimerRequest,
    StartedResponse,
    StartRequest,
    StoppedResponse,
    StopRequest,
    TimeEntryResponse,
    TimerResponse,
)
from timer.time_entry import TimeEntryDeletedError, TimeEntryRunningError
from timer.timesheet import PeriodLockedError, TimesheetClosedError

router = web.router(prefix="/v1/timer", tags=["timer"])


@router.get("")
async def get_timer(session: web.Session, caller: Worker) -> RunningResponse:
    """Get the caller's timer."""
    timer = await commands.running(session, own_agent(caller))
    shown = TimerResponse.of(timer) if timer else None
    return RunningResponse(timer=shown, server_time=datetime.now(UTC))


@router.post("/start")
@web.refuses(
    NotAnAgentError,
    AgentNotActiveError,
    PeriodLockedError,
    TimesheetClosedError,
    TimerStoppedError,
    TimeEntryRunningError,
    TimeEntryDeletedError,
    EndedBeforeStartError,
    StoppedInPauseError,
    web.Constraint("one_running_timer"),
    web.Constraint("time_entries_overlap"),
)
async def start_timer(body: StartRequest, session: web.Session, caller: Worker) -> StartedResponse:
    """Start the caller's timer; one that runs is stopped first."""
    agent_id, now = own_agent(caller), datetime.now(UTC)
    timer, stopped = await commands.start(
        session, agent_id, body.reference, now, entry_id=body.id, started_at=body.started_at
    )
    return StartedResponse(
        timer=TimerResponse.of(timer), stopped=TimeEntryResponse.of(stopped) if stopped else None
    )


@router.post("/stop")
@web.refuses(
    NotAnAgentError,
    NoRunningTimerError,
    TimerTooLongError,
    EndedBeforeStartError,
    StoppedInPauseError,
    TimesheetClosedError,
)
async def stop_timer(
    session: web.Session, caller: Worker, body: StopRequest | None = None
) -> StoppedResponse:
    """Stop the caller's timer and make a time entry of it. After more than 24 hours, say when work ended."""
    now, wanted = datetime.now(UTC), body or StopRequest()
    if wanted.ended_at is not None and wanted.ended_at > now + CLOCKS_DIFFER:
        raise InvalidInputError("ended_at", "lies in the future")
    entry = await commands.stop(
        session, own_agent(caller), now, wanted.ended_at, entry_id=wanted.entry_id
    )
    return StoppedResponse(entry=TimeEntryResponse.of(entry) if entry else None)


@router.post("/pause")
@web.refuses(NotAnAgentError, NoRunningTimerError)
async def pause_timer(
    session: web.Session, caller: Worker, body: RunningTimerRequest | None = None
) -> TimerResponse:
    """Pause the caller's timer: time goes on, and is not worked. A repeat changes nothing."""
    now = datetime.now(UTC)
    return await _changed(session, caller, body, lambda timer: timer.pause(now))


@router.post("/resume")
@web.refuses(NotAnAgentError, NoRunningTimerError)
async def resume_timer(
    session: web.Session, caller: Worker, body: RunningTimerRequest | None = None
) -> TimerResponse:
    """End the pause of the caller's timer. A repeat changes nothing."""
    now = datetime.now(UTC)
    return await _changed(session, caller, body, lambda timer: timer.resume(now))


@router.post("/confirm")
@web.refuses(NotAnAgentError, NoRunningTimerError)
async def confirm_timer(
    session: web.Session, caller: Worker, body: RunningTimerRequest | None = None
) -> TimerResponse:
    """Say that it is right that the caller's timer runs for so long: it runs on, and is not asked about again."""
    return await _changed(session, caller, body, RunningTimer.confirm)


async def _changed(
    session: web.Session,
    caller: web.Caller,
    body: RunningTimerRequest | None,
    change: Callable[[RunningTimer], RunningTimer],
) -> TimerResponse:
    entry_id = body.entry_id if body else None
    timer = await commands.change_running(session, own_agent(caller), change, entry_id)
    return TimerResponse.of(timer)


@router.delete("", status_code=204)
@web.refuses(NotAnAgentError)
async def discard_timer(
    session: web.Session,
    caller: Worker,
    entry_id: Annotated[
        UUID | None, Query(description="Only the timer whose entry would have this id.")
    ] = None,
) -> None:
    """Forget the caller's timer: no time entry is made. A repeat is harmless."""
    await commands.discard(session, own_agent(caller), entry_id)
