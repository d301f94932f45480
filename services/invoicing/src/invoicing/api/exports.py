"""`/v1/exports`: invoices, lines, payments, credit notes and receivables as files for a spreadsheet or another program."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial
from typing import Annotated, Any

from fastapi import Query, Request, Response
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

import web
from database import Database, Session
from invoicing.api.access import Now, Reader
from invoicing.queries import exports, receivables_table
from invoicing.queries.exports import Export
from invoicing.queries.files import FileFormat, Prepare, as_file
from invoicing.queries.receivables import CustomerPaging, receivables
from invoicing.schemas.exports import ExportRequest, InvoicesExportRequest, PaymentsExportRequest
from invoicing.schemas.receivables import AsOfRequest

router = web.router(prefix="/v1/exports", tags=["exports"])
MEDIA_TYPES: dict[FileFormat, str] = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "CSV in UTF-8, or a file of Excel",
        "content": {
            MEDIA_TYPES["csv"]: {"schema": {"type": "string"}},
            MEDIA_TYPES["xlsx"]: {"schema": {"type": "string", "format": "binary"}},
        },
    }
}


class TableResponse(StreamingResponse):
    """A table that is sent while it is read; the reading ends when the reader goes away."""

    body_iterator: AsyncGenerator[bytes, None]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, and let go of what it is read from whatever happens."""
        async with aclosing(self.body_iterator):
            await super().__call__(scope, receive, send)


@router.get("/invoices.{file_format}", response_class=TableResponse, responses=FILES)
async def export_invoices(
    file_format: FileFormat,
    request: Request,
    caller: Reader,
    now: Now,
    asked: Annotated[InvoicesExportRequest, Query()],
) -> StreamingResponse:
    """Issued invoices by date, with what is owed of them.

    In CSV, text that a spreadsheet would take for a formula begins with an apostrophe and a space.
    """

    async def prepare(session: Session) -> Export:
        return await exports.invoices(session, asked.rows(), asked.payment, asked.overdue, now=now)

    return _sent(request, caller, prepare, "invoices", file_format)


@router.get("/invoice-lines.{file_format}", response_class=TableResponse, responses=FILES)
async def export_invoice_lines(
    file_format: FileFormat,
    request: Request,
    caller: Reader,
    asked: Annotated[ExportRequest, Query()],
) -> StreamingResponse:
    """The lines of issued invoices by the dates of these, as printed."""
    lines = exports.lines(asked.rows())
    return _sent(request, caller, partial(_as_it_is, lines), "invoice-lines", file_format)


@router.get("/payments.{file_format}", response_class=TableResponse, responses=FILES)
async def export_payments(
    file_format: FileFormat,
    request: Request,
    caller: Reader,
    asked: Annotated[PaymentsExportRequest, Query()],
) -> StreamingResponse:
    """Payments and counter-entries by the day on which they came in, with the invoices that they settle or settled."""
    payments = exports.payments(asked.rows(), asked.payments())
    return _sent(request, caller, partial(_as_it_is, payments), "payments", file_format)


@router.get("/credit-notes.{file_format}", response_class=TableResponse, responses=FILES)
async def export_credit_notes(
    file_format: FileFormat,
    request: Request,
    caller: Reader,
    asked: Annotated[ExportRequest, Query()],
) -> StreamingResponse:
    """Credit notes by date."""
    notes = exports.credit_notes(asked.rows())
    return _sent(request, caller, partial(_as_it_is, notes), "credit-notes", file_format)


@router.get("/expenses.{file_format}", response_class=TableResponse, responses=FILES)
async def export_expenses(
    file_format: FileFormat,
    request: Request,
    caller: Reader,
    asked: Annotated[ExportRequest, Query()],
) -> StreamingResponse:
    """Expenses by the days on which they were spent, with what lines charge of them."""
    spent = exports.expenses(asked.rows())
    return _sent(request, caller, partial(_as_it_is, spent), "expenses", file_format)


@router.get("/receivables.{file_format}", response_class=Response, responses=FILES)
async def export_receivables(
    file_format: FileFormat,
    session: web.Session,
    caller: Reader,
    now: Now,
    asked: Annotated[AsOfRequest, Query()],
) -> Response:
    """What each customer owes by days after the due date, and what credit they have: now, or at the end of a day before."""
    everybody = CustomerPaging(limit=receivables_table.MOST_ROWS)
    found = await receivables(session, asked.to_domain(), everybody, now=now)
    content = await asyncio.to_thread(receivables_table.written, found, file_format)
    return saved_as(f"receivables-{found.as_of}", file_format, content)


def saved_as(name: str, file_format: FileFormat, content: bytes) -> Response:
    """A file that a browser saves under this name."""
    return Response(content, media_type=MEDIA_TYPES[file_format], headers=_named(name, file_format))


async def _as_it_is(export: Export, session: Session) -> Export:
    return export


def _sent(
    request: Request, caller: web.Caller, prepare: Prepare, name: str, file_format: FileFormat
) -> StreamingResponse:
    database: Database = request.app.state.database
    begin = partial(database.transaction, caller.account_id, reads_only=True)
    content = _until_stopping(request, as_file(begin, prepare, file_format))
    return TableResponse(
        content, media_type=MEDIA_TYPES[file_format], headers=_named(name, file_format)
    )


def _named(name: str, file_format: FileFormat) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}.{file_format}"'}


async def _until_stopping(
    request: Request, content: AsyncGenerator[bytes, None]
) -> AsyncGenerator[bytes, None]:
    """Ends in the middle of the transfer, so that nobody takes a part for the whole."""
    async with aclosing(content):
        async for some in content:
            if request.app.state.stopping.is_set():
                raise ConnectionAbortedError
            yield some
