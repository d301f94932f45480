"""Timesheets: submitted, approved, rejected."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

import web
from domain_errors import NotFoundError
from timer.api.callers import Manager, Reader, Worker, filter_within, managed_by, seen_by
from timer.api.resources import with_etag
from timer.commands import timesheets as commands
from timer.queries import timesheets as queries
from timer.schemas.timesheets import (
    ApprovalsResponse,
    RefusedSheetResponse,
    RejectionRequest,
    TimesheetFilterRequest,
    TimesheetResponse,
    TimesheetsResponse,
    TimesheetVersionsRequest,
)
from timer.timesheet import (
    ApproverUnknownError,
    CappedEntryError,
    OwnTimesheetError,
    TimerStillRunningError,
    TimesheetChangedError,
    TimesheetClosedError,
    TimesheetNotSubmittedError,
    TimesheetsRefusedError,
)

router = web.router(prefix="/v1/timesheets", tags=["timesheets"])
_SUBMIT_REFUSED = (
    CappedEntryError,
    TimerStillRunningError,
    TimesheetChangedError,
    TimesheetClosedError,
)
_APPROVE_REFUSED = (
    ApproverUnknownError,
    OwnTimesheetError,
    TimesheetChangedError,
    TimesheetNotSubmittedError,
)


@router.get("")
async def list_timesheets(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    asked: Annotated[TimesheetFilterRequest, Query()],
) -> web.Page[TimesheetResponse]:
    """List the timesheets whose periods touch the period; to an agent, only their own."""
    wanted = filter_within(queries.TimesheetFilter, asked, seen_by(caller))
    found = await queries.list_timesheets(session, wanted, paging.after, paging.limit)
    return web.Page[TimesheetResponse].of(found, paging, TimesheetResponse.of)


@router.post("/submit")
@web.refuses(*_SUBMIT_REFUSED, TimesheetsRefusedError, TimesheetChangedError, NotFoundError)
async def submit_timesheets(
    body: TimesheetVersionsRequest, session: web.Session, caller: Worker
) -> TimesheetsResponse:
    """Hand in several timesheets, all or none, each as it was read: agents their own, managers anybody's."""
    now, only = datetime.now(UTC), managed_by(caller)
    found = await commands.submit(session, body.versions, now, by=caller.subject, only=only)
    return TimesheetsResponse(items=[TimesheetResponse.of(sheet) for sheet in found])


@router.post("/approve")
async def approve_timesheets(
    body: TimesheetVersionsRequest, session: web.Session, caller: Manager
) -> ApprovalsResponse:
    """Approve several timesheets, each as it was read; answers each: those that cannot be approved stay as they were."""
    found, refused = await commands.approve_each(
        session, body.versions, datetime.now(UTC), by=caller.subject, approver_id=caller.agent_id
    )
    return ApprovalsResponse(
        items=[TimesheetResponse.of(sheet) for sheet in found],
        refused=[RefusedSheetResponse.of(one) for one in refused],
    )


@router.get("/{timesheet_id:uuid}")
async def get_timesheet(
    timesheet_id: UUID, session: web.Session, caller: Reader, response: Response
) -> TimesheetResponse:
    """Get a timesheet with the sums of its entries."""
    found = await queries.get_timesheet(session, timesheet_id, seen_by(caller))
    return with_etag(response, TimesheetResponse.of(found))


@router.post("/{timesheet_id}/submit")
@web.refuses(*_SUBMIT_REFUSED)
async def submit_timesheet(
    timesheet_id: UUID,
    session: web.Session,
    caller: Worker,
    if_match: web.RequiredIfMatch,
    response: Response,
) -> TimesheetResponse:
    """Hand in what was read, for approval."""
    now, only = datetime.now(UTC), managed_by(caller)
    (sheet,) = await commands.submit(
        session, {timesheet_id: if_match}, now, by=caller.subject, only=only
    )
    return with_etag(response, TimesheetResponse.of(sheet))


@router.post("/{timesheet_id}/approve")
@web.refuses(*_APPROVE_REFUSED)
async def approve_timesheet(
    timesheet_id: UUID,
    session: web.Session,
    caller: Manager,
    if_match: web.RequiredIfMatch,
    response: Response,
) -> TimesheetResponse:
    """Approve what was read; not one's own sheet, nor without saying who one is, unless the account allows it."""
    now, by = datetime.now(UTC), caller.subject
    sheet = await commands.approve(
        session, timesheet_id, if_match, now, by=by, approver_id=caller.agent_id
    )
    return with_etag(response, TimesheetResponse.of(sheet))


@router.post("/{timesheet_id}/reject")
@web.refuses(TimesheetNotSubmittedError, TimesheetChangedError)
async def reject_timesheet(
    timesheet_id: UUID,
    body: RejectionRequest,
    session: web.Session,
    caller: Manager,
    if_match: web.RequiredIfMatch,
    response: Response,
) -> TimesheetResponse:
    """Make a submitted timesheet a draft again, with the reason, or those of entries, which show until they are changed."""
    now, by = datetime.now(UTC), caller.subject
    sheet = await commands.reject(session, timesheet_id, if_match, body.to_domain(), now, by=by)
    return with_etag(response, TimesheetResponse.of(sheet))
