"""Import of time from files of other programs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Depends, Query, Request

import web
from timer.api.callers import Manager
from timer.commands.importing import import_time
from timer.file_reading import ImportShares, read_file
from timer.importing.errors import DataMovedError, ImportsBusyError
from timer.importing.parsing import ImportOptions, ParsedFile
from timer.importing.report import ImportReport
from timer.problems import FILE_ERRORS
from timer.queries.account_settings import account_settings
from timer.schemas.importing import ImportRequest

router = web.router(tags=["time entries"])
MAX_BYTES = 50 * 1024 * 1024
_SHARES = ImportShares()
_ABOUT_FILE = ("time_zone", "source", "date_format", "decimal")
_CSV = {"schema": {"type": "string"}}
_FORM = {
    "schema": {
        "type": "object",
        "required": ["file"],
        "properties": {"file": {"type": "string", "format": "binary"}},
    }
}
_DOCUMENTED = {
    "requestBody": {"required": True, "content": {"text/csv": _CSV, "multipart/form-data": _FORM}}
}


@asynccontextmanager
async def _file(request: Request, read_body: web.ReadBody) -> AsyncIterator[ParsedFile]:
    """The file, read without a connection of the database, while the account imports no other."""
    caller: web.Caller = request.state.caller
    with _SHARES.one_for(caller.account_id):
        data = await read_body()
        asked: dict[str, Any] = {
            name: request.query_params[name] for name in _ABOUT_FILE if name in request.query_params
        }
        if not asked.get("time_zone"):
            database = request.app.state.database
            async with database.transaction(caller.account_id, reads_only=True) as session:
                asked["time_zone"] = (await account_settings(session)).time_zone
        content_type = request.headers.get("content-type", "")
        yield await read_file(data, content_type, ImportOptions(**asked))


@router.post("/time-entries/import", openapi_extra=_DOCUMENTED)
@web.max_body(MAX_BYTES)
@web.prepared_by(_file)
@web.refuses(*FILE_ERRORS, ImportsBusyError, DataMovedError, web.Constraint("agent_email_taken"))
async def import_time_entries(
    file: Annotated[ParsedFile, Depends(web.prepared)],
    session: web.Session,
    caller: Manager,
    asked: Annotated[ImportRequest, Query()],
) -> ImportReport:
    """Import a Toggl Track CSV export, all or nothing; with `dry_run` only report what would happen.

    An account imports one file at a time: 429 for another, to be sent again after `Retry-After` seconds.
    """
    now = datetime.now(UTC)
    return await import_time(
        session, file, asked.options, now, dry_run=asked.dry_run, token=asked.token
    )
