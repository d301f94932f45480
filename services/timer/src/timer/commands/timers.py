"""Start and stop: one running timer per agent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from database import Session, new_id
from timer.commands.time_entries import record_capped, record_measured
from timer.running_timer import (
    AgentNotActiveError,
    NoRunningTimerError,
    NotAnAgentError,
    RunningTimer,
    TimerStoppedError,
    start_of_work,
)
from timer.sheet_period import PeriodRules, Periods, period_of
from timer.store import running_timers, time_entries, timesheets
from timer.store.referenced_work import referenced_work
from timer.store.running_timers import LockedAgent
from timer.time_entry import RecordedEntry, TimeEntryDeletedError, TimeEntryRunningError
from timer.timesheet import Writer
from timer.work import WorkReference, fill_in


async def running(session: Session, agent_id: UUID) -> RunningTimer | None:
    """The agent's timer."""
    return await running_timers.find(session, agent_id)


async def start(
    session: Session,
    agent_id: UUID,
    named: WorkReference,
    now: datetime,
    *,
    entry_id: UUID | None = None,
    started_at: datetime | None = None,
) -> tuple[RunningTimer, RecordedEntry | None]:
    """Start a timer; the one that ran is stopped first, in the same transaction, and its entry returned.

    A forgotten one does not stand in the way, and its time is neither lost nor believed: its entry is capped.
    With `started_at` work began then, and the one that ran ended then. With the id of the timer that runs, that one
    goes on with this start and work. Raises `TimerStoppedError` for the id of an entry.
    """
    began = start_of_work(started_at, now)
    if entry_id is not None:
        await time_entries.lock(session, entry_id)
    work = fill_in(named, await referenced_work(session, named))
    agent = await _locked_agent(session, agent_id)
    if not agent.active:
        raise AgentNotActiveError
    running = await running_timers.remove(session, agent_id)
    timer = RunningTimer.starting(agent_id, entry_id or new_id(), began, agent.time_zone, work)
    goes_on = running is not None and running.entry_id == timer.entry_id
    if entry_id is not None and not goes_on:
        await _must_be_unused(session, entry_id)
    stopped = None
    if running is not None and not goes_on:
        ended_at = began if started_at is not None else None
        stopped = await _replaced(session, running, agent, now, ended_at)
    if stopped is None or not _same_period(stopped, timer, agent.rules.periods):
        await _period_must_be_open(session, timer, agent.rules, now)
    if running is not None and goes_on:
        timer = timer.as_it_goes_on(running)
    await running_timers.add(session, timer)
    return timer, stopped


async def stop(
    session: Session,
    agent_id: UUID,
    now: datetime,
    ended_at: datetime | None,
    entry_id: UUID | None = None,
) -> RecordedEntry | None:
    """Stop the running timer, or none but the one with this id; None when it ran for less than a second.

    `ended_at`: when work really ended.
    """
    agent = await _locked_agent(session, agent_id)
    running = await running_timers.remove(session, agent_id)
    if running is None or entry_id not in (None, running.entry_id):
        raise NoRunningTimerError
    return await _record(session, running, agent, now, ended_at)


async def discard(session: Session, agent_id: UUID, entry_id: UUID | None = None) -> None:
    """Forget the running timer, or none but the one with this id, without recording time. A repeat is harmless."""
    await _locked_agent(session, agent_id)
    await running_timers.remove(session, agent_id, entry_id)


async def change_running(
    session: Session,
    agent_id: UUID,
    change: Callable[[RunningTimer], RunningTimer],
    entry_id: UUID | None = None,
) -> RunningTimer:
    """Pause, resume or confirm the running timer, or none but the one with this id."""
    await _locked_agent(session, agent_id)
    running = await running_timers.find(session, agent_id)
    if running is None or entry_id not in (None, running.entry_id):
        raise NoRunningTimerError
    changed = change(running)
    if changed != running:
        await running_timers.save(session, changed)
    return changed


async def _must_be_unused(session: Session, entry_id: UUID) -> None:
    stored = await time_entries.look_up(session, entry_id)
    if stored.running:
        raise TimeEntryRunningError
    if stored.deleted:
        raise TimeEntryDeletedError
    if stored.entry is not None:
        raise TimerStoppedError


async def _replaced(
    session: Session,
    timer: RunningTimer,
    agent: LockedAgent,
    now: datetime,
    ended_at: datetime | None,
) -> RecordedEntry | None:
    if timer.was_forgotten(ended_at or now):
        return await record_capped(
            session,
            *(timer.entry_id, timer.agent_id, timer.capped_span, timer.work, agent.rules.periods),
        )
    return await _record(session, timer, agent, now, ended_at)


async def _record(
    session: Session,
    timer: RunningTimer,
    agent: LockedAgent,
    now: datetime,
    ended_at: datetime | None,
) -> RecordedEntry | None:
    """Time that was typed in while the timer ran takes the timer's place in the day, but none of its seconds."""
    span = timer.span_until(now, ended_at)
    if span is None:
        return None
    exclusive = not agent.allow_overlaps
    recorded = await record_measured(
        session,
        *(timer.entry_id, timer.agent_id, span, timer.work, agent.rules.periods),
        exclusive=exclusive,
    )
    warning = agent.spent.warned_of(span.seconds) if agent.spent else None
    return replace(recorded, over_budget_seconds=warning) if warning else recorded


async def _locked_agent(session: Session, agent_id: UUID) -> LockedAgent:
    """All that one agent's timer does happens one after the other."""
    agent = await running_timers.lock_agent(session, agent_id)
    if agent is None:
        raise NotAnAgentError
    return agent


def _same_period(recorded: RecordedEntry, timer: RunningTimer, periods: Periods) -> bool:
    recorded_in = period_of(recorded.entry.span.work_date, periods)
    return recorded_in == period_of(timer.work_date, periods)


async def _period_must_be_open(
    session: Session, timer: RunningTimer, rules: PeriodRules, now: datetime
) -> None:
    """What a timer measures is recorded when it stops, so it does not begin where nothing may be added."""
    day = (timer.agent_id, timer.work_date)
    sheets = await timesheets.lock_days(session, [day], rules.periods, changing=False)
    sheets[day].must_be_draft()
    sheets[day].is_changed_after_lock(rules, Writer("", False, now))
