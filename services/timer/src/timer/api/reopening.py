"""Reopening of timesheets, and their history."""

from datetime import UTC, datetime
from uuid import UUID

from fastapi import Response

import web
from timer.api.callers import Reader, Worker, managed_by, seen_by
from timer.api.resources import with_etag
from timer.commands.reopening import ask_to_reopen
from timer.queries.sheet_history import sheet_history
from timer.schemas.timesheets import (
    ReopeningRequest,
    TimesheetChangeResponse,
    TimesheetHistoryResponse,
    TimesheetResponse,
)
from timer.timesheet import TimesheetChangedError, TimesheetNotApprovedError

router = web.router(prefix="/v1/timesheets", tags=["timesheets"])


@router.post("/{timesheet_id}/reopen")
@web.refuses(TimesheetNotApprovedError, TimesheetChangedError)
async def reopen_timesheet(
    timesheet_id: UUID,
    body: ReopeningRequest,
    session: web.Session,
    caller: Worker,
    if_match: web.RequiredIfMatch,
    response: Response,
) -> TimesheetResponse:
    """Ask for an approved timesheet to be opened again: agents their own, managers anybody's.

    It is `reopening` until invoicing has answered, a moment later: then it is a `draft`, and drafts of invoices have given
    its time back; or it is `approved` as before, with the invoices in `charged_by`, which credit notes must release first.
    """
    sheet = await ask_to_reopen(
        session,
        timesheet_id,
        if_match,
        body.reason,
        datetime.now(UTC),
        by=caller.subject,
        only=managed_by(caller),
    )
    return with_etag(response, TimesheetResponse.of(sheet))


@router.get("/{timesheet_id:uuid}/history")
async def get_timesheet_history(
    timesheet_id: UUID, session: web.Session, caller: Reader
) -> TimesheetHistoryResponse:
    """All that was done to a timesheet: who handed it in, approved, rejected or reopened which version, and why."""
    found = await sheet_history(session, timesheet_id, seen_by(caller))
    return TimesheetHistoryResponse(
        items=[TimesheetChangeResponse.model_validate(one) for one in found]
    )
