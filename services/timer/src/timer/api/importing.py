"""Import of time from files of other programs: preview, job; and what columns hold, also those of customers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from pydantic import ValidationError

import web
from timer.api.callers import Manager, reading
from timer.api.resources import with_etag
from timer.commands import import_mappings
from timer.commands.import_mappings import TooManyMappingsError
from timer.commands.importing import cancel_import, create_import, preview_import
from timer.file_reading import ImportShares
from timer.importing.errors import ImportsBusyError
from timer.importing.report import ImportReport
from timer.problems import FILE_ERRORS
from timer.queries import imports
from timer.schemas.importing import (
    ImportMappingFilter,
    ImportMappingRequest,
    ImportMappingResponse,
    ImportRequest,
    ImportResponse,
    ImportSummary,
    PreviewRequest,
)

router = web.router(tags=["imports"])
MAX_BYTES = 50 * 1024 * 1024
_SHARES = ImportShares()
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
_TAKEN = (
    web.Constraint("import_mapping_name_taken"),
    web.Constraint("import_mapping_headers_taken"),
)


def _asked(request: Request) -> PreviewRequest | None:
    """What the query says; None for what the endpoint will refuse."""
    query = request.query_params
    lists = {name: query.getlist(name) for name in ("people", "customers") if name in query}
    try:
        return PreviewRequest.model_validate({**dict(query), **lists})
    except ValidationError:
        return None


@asynccontextmanager
async def _preview(request: Request, read_body: web.ReadBody) -> AsyncIterator[ImportReport | None]:
    """The report, made without a connection of the database while the account has no other file read."""
    caller: web.Caller = request.state.caller
    begin = reading(request, caller)
    with _SHARES.one_for(caller.account_id):
        body = await read_body()
        asked = _asked(request)
        content_type = request.headers.get("content-type", "")
        now = datetime.now(UTC)
        options = asked and asked.options
        yield await preview_import(begin, body, content_type, options, now) if options else None


@asynccontextmanager
async def _body(request: Request, read_body: web.ReadBody) -> AsyncIterator[bytes]:
    yield await read_body()


async def _shown(session: web.Session, import_id: UUID) -> ImportResponse:
    return ImportResponse.model_validate(await imports.get_import(session, import_id))


@router.post("/imports/preview", openapi_extra=_DOCUMENTED)
@web.max_body(MAX_BYTES)
@web.prepared_by(_preview)
@web.refuses(*FILE_ERRORS, ImportsBusyError)
async def preview_import_of_time(
    report: Annotated[ImportReport, Depends(web.prepared)],
    caller: Manager,
    asked: Annotated[PreviewRequest, Query()],
) -> ImportReport:
    """Tell what an import of this file would do, and do nothing.

    An account has one file read at a time: 429 for another, to be sent again after `Retry-After` seconds.
    """
    return report


@router.post("/imports", status_code=202, openapi_extra=_DOCUMENTED)
@web.max_body(MAX_BYTES)
@web.prepared_by(_body)
@web.refuses(web.Constraint("one_import_at_a_time"))
async def create_import_of_time(
    body: Annotated[bytes, Depends(web.prepared)],
    request: Request,
    response: Response,
    session: web.Session,
    caller: Manager,
    asked: Annotated[ImportRequest, Query()],
) -> ImportResponse:
    """Import a file, all or nothing: an export of Toggl Track, Clockify, Harvest, Kimai, solidtime or Honorar, or another
    file whose columns the account has named.

    A worker does it; read the import (`Location`) until it has ended. An account imports one file at a time: 429 for
    another.
    """
    content_type = request.headers.get("content-type", "")
    import_id = await create_import(
        *(session, body, content_type, asked.options, asked.token),
        by=caller.subject,
        file_name=asked.file_name,
    )
    response.headers["Location"] = f"/v1/imports/{import_id}"
    return await _shown(session, import_id)


@router.get("/imports")
async def list_imports(
    session: web.Session, caller: Manager, paging: web.Paging
) -> web.Page[ImportSummary]:
    """List imports without their reports, the newest first."""
    rows = await imports.list_imports(session, paging.after, paging.limit)
    return web.Page[ImportSummary].of(rows, paging, ImportSummary.model_validate)


@router.get("/imports/{import_id:uuid}")
async def get_import(import_id: UUID, session: web.Session, caller: Manager) -> ImportResponse:
    """Get an import: how far it is, and how it ended."""
    return await _shown(session, import_id)


@router.post("/imports/{import_id}/cancel")
async def cancel_import_of_time(
    import_id: UUID, session: web.Session, caller: Manager
) -> ImportResponse:
    """Let an import end without having done anything. One that has ended stays as it is."""
    await cancel_import(session, import_id)
    return await _shown(session, import_id)


@router.post("/import-mappings", status_code=201)
@web.refuses(*_TAKEN, TooManyMappingsError)
async def create_import_mapping(
    body: ImportMappingRequest, response: Response, session: web.Session, caller: Manager
) -> ImportMappingResponse:
    """Say what the columns of a file hold, of time that no known program wrote, or of customers.

    It is remembered for files with these headers.
    """
    row = await import_mappings.create_mapping(session, body.mapping)
    return with_etag(response, ImportMappingResponse.model_validate(row))


@router.get("/import-mappings")
async def list_import_mappings(
    session: web.Session,
    caller: Manager,
    paging: web.Paging,
    wanted: Annotated[ImportMappingFilter, Query()],
) -> web.Page[ImportMappingResponse]:
    """List what is known of columns, in files of time and of customers."""
    rows = await imports.list_mappings(session, paging.after, paging.limit, wanted.kind)
    return web.Page[ImportMappingResponse].of(rows, paging, ImportMappingResponse.model_validate)


@router.put("/import-mappings/{mapping_id}")
@web.refuses(*_TAKEN)
async def replace_import_mapping(
    mapping_id: UUID,
    body: ImportMappingRequest,
    response: Response,
    session: web.Session,
    caller: Manager,
    if_match: web.RequiredIfMatch,
) -> ImportMappingResponse:
    """Replace what is said of columns. Demands the `ETag` that was read."""
    row = await import_mappings.replace_mapping(
        session, mapping_id, body.mapping, expected=if_match
    )
    return with_etag(response, ImportMappingResponse.model_validate(row))


@router.delete("/import-mappings/{mapping_id}", status_code=204)
async def delete_import_mapping(mapping_id: UUID, session: web.Session, caller: Manager) -> None:
    """Forget what was said of columns; what such files have brought stays."""
    await import_mappings.delete_mapping(session, mapping_id)
