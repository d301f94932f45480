"""`/v1/write-offs`: time that is charged to nobody, and why."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

import web
from invoicing.api.access import Biller, Now, Reader
from invoicing.api.invoices import answer
from invoicing.commands import write_off
from invoicing.domain import errors
from invoicing.domain.write_off import WriteOff
from invoicing.queries import write_offs
from invoicing.schemas.invoices import InvoiceResponse
from invoicing.schemas.write_offs import (
    UndoWriteOffRequest,
    WriteOffFilterRequest,
    WriteOffLineRequest,
    WriteOffResponse,
    WriteOffTimeRequest,
)

router = web.router(tags=["billable time"])


def _answer(found: WriteOff, response: Response) -> WriteOffResponse:
    response.headers["ETag"] = web.etag(found.version)
    return WriteOffResponse.of(found)


@router.post("/write-offs", status_code=201)
@web.requires_idempotency_key
@web.refuses(
    errors.EntriesNotReadyError,
    errors.TimeOnItsWayError,
    errors.UnknownCustomerError,
    web.Constraint("claimed_once"),
)
async def write_off_time(
    body: WriteOffTimeRequest, session: web.Session, caller: Biller, now: Now, response: Response
) -> WriteOffResponse:
    """Write ready time off: no draft takes it and nobody is charged for it, until that is undone."""
    made = await write_off.write_off_ready(session, body.to_domain(), by=caller.subject, now=now)
    response.headers["Location"] = f"/v1/write-offs/{made.id}"
    return _answer(made, response)


@router.post("/invoices/{invoice_id}/lines/{line_id}/write-off")
@web.requires_idempotency_key
@web.refuses(errors.InvoiceIssuedError)
async def write_off_line(
    invoice_id: UUID,
    line_id: UUID,
    body: WriteOffLineRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> InvoiceResponse:
    """Take a line of time, or entries or seconds of it, off a draft and write them off. Answers the draft."""
    view = await write_off.write_off_line(
        session,
        invoice_id,
        line_id,
        body.reason,
        body.parts(),
        expected=expected,
        by=caller.subject,
        now=now,
    )
    return answer(view, response)


@router.get("/write-offs")
async def list_write_offs(
    session: web.Session,
    caller: Reader,
    asked: Annotated[WriteOffFilterRequest, Query()],
    paging: web.Paging,
) -> web.Page[WriteOffResponse]:
    """What was written off, the newest first, also what was undone since."""
    found = await write_offs.list_write_offs(
        session, asked.to_domain(), after=paging.after, limit=paging.limit + 1
    )
    return web.Page[WriteOffResponse].of(found, paging, WriteOffResponse.of)


@router.get("/write-offs/{write_off_id}")
async def get_write_off(
    write_off_id: UUID, session: web.Session, caller: Reader, response: Response
) -> WriteOffResponse:
    """One write-off with its entries."""
    return _answer(await write_offs.get_write_off(session, write_off_id), response)


@router.post("/write-offs/{write_off_id}/undo")
@web.requires_idempotency_key
@web.refuses(errors.WriteOffUndoneError)
async def undo_write_off(
    write_off_id: UUID,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
    body: UndoWriteOffRequest | None = None,
) -> WriteOffResponse:
    """Undo a write-off, or entries of it: their time is ready again, at the price that holds now."""
    entry_ids = body.entry_ids if body else ()
    undone = await write_off.undo_write_off(
        session, write_off_id, entry_ids, expected=expected, by=caller.subject, now=now
    )
    return _answer(undone, response)
