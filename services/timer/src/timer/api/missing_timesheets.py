"""Whose time has not been handed in."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Query

import web
from timer.api.callers import Manager
from timer.queries.missing_timesheets import missing_timesheets
from timer.schemas.missing_timesheets import (
    MissingFilterRequest,
    MissingTimesheetResponse,
    MissingTimesheetsResponse,
)

router = web.router(prefix="/v1/timesheets", tags=["timesheets"])


@router.get("/missing")
async def list_missing_timesheets(
    session: web.Session, caller: Manager, asked: Annotated[MissingFilterRequest, Query()]
) -> MissingTimesheetsResponse:
    """List the active agents who have not handed in a period's time, though they have some or were to work."""
    period, found = await missing_timesheets(session, asked.day, datetime.now(UTC))
    return MissingTimesheetsResponse(
        first_day=period.first,
        last_day=period.last,
        items=[MissingTimesheetResponse.model_validate(one) for one in found],
    )
