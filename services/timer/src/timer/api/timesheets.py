"""Timesheets: handed in, approved, given back."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from fastapi import Response
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

import web
from timer.api.answers import versioned
from timer.api.callers import Manager, Reader, Worker, managed_by, narrowed, seen_by
from timer.api.texts import Name
from timer.commands import timesheets as commands
from timer.queries.sheets import sheets as find
from timer.timesheet import State

router = web.router(prefix="/v1/timesheets", tags=["timesheets"])


class Many(web.RequestModel):
    timesheet_ids: list[UUID] = Field(min_length=1, max_length=1000)


class Rejection(web.RequestModel):
    reason: Name


class Timesheet(web.ResponseModel):
    """`seconds` and `billable_seconds` are sums over its entries."""

    id: UUID
    version: int
    agent_id: UUID
    first_day: date
    last_day: date
    state: State
    submitted_at: datetime | None
    approved_at: datetime | None
    approved_by: str | None
    rejected_because: str | None
    seconds: int
    billable_seconds: int


class Timesheets(web.ResponseModel):
    items: list[Timesheet]


@router.get("")
async def several(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    agent_id: UUID | None = None,
    state: State | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
) -> web.Page[Timesheet]:
    """Those that touch the period from `first_day` to `last_day`."""
    found = await find(
        session,
        agent_id=narrowed(agent_id, seen_by(caller)),
        state=state,
        first_day=first_day,
        last_day=last_day,
        after=paging.after,
        limit=paging.limit,
    )
    return web.Page[Timesheet].of(found, paging, Timesheet.model_validate)


@router.post("/submit")
async def submit_many(body: Many, session: web.Session, caller: Worker) -> Timesheets:
    """All or none. Agents hand in their own; managers may do it for them."""
    ids, only = body.timesheet_ids, managed_by(caller)
    await commands.submit(session, caller.account_id, ids, datetime.now(UTC), only)
    return Timesheets(items=await _shown(session, ids))


@router.post("/approve")
async def approve_many(body: Many, session: web.Session, caller: Manager) -> Timesheets:
    """All or none."""
    await commands.approve(session, caller, body.timesheet_ids, datetime.now(UTC))
    return Timesheets(items=await _shown(session, body.timesheet_ids))


@router.get("/{sheet_id}")
async def one(
    sheet_id: UUID, session: web.Session, caller: Reader, response: Response
) -> Timesheet:
    sheet = await _one(session, sheet_id, response)
    if seen_by(caller) not in (None, sheet.agent_id):
        raise web.not_found("timesheet")
    return sheet


@router.post("/{sheet_id}/submit")
async def submit(
    sheet_id: UUID, session: web.Session, caller: Worker, response: Response
) -> Timesheet:
    now, only = datetime.now(UTC), managed_by(caller)
    await commands.submit(session, caller.account_id, [sheet_id], now, only)
    return await _one(session, sheet_id, response)


@router.post("/{sheet_id}/approve")
async def approve(
    sheet_id: UUID, session: web.Session, caller: Manager, response: Response
) -> Timesheet:
    await commands.approve(session, caller, [sheet_id], datetime.now(UTC))
    return await _one(session, sheet_id, response)


@router.post("/{sheet_id}/reject")
async def reject(
    sheet_id: UUID, body: Rejection, session: web.Session, caller: Manager, response: Response
) -> Timesheet:
    await commands.reject(session, sheet_id, body.reason)
    return await _one(session, sheet_id, response)


async def _shown(session: AsyncSession, ids: Sequence[UUID]) -> list[Timesheet]:
    return [Timesheet.model_validate(row) for row in await find(session, ids=ids)]


async def _one(session: AsyncSession, sheet_id: UUID, response: Response) -> Timesheet:
    found = await _shown(session, [sheet_id])
    if not found:
        raise web.not_found("timesheet")
    versioned(response, found[0].version)
    return found[0]
