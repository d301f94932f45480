"""`/v1/ledger-settings` and `/v1/journal-exports`: the books, for the ledger."""

from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response
from fastapi.responses import StreamingResponse

import web
from invoicing.api.access import Biller, Now, Reader
from invoicing.api.documents import begin_for
from invoicing.commands import journal as commands
from invoicing.commands.documents import Begin
from invoicing.domain.errors import LedgerIncompleteError, NothingToExportError
from invoicing.queries import journal as queries
from invoicing.schemas.journal import (
    FileFormat,
    JournalExportRequest,
    JournalExportResponse,
    LedgerSettingsRequest,
    LedgerSettingsResponse,
    header,
    rows,
)

router = web.router(tags=["journal"])
_CSV: dict[int | str, dict[str, Any]] = {
    200: {"description": "CSV in UTF-8", "content": {"text/csv": {"schema": {"type": "string"}}}}
}
_LINES = 2000
"""In memory at a time."""


@router.get("/ledger-settings")
async def get_ledger_settings(
    session: web.Session, caller: Reader, response: Response
) -> LedgerSettingsResponse:
    """The accounts of the ledger."""
    found = await queries.get_ledger_settings(session)
    response.headers["ETag"] = web.etag(found.version)
    return LedgerSettingsResponse.model_validate(found)


@router.put("/ledger-settings")
async def replace_ledger_settings(
    body: LedgerSettingsRequest,
    session: web.Session,
    caller: Biller,
    expected: web.RequiredIfMatch,
    response: Response,
) -> LedgerSettingsResponse:
    """Name the accounts of the ledger. What was exported stays as it was booked."""
    changed = await commands.update_ledger_settings(session, body.to_domain(), expected=expected)
    response.headers["ETag"] = web.etag(changed.version)
    return LedgerSettingsResponse.model_validate(changed)


@router.post("/journal-exports", status_code=201)
@web.requires_idempotency_key
@web.refuses(LedgerIncompleteError, NothingToExportError)
async def export_journal(
    body: JournalExportRequest, session: web.Session, caller: Biller, now: Now
) -> JournalExportResponse:
    """Export all that is booked up to a day and that no export has: each document and payment is a transaction, once."""
    made = await commands.export_journal(session, body.last_day, by=caller.subject, now=now)
    return JournalExportResponse.model_validate(made)


@router.get("/journal-exports")
async def list_journal_exports(
    session: web.Session, caller: Reader, paging: web.Paging
) -> web.Page[JournalExportResponse]:
    """The exports, the newest first."""
    found = await queries.list_exports(session, after=paging.after, limit=paging.limit + 1)
    return web.Page[JournalExportResponse].of(found, paging, JournalExportResponse.model_validate)


@router.get("/journal-exports/{export_id}.csv", response_class=StreamingResponse, responses=_CSV)
async def get_journal_file(
    export_id: UUID,
    request: Request,
    session: web.Session,
    caller: Reader,
    file_format: Annotated[
        FileFormat,
        Query(
            alias="format",
            description="`semicolon` with decimal commas and days first, as programs in Denmark read tables.",
        ),
    ] = "comma",
) -> StreamingResponse:
    """The lines of an export: the same bytes each time."""
    export = await queries.get_export(session, export_id)
    name = f"journal-{export.last_day}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    file = _file(begin_for(request, caller.account_id), export_id, file_format)
    return StreamingResponse(file, media_type="text/csv", headers=headers)


async def _file(begin: Begin, export_id: UUID, file_format: FileFormat) -> AsyncIterator[str]:
    yield header(file_format)
    after = (0, 0)
    while True:
        async with begin() as session:
            lines = await queries.lines_after(session, export_id, after, _LINES)
        if not lines:
            return
        yield rows(lines, file_format)
        after = lines[-1].transaction, lines[-1].position
