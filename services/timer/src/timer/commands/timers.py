"""Start and stop: one running timer per agent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from database import new_id
from timer.commands.account import account_settings_of
from timer.commands.refusing import refusing
from timer.commands.time_entries import record
from timer.entry import Entry
from timer.store import entries, rows, timesheets
from timer.store.tables import agents, running_timers
from timer.stretch import Stretch, elapsed, local_date, whole_second
from timer.weeks import first_day_of_week
from timer.work import Work
from web import ProblemError

Timer = Row[Any]


async def running(session: AsyncSession, agent_id: UUID) -> Timer | None:
    statement = select(running_timers).where(running_timers.c.agent_id == agent_id)
    return (await session.execute(statement)).one_or_none()


async def start(
    session: AsyncSession, account_id: UUID, agent_id: UUID, work: Work, at: datetime
) -> tuple[Timer, Entry | None]:
    """Start a timer; the one that ran is stopped first, in the same transaction."""
    agent = await _locked_agent(session, agent_id)
    stopped = None
    if await running(session, agent_id):
        stopped = await _end(session, account_id, agent_id, at, None)
    started_at = whole_second(at)
    work_date = local_date(started_at, agent.time_zone)
    await _week_must_be_open(session, account_id, agent_id, work_date)
    values: Mapping[str, Any] = {
        "account_id": account_id,
        "agent_id": agent_id,
        "entry_id": new_id(),
        "started_at": started_at,
        "work_date": work_date,
        "time_zone": agent.time_zone,
        **entries.values_of_work(work),
    }
    statement = insert(running_timers).values(**values).returning(running_timers)
    timer: Timer = (await session.execute(statement)).one()
    return timer, stopped


async def stop(
    session: AsyncSession, account_id: UUID, agent_id: UUID, at: datetime, ended: datetime | None
) -> Entry | None:
    """Stop the running timer; None when it ran for less than a second. `ended`: when work really ended."""
    await _locked_agent(session, agent_id)
    return await _end(session, account_id, agent_id, at, ended)


async def drop(session: AsyncSession, agent_id: UUID) -> None:
    """Forget the running timer without recording time. A repeat is harmless."""
    await _locked_agent(session, agent_id)
    await _remove(session, agent_id)


async def _end(
    session: AsyncSession, account_id: UUID, agent_id: UUID, at: datetime, ended: datetime | None
) -> Entry | None:
    timer = await running(session, agent_id)
    if timer is None:
        raise ProblemError(409, "no-running-timer", "No timer is running")
    # Clocks of two machines differ: a timer just started elsewhere may seem to begin in the future.
    end = ended or max(at, timer.started_at)
    with refusing():
        seconds = elapsed(timer.started_at, whole_second(end))
    await _remove(session, agent_id)
    if seconds == 0:
        return None
    stretch = Stretch(timer.work_date, timer.started_at, seconds, timer.time_zone)
    stretch = await _without_overlap(session, agent_id, stretch)
    work = entries.work_of(timer)
    return await record(session, account_id, timer.entry_id, agent_id, stretch, work)


async def _without_overlap(session: AsyncSession, agent_id: UUID, stretch: Stretch) -> Stretch:
    """Time was typed in while the timer ran: keep the seconds, give up the place in the day."""
    if (await account_settings_of(session)).allow_overlaps:
        return stretch
    assert stretch.started_at is not None
    assert stretch.ended_at is not None
    taken = await entries.overlaps(session, agent_id, stretch.started_at, stretch.ended_at)
    return stretch.untimed if taken else stretch


async def _remove(session: AsyncSession, agent_id: UUID) -> None:
    await session.execute(delete(running_timers).where(running_timers.c.agent_id == agent_id))


async def _locked_agent(session: AsyncSession, agent_id: UUID) -> Row[Any]:
    """All that one agent's timer does happens one after the other."""
    agent = await rows.find(session, agents, agent_id, lock=True)
    if agent is None:
        raise ProblemError(409, "no-such-agent", "The caller is not an agent of this account")
    return agent


async def _week_must_be_open(
    session: AsyncSession, account_id: UUID, agent_id: UUID, work_date: Any
) -> None:
    week = (agent_id, first_day_of_week(work_date))
    await timesheets.ensure(session, account_id, [week])
    sheets = await timesheets.lock_weeks(session, [week])
    with refusing():
        sheets[week].must_be_draft()
