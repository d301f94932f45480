"""Time entries, with ids that clients make."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Response
from pydantic import Field, model_validator
from sqlalchemy.ext.asyncio import AsyncSession

import web
from timer.api.answers import versioned
from timer.api.callers import Reader, Worker, managed_by, narrowed, seen_by
from timer.api.texts import Day, Instant, TimeZone
from timer.api.work import WorkAnswer, WorkIn
from timer.commands import time_entries as commands
from timer.commands.work import resolve
from timer.days import RANGE, countable
from timer.queries import time as queries
from timer.store import rows
from timer.store.tables import agents
from timer.stretch import LONGEST, Stretch, local_date, whole_second

router = web.router(tags=["time entries"])
EntryState = Literal["draft", "submitted", "approved", "billed"]


class EntryIn(WorkIn):
    """Either `started_at`, or only a `work_date` for "2 h on Tuesday". `agent_id` None: the caller."""

    agent_id: UUID | None = None
    started_at: Instant | None = None
    work_date: Day | None = None
    seconds: int = Field(ge=1, le=LONGEST)
    time_zone: TimeZone | None = None

    @model_validator(mode="after")
    def _one_beginning(self) -> "EntryIn":
        if (self.started_at is None) == (self.work_date is None):
            raise ValueError("say started_at or work_date, and not both")
        return self


class TimeEntry(WorkAnswer):
    id: UUID
    version: int
    agent_id: UUID
    timesheet_id: UUID
    work_date: date
    started_at: datetime | None
    seconds: int
    time_zone: str
    state: EntryState


class EntryQuery:
    """Which entries to list."""

    def __init__(
        self,
        agent_id: UUID | None = None,
        organization_id: UUID | None = None,
        project_id: UUID | None = None,
        timesheet_id: UUID | None = None,
        state: EntryState | None = None,
        first_day: date | None = None,
        last_day: date | None = None,
    ) -> None:
        self.agent_id = agent_id
        self.rest = (organization_id, project_id, timesheet_id, state, first_day, last_day)


async def shown(session: AsyncSession, entry_id: UUID) -> TimeEntry:
    row = await queries.entry(session, entry_id)
    if row is None:
        raise web.not_found("time entry")
    return TimeEntry.model_validate(row)


@router.put("/time-entries/{entry_id}")
async def record(
    entry_id: UUID,
    body: EntryIn,
    session: web.Session,
    caller: Worker,
    if_match: web.IfMatch,
    response: Response,
) -> TimeEntry:
    """Make the entry, or change it while it is a draft. Sending the same again changes nothing."""
    agent_id = narrowed(body.agent_id, managed_by(caller)) or caller.agent_id
    if agent_id is None:
        raise web.invalid("agent_id", "say whose time this is")
    stretch = await _stretch(session, body, agent_id)
    work = await resolve(session, body.asked())
    entry = await commands.record(
        session, caller.account_id, entry_id, agent_id, stretch, work, expected=if_match
    )
    versioned(response, entry.version)
    return await shown(session, entry.id)


@router.get("/time-entries")
async def several(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    asked: Annotated[EntryQuery, Depends()],
) -> web.Page[TimeEntry]:
    wanted = queries.EntryFilter(narrowed(asked.agent_id, seen_by(caller)), *asked.rest)
    found = await queries.entries(session, wanted, paging.after, paging.limit)
    return web.Page[TimeEntry].of(found, paging, TimeEntry.model_validate)


@router.get("/time-entries/{entry_id}")
async def one(
    entry_id: UUID, session: web.Session, caller: Reader, response: Response
) -> TimeEntry:
    entry = await shown(session, entry_id)
    if seen_by(caller) not in (None, entry.agent_id):
        raise web.not_found("time entry")
    versioned(response, entry.version)
    return entry


@router.delete("/time-entries/{entry_id}", status_code=204)
async def discard(entry_id: UUID, session: web.Session, caller: Worker) -> None:
    await commands.discard(session, caller.account_id, entry_id, managed_by(caller))


async def _stretch(session: AsyncSession, body: EntryIn, agent_id: UUID) -> Stretch:
    agent = await rows.find(session, agents, agent_id)
    if agent is None:
        raise web.invalid("agent_id", "there is no such agent")
    zone = body.time_zone or agent.time_zone
    if body.started_at is None:
        assert body.work_date is not None
        return Stretch(body.work_date, None, body.seconds, zone)
    start = whole_second(body.started_at)
    work_date = local_date(start, zone)
    if not countable(work_date):
        raise web.invalid("started_at", RANGE)
    return Stretch(work_date, start, body.seconds, zone)
