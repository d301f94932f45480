"""How much was worked."""

import asyncio
from typing import Annotated, Any

from fastapi import Query, Request, Response
from fastapi.responses import StreamingResponse

import web
from domain_errors import InvalidInputError
from timer import work_table
from timer.api.callers import Reader, filter_within, reading, seen_by
from timer.api.exports import CSV, ExportFilterRequest, saved_as, until_stopping, wanted_by
from timer.queries.spreadsheets import time_as_xlsx
from timer.queries.work_report import WorkFilter, work_report, work_totals
from timer.schemas.work_report import (
    WorkFilterRequest,
    WorkReportRequest,
    WorkReportResponse,
    WorkTableRequest,
)

router = web.router(prefix="/v1/reports", tags=["reports"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_XLSX: dict[int | str, dict[str, Any]] = {
    200: {"description": "A file of Excel", "content": {XLSX: _BINARY}}
}


@router.get("/work")
async def report_work(
    session: web.Session, caller: Reader, asked: Annotated[WorkReportRequest, Query()]
) -> WorkReportResponse:
    """Add up the seconds of the entries whose work date lies in the period, both days included.

    With `by`, and `then_by` if two are wanted, time is split by that; teams are those of the day of the work. With both days
    of a period, a year at most, it is compared with how long people could work.
    """
    if asked.by is None:
        if asked.then_by is not None:
            raise InvalidInputError("then_by", "needs by")
        return WorkReportResponse.of_totals(await work_totals(session, _wanted(caller, asked)))
    found = await work_report(session, asked.dimensions, _wanted(caller, asked))
    return WorkReportResponse.of_report(found)


@router.get("/work.csv", response_class=Response, responses=CSV)
async def report_work_as_csv(
    session: web.Session, caller: Reader, asked: Annotated[WorkTableRequest, Query()]
) -> Response:
    """The work report by one or two dimensions as a table in CSV, without sums of sums."""
    found = await work_report(session, asked.dimensions, _wanted(caller, asked))
    text = work_table.as_csv(found, asked.dimensions)
    return Response(text, media_type="text/csv", headers=saved_as("work.csv"))


@router.get("/work.xlsx", response_class=Response, responses=_XLSX)
async def report_work_as_xlsx(
    session: web.Session, caller: Reader, asked: Annotated[WorkTableRequest, Query()]
) -> Response:
    """The work report by one or two dimensions as a table for Excel, without sums of sums."""
    found = await work_report(session, asked.dimensions, _wanted(caller, asked))
    content = await asyncio.to_thread(work_table.as_xlsx, found, asked.dimensions)
    return Response(content, media_type=XLSX, headers=saved_as("work.xlsx"))


@router.get("/time-entries.xlsx", response_class=StreamingResponse, responses=_XLSX)
async def report_time_entries_as_xlsx(
    request: Request, caller: Reader, asked: Annotated[ExportFilterRequest, Query()]
) -> StreamingResponse:
    """Every time entry in a row for Excel, by work date. `GET /exports/time-entries.csv` has the same as CSV."""
    rows = time_as_xlsx(reading(request, caller), wanted_by(caller, asked))
    content = until_stopping(request, rows)
    return StreamingResponse(content, media_type=XLSX, headers=saved_as("time-entries.xlsx"))


def _wanted(caller: web.Caller, asked: WorkFilterRequest) -> WorkFilter:
    return filter_within(WorkFilter, asked, seen_by(caller), exclude=("by", "then_by"))
