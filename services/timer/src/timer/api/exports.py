"""Everything that an import can take, as files, so that nobody is locked in."""

from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

from fastapi import Query, Request, Response
from fastapi.responses import StreamingResponse

import web
from timer.api.callers import Office, Reader, filter_within, reading, seen_by
from timer.queries.exports import export_master_data, export_time
from timer.queries.time_entries import EntryFilter

router = web.router(prefix="/v1/exports", tags=["exports"])
CSV: dict[int | str, dict[str, Any]] = {
    200: {"description": "CSV in UTF-8", "content": {"text/csv": {"schema": {"type": "string"}}}}
}
Part = TypeVar("Part", str, bytes)
Noun = Literal["organizations", "agents", "service-types", "projects", "tasks"]


class ExportFilterRequest(web.FilterModel):
    """Which time to export."""

    agent_id: UUID | None = None
    """Only that of this agent. Agents get their own in any case."""
    organization_id: UUID | None = None
    """Only that for this customer, or one that was merged into it."""
    project_id: UUID | None = None
    """Only that on this project."""
    first_day: web.Day | None = None
    """Only what was worked on this day or later."""
    last_day: web.Day | None = None
    """Only what was worked on this day or earlier."""


@router.get("/time-entries.csv", response_class=StreamingResponse, responses=CSV)
async def export_time_entries(
    request: Request, caller: Reader, asked: Annotated[ExportFilterRequest, Query()]
) -> StreamingResponse:
    """Export time entries by work date, in a format that the import takes again: `POST /imports`.

    Times bear their difference to UTC. Text that a spreadsheet would take for a formula begins with an apostrophe and a
    space, which the import removes.
    """
    wanted = wanted_by(caller, asked)
    lines = until_stopping(request, export_time(reading(request, caller), wanted))
    return StreamingResponse(lines, media_type="text/csv", headers=saved_as("time-entries.csv"))


@router.get("/{noun}.csv", response_class=Response, responses=CSV)
async def export_master_data_as_csv(noun: Noun, session: web.Session, caller: Office) -> Response:
    """Export all customers with their contacts, people, kinds of work, projects or tasks."""
    text = await export_master_data(session, noun)
    return Response(text, media_type="text/csv", headers=saved_as(f"{noun}.csv"))


def wanted_by(caller: web.Caller, asked: ExportFilterRequest) -> EntryFilter:
    """What is asked for, of those whose time the caller may see."""
    return filter_within(EntryFilter, asked, seen_by(caller))


def saved_as(name: str) -> dict[str, str]:
    """The name that a browser saves it under."""
    return {"Content-Disposition": f'attachment; filename="{name}"'}


async def until_stopping(request: Request, lines: AsyncIterator[Part]) -> AsyncIterator[Part]:
    """Ends in the middle of the transfer, so that nobody takes a part for the whole."""
    async for some in lines:
        if request.app.state.stopping.is_set():
            raise ConnectionAbortedError
        yield some
