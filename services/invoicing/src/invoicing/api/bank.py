"""`/v1/bank-files`, `/v1/bank-transactions`: what banks say came in and went out, and what is made of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request, Response

import web
from invoicing.api.access import Biller, Now, Reader
from invoicing.commands import bank_files
from invoicing.commands import bank_transactions as commands
from invoicing.commands.bank_files import OpenedFile
from invoicing.domain.bank_files.statement import (
    MOST_BYTES,
    BankFileError,
    ColumnsUnknownError,
)
from invoicing.domain.errors import (
    AllocationRefusedError,
    CreditExceededError,
    DifferenceTooLargeError,
    PaymentRefundedError,
    RefundReversedError,
    TransactionDecidedError,
    TransactionOpenError,
    TransactionRefusedError,
    UnknownCustomerError,
)
from invoicing.queries import bank
from invoicing.queries.bank import SeenTransaction
from invoicing.schemas.bank import (
    BankFilePreviewResponse,
    BankFileRequest,
    BankFileResponse,
    BankSummaryResponse,
    BankTransactionResponse,
    SetAsideRequest,
    TakeCertainRequest,
    TakenManyResponse,
    TakeRequest,
    TransactionFilterRequest,
)
from invoicing.schemas.payments import ReversalRequest

router = web.router(tags=["bank"])
_BYTES = {"schema": {"type": "string", "format": "binary"}}
_FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/octet-stream": _BYTES,
            "text/csv": _BYTES,
            "application/xml": _BYTES,
        },
    }
}
_ALLOCATING = (
    AllocationRefusedError,
    web.Constraint("allocated_within_balance"),
    web.Constraint("allocated_within_payment"),
    web.Constraint("allocated_to_its_payer"),
)


@asynccontextmanager
async def _opened(request: Request, read_body: web.ReadBody) -> AsyncIterator[OpenedFile]:
    """The file, recognised and, where it says itself what it holds, read: without a connection of the database."""
    format_ = request.query_params.get("format")
    known = format_ if format_ in ("camt.053", "mt940", "csv") else None
    yield await bank_files.open_sent(await read_body(), known)  # type: ignore[arg-type]


@router.post("/bank-files/preview", openapi_extra=_FILE)
@web.max_body(MOST_BYTES + 1024)
@web.prepared_by(_opened)
@web.refuses(BankFileError)
async def preview_bank_file(
    opened: Annotated[OpenedFile, Depends(web.prepared)],
    session: web.Session,
    caller: Biller,
    asked: Annotated[BankFileRequest, Query()],
) -> BankFilePreviewResponse:
    """Tell what a file of a bank says and what importing it would bring; do nothing.

    Without `columns` the columns of a CSV file are not known: name at least those of the date and the amount.
    """
    preview = await bank_files.preview_file(session, opened, asked.to_domain())
    return BankFilePreviewResponse.of(preview)


@router.post("/bank-files", status_code=201, openapi_extra=_FILE)
@web.max_body(MOST_BYTES + 1024)
@web.prepared_by(_opened)
@web.refuses(BankFileError, ColumnsUnknownError)
async def import_bank_file(
    opened: Annotated[OpenedFile, Depends(web.prepared)],
    session: web.Session,
    caller: Biller,
    now: Now,
    asked: Annotated[BankFileRequest, Query()],
) -> BankFileResponse:
    """Read a file of a bank: camt.053, MT940, or CSV of a Danish bank or with named columns; at most 5 MiB.

    Its booked lines become transactions that wait to be taken. A line that an earlier file brought is not brought again.
    A file with anything that is wrong is refused whole, by row and field.
    """
    stored = await bank_files.import_file(
        session, opened, asked.to_domain(), by=caller.subject, now=now
    )
    return BankFileResponse.model_validate(stored)


@router.get("/bank-files")
async def list_bank_files(
    session: web.Session, caller: Reader, paging: web.Paging
) -> web.Page[BankFileResponse]:
    """Files that were read, the newest first."""
    found = await bank.list_files(session, after=paging.after, limit=paging.limit + 1)
    return web.Page[BankFileResponse].of(found, paging, BankFileResponse.model_validate)


@router.get("/bank-transactions")
async def list_bank_transactions(
    session: web.Session,
    caller: Reader,
    asked: Annotated[TransactionFilterRequest, Query()],
    paging: web.Paging,
) -> web.Page[BankTransactionResponse]:
    """Transactions in the order of their days within a file, or the newest first; open ones with proposals."""
    found = await bank.list_transactions(
        session, asked.to_domain(), after=paging.after, limit=paging.limit + 1
    )
    return web.Page[BankTransactionResponse].of(found, paging, BankTransactionResponse.of)


@router.get("/bank-transactions/summary")
async def get_bank_summary(session: web.Session, caller: Reader) -> BankSummaryResponse:
    """How many transactions wait, and of how many it is certain what they are."""
    return BankSummaryResponse.model_validate(await bank.summary(session))


@router.post("/bank-transactions/take-certain")
@web.requires_idempotency_key
async def take_certain_transactions(
    request: TakeCertainRequest, session: web.Session, caller: Biller, now: Now
) -> TakenManyResponse:
    """Take the open transactions of which it is certain what they are, at most 100 at once, each as its proposal says.

    What cannot be taken, since an invoice was settled otherwise just now, stays open.
    """
    only = request.transaction_ids
    return TakenManyResponse.of(
        await commands.take_certain(session, only, by=caller.subject, now=now)
    )


@router.get("/bank-transactions/{transaction_id:uuid}")
async def get_bank_transaction(
    transaction_id: UUID, session: web.Session, caller: Reader, response: Response
) -> BankTransactionResponse:
    """One transaction."""
    return _answer(response, await bank.get_transaction(session, transaction_id))


@router.post("/bank-transactions/{transaction_id}/take")
@web.requires_idempotency_key
@web.refuses(
    *(TransactionDecidedError, TransactionRefusedError, RefundReversedError),
    *(CreditExceededError, DifferenceTooLargeError, UnknownCustomerError, *_ALLOCATING),
)
async def take_bank_transaction(
    transaction_id: UUID,
    request: TakeRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> BankTransactionResponse:
    """Make of a transaction what a proposal, or a person, says: a payment that settles invoices, or a refund. Once."""
    taken = await commands.take(
        *(session, transaction_id, request.to_domain()),
        expected=expected,
        by=caller.subject,
        now=now,
    )
    return _answer(response, taken)


@router.post("/bank-transactions/{transaction_id}/set-aside")
@web.refuses(TransactionDecidedError)
async def set_bank_transaction_aside(
    transaction_id: UUID,
    request: SetAsideRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> BankTransactionResponse:
    """Say that a transaction is nothing of a customer's, and why."""
    aside = await commands.set_aside(
        session, transaction_id, request.reason, expected=expected, by=caller.subject, now=now
    )
    return _answer(response, aside)


@router.post("/bank-transactions/{transaction_id}/undo")
@web.refuses(TransactionOpenError, PaymentRefundedError)
async def undo_bank_transaction(
    transaction_id: UUID,
    request: ReversalRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> BankTransactionResponse:
    """Let a transaction be open again. The payment or refund that was made of it is reversed by a counter-entry."""
    opened = await commands.undo(
        session, transaction_id, request.reason, expected=expected, by=caller.subject, now=now
    )
    return _answer(response, (await bank.seen(session, [opened]))[0])


def _answer(response: Response, seen: SeenTransaction) -> BankTransactionResponse:
    response.headers["ETag"] = web.etag(seen.transaction.version)
    return BankTransactionResponse.of(seen)
