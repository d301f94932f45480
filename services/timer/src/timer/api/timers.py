"""Start and stop."""

from datetime import UTC, date, datetime
from uuid import UUID

from pydantic import AwareDatetime

import web
from timer.api.callers import Worker, own_agent
from timer.api.time_entries import TimeEntry, shown
from timer.api.work import WorkAnswer, WorkIn
from timer.commands import timers as commands
from timer.commands.work import resolve

router = web.router(prefix="/v1/timer", tags=["timer"])


class StopIn(web.RequestModel):
    """`ended_at`: when work really ended, for a timer that was forgotten."""

    ended_at: AwareDatetime | None = None


class Timer(WorkAnswer):
    """`entry_id` is the id that the time entry will have."""

    agent_id: UUID
    entry_id: UUID
    started_at: datetime
    work_date: date
    time_zone: str


class Started(web.ResponseModel):
    """`stopped` is the entry of the timer that ran before, if it ran for a second or more."""

    timer: Timer
    stopped: TimeEntry | None


class Stopped(web.ResponseModel):
    """`entry` is null when the timer ran for less than a second."""

    entry: TimeEntry | None


class Running(web.ResponseModel):
    timer: Timer | None


@router.get("")
async def current(session: web.Session, caller: Worker) -> Running:
    timer = await commands.running(session, own_agent(caller))
    return Running(timer=Timer.model_validate(timer) if timer else None)


@router.post("/start")
async def start(body: WorkIn, session: web.Session, caller: Worker) -> Started:
    work = await resolve(session, body.asked())
    timer, stopped = await commands.start(
        session, caller.account_id, own_agent(caller), work, datetime.now(UTC)
    )
    entry = await shown(session, stopped.id) if stopped else None
    return Started(timer=Timer.model_validate(timer), stopped=entry)


@router.post("/stop")
async def stop(session: web.Session, caller: Worker, body: StopIn | None = None) -> Stopped:
    now, ended = datetime.now(UTC), body.ended_at if body else None
    if ended is not None and ended > now:
        raise web.invalid("ended_at", "lies in the future")
    entry = await commands.stop(session, caller.account_id, own_agent(caller), now, ended)
    return Stopped(entry=await shown(session, entry.id) if entry else None)


@router.delete("", status_code=204)
async def drop(session: web.Session, caller: Worker) -> None:
    await commands.drop(session, own_agent(caller))
