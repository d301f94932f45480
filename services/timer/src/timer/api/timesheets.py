"""Timesheets: submitted, approved, rejected."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

import web
from timer.api.callers import Manager, Reader, Worker, managed_by, narrowed, seen_by
from timer.api.resources import with_etag
from timer.commands import timesheets as commands
from timer.queries import timesheets as queries
from timer.schemas.timesheets import (
    RejectionRequest,
    TimesheetQuery,
    TimesheetResponse,
    TimesheetsResponse,
    TimesheetVersionsRequest,
)

router = web.router(prefix="/v1/timesheets", tags=["timesheets"])


@router.get("")
async def list_timesheets(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    asked: Annotated[TimesheetQuery, Depends()],
) -> web.Page[TimesheetResponse]:
    """Those that touch the period from `first_day` to `last_day`."""
    wanted = replace(asked, agent_id=narrowed(asked.agent_id, seen_by(caller)))
    found = await queries.list_timesheets(session, wanted, paging.after, paging.limit)
    return web.Page[TimesheetResponse].of(found, paging, TimesheetResponse.of)


@router.post("/submit")
async def submit_many(
    body: TimesheetVersionsRequest, session: web.Session, caller: Worker
) -> TimesheetsResponse:
    """All or none, each as it was read. Agents hand in their own; managers may do it for them."""
    only = managed_by(caller)
    found = await commands.submit(session, body.versions, datetime.now(UTC), only=only)
    return TimesheetsResponse(items=[TimesheetResponse.of(sheet) for sheet in found])


@router.post("/approve")
async def approve_many(
    body: TimesheetVersionsRequest, session: web.Session, caller: Manager
) -> TimesheetsResponse:
    """All or none, each as it was read."""
    now, by = datetime.now(UTC), caller.subject
    found = await commands.approve(session, body.versions, now, by=by, approver_id=caller.agent_id)
    return TimesheetsResponse(items=[TimesheetResponse.of(sheet) for sheet in found])


@router.get("/{sheet_id}")
async def get(
    sheet_id: UUID, session: web.Session, caller: Reader, response: Response
) -> TimesheetResponse:
    found = await queries.get_timesheet(session, sheet_id, seen_by(caller))
    return with_etag(response, TimesheetResponse.of(found))


@router.post("/{sheet_id}/submit")
async def submit(
    sheet_id: UUID,
    session: web.Session,
    caller: Worker,
    if_match: web.RequiredIfMatch,
    response: Response,
) -> TimesheetResponse:
    now, only = datetime.now(UTC), managed_by(caller)
    (sheet,) = await commands.submit(session, {sheet_id: if_match}, now, only=only)
    return with_etag(response, TimesheetResponse.of(sheet))


@router.post("/{sheet_id}/approve")
async def approve(
    sheet_id: UUID,
    session: web.Session,
    caller: Manager,
    if_match: web.RequiredIfMatch,
    response: Response,
) -> TimesheetResponse:
    """Accept what was read; not one's own sheet, nor without saying who one is, unless the account allows it."""
    now, by = datetime.now(UTC), caller.subject
    (sheet,) = await commands.approve(
        session, {sheet_id: if_match}, now, by=by, approver_id=caller.agent_id
    )
    return with_etag(response, TimesheetResponse.of(sheet))


@router.post("/{sheet_id}/reject")
async def reject(
    sheet_id: UUID,
    body: RejectionRequest,
    session: web.Session,
    caller: Manager,
    if_match: web.RequiredIfMatch,
    response: Response,
) -> TimesheetResponse:
    sheet = await commands.reject(session, sheet_id, if_match, body.reason)
    return with_etag(response, TimesheetResponse.of(sheet))
