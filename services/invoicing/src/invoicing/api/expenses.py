"""`/v1/expenses`, `/v1/expense-categories`: what was spent for customers, with receipts, until it is billed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import Depends, Query, Request, Response

import web
from database import new_id
from domain_errors import NotFoundError, StaleVersionError
from invoicing.api.access import Biller, Now, Reader
from invoicing.api.invoices import answer as answer_invoice
from invoicing.commands import expenses as commands
from invoicing.commands import receipts as receipt_commands
from invoicing.domain import errors
from invoicing.domain.expenses import Actor, Expense, ExpenseCategory
from invoicing.domain.receipts import MEDIA_TYPES, MOST_BYTES, PDF, Receipt, checked_receipt
from invoicing.queries import expenses as queries
from invoicing.schemas.cursors import CustomersPageRequest
from invoicing.schemas.expenses import (
    AddExpensesRequest,
    AllReadyExpensesResponse,
    ApprovedExpensesResponse,
    ApproveExpensesRequest,
    CategoriesResponse,
    CategoryRequest,
    CategoryResponse,
    ExpenseBillingRequest,
    ExpenseFilterRequest,
    ExpenseRequest,
    ExpenseResponse,
    ExpenseWithDeedsResponse,
    ReadyExpensesResponse,
    ReceiptQuery,
    ReceiptResponse,
    RejectExpenseRequest,
)
from invoicing.schemas.invoices import InvoiceResponse

router = web.router(tags=["expenses"])
Recorder = Annotated[web.Caller, web.allow("agent", "manager", "billing")]
Approver = Annotated[web.Caller, web.allow("manager")]
_BYTES = {"schema": {"type": "string", "format": "binary"}}
_FILE: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"application/octet-stream": _BYTES}}
}


def actor_of(caller: web.Caller) -> Actor:
    """What the caller may see and do of expenses."""
    return Actor(
        caller.subject,
        caller.agent_id,
        only_own=not caller.is_any("manager", "billing"),
        bills=caller.is_any("manager", "billing"),
        approves_own=caller.is_any("owner"),
    )


_FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file, of the type that its content has",
        "content": {
            kind: {"schema": {"type": "string", "format": "binary"}} for kind in MEDIA_TYPES
        },
    }
}


class ReceiptFileResponse(Response):
    """A receipt: pictures may be shown, PDFs are saved, and nothing in either runs."""

    @classmethod
    def of(cls, file: Receipt) -> "ReceiptFileResponse":
        """The file under its name (RFC 6266 §4.3)."""
        how = "attachment" if file.media_type == PDF else "inline"
        headers = {
            "Content-Disposition": f"{how}; filename*=UTF-8''{quote(file.file_name, safe='')}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        }
        return cls(file.content, headers=headers, media_type=file.media_type)


async def _answer(
    session: web.Session, expense: Expense, actor: Actor, response: Response
) -> ExpenseWithDeedsResponse:
    view = await queries.get_expense(session, expense.id, actor)
    response.headers["ETag"] = web.etag(view.expense.version)
    return ExpenseWithDeedsResponse.of(view, actor)


@router.get("/expense-categories")
async def list_expense_categories(session: web.Session, caller: Recorder) -> CategoriesResponse:
    """All categories by name, retired ones too."""
    actor = actor_of(caller)
    found = await queries.list_categories(session)
    return CategoriesResponse(items=[CategoryResponse.of(one, actor) for one in found])


@router.post("/expense-categories", status_code=201)
@web.refuses(web.Constraint("expense_category_once"))
async def create_expense_category(
    body: CategoryRequest, session: web.Session, caller: Biller, now: Now, response: Response
) -> CategoryResponse:
    """Add a category."""
    category = body.to_domain(new_id())
    await commands.create_category(session, category, now=now)
    response.headers["Location"] = f"/v1/expense-categories/{category.id}"
    return _category(category, caller, response)


@router.put("/expense-categories/{category_id}")
@web.refuses(web.Constraint("expense_category_once"))
async def change_expense_category(
    category_id: UUID,
    body: CategoryRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> CategoryResponse:
    """Say something else of a category, or retire it. What is recorded keeps its mark-up."""
    changed = await commands.change_category(
        session, body.to_domain(category_id), expected=expected, now=now
    )
    return _category(changed, caller, response)


def _category(
    category: ExpenseCategory, caller: web.Caller, response: Response
) -> CategoryResponse:
    response.headers["ETag"] = web.etag(category.version)
    return CategoryResponse.of(category, actor_of(caller))


@router.post("/expenses", status_code=201)
@web.requires_idempotency_key
@web.refuses(errors.UnknownCustomerError)
async def record_expense(
    body: ExpenseRequest, session: web.Session, caller: Recorder, now: Now, response: Response
) -> ExpenseWithDeedsResponse:
    """Record what somebody spent for a customer; it waits for a manager. Receipts follow, each by itself."""
    actor = actor_of(caller)
    made = await commands.record_expense(session, new_id(), body.to_domain(), actor, now=now)
    response.headers["Location"] = f"/v1/expenses/{made.id}"
    return await _answer(session, made, actor, response)


@router.get("/expenses")
async def list_expenses(
    session: web.Session,
    caller: Recorder,
    asked: Annotated[ExpenseFilterRequest, Query()],
    paging: web.Paging,
) -> web.Page[ExpenseResponse]:
    """Expenses in the order in which they were recorded or the newest first. Who only records sees their own."""
    actor = actor_of(caller)
    found = await queries.list_expenses(
        session, asked.to_domain(), actor, after=paging.after, limit=paging.limit + 1
    )
    return web.Page[ExpenseResponse].of(found, paging, lambda one: ExpenseResponse.of(one, actor))


@router.get("/expenses/ready")
async def list_ready_expenses(
    session: web.Session, caller: Reader, asked: Annotated[CustomersPageRequest, Query()]
) -> AllReadyExpensesResponse:
    """What can be billed: how many expenses of which customer, and what they come to in each currency."""
    found = await queries.ready_expenses(session, after=asked.after(), limit=asked.limit + 1)
    return AllReadyExpensesResponse(**asked.page(found, ReadyExpensesResponse.of))


@router.post("/expenses/approve")
@web.requires_idempotency_key
@web.refuses(errors.ExpenseBilledError, NotFoundError, StaleVersionError)
async def approve_expenses(
    body: ApproveExpensesRequest, session: web.Session, caller: Approver, now: Now
) -> ApprovedExpensesResponse:
    """Approve several expenses, each as it was read: all of them or none. Nobody but an owner approves their own."""
    actor = actor_of(caller)
    versions = {one.id: one.version for one in body.expenses}
    approved = await commands.approve_all(session, versions, actor, now=now)
    views = [await queries.get_expense(session, one.id, actor) for one in approved]
    return ApprovedExpensesResponse(items=[ExpenseResponse.of(one, actor) for one in views])


@router.get("/expenses/{expense_id:uuid}")
async def get_expense(
    expense_id: UUID, session: web.Session, caller: Recorder, response: Response
) -> ExpenseWithDeedsResponse:
    """One expense, with what was done with it. Who only records sees their own."""
    actor = actor_of(caller)
    view = await queries.get_expense(session, expense_id, actor)
    response.headers["ETag"] = web.etag(view.expense.version)
    return ExpenseWithDeedsResponse.of(view, actor)


@router.put("/expenses/{expense_id:uuid}")
@web.refuses(errors.UnknownCustomerError, errors.ExpenseBilledError)
async def change_expense(
    expense_id: UUID,
    body: ExpenseRequest,
    session: web.Session,
    caller: Recorder,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> ExpenseWithDeedsResponse:
    """Say something else of an expense that no line charges. A manager is asked again; how it is billed stays."""
    actor = actor_of(caller)
    changed = await commands.change_expense(
        session, expense_id, body.to_domain(), actor, expected=expected, now=now
    )
    return await _answer(session, changed, actor, response)


@router.put("/expenses/{expense_id}/billing")
@web.refuses(errors.ExpenseBilledError)
async def change_expense_billing(
    expense_id: UUID,
    body: ExpenseBillingRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> ExpenseWithDeedsResponse:
    """Say how an expense is billed: whether, with which mark-up, and at which rate in another currency.

    What was approved stays approved.
    """
    actor = actor_of(caller)
    changed = await commands.change_billing(
        session, expense_id, body.to_domain(), actor, expected=expected, now=now
    )
    return await _answer(session, changed, actor, response)


@router.delete("/expenses/{expense_id:uuid}", status_code=204)
@web.refuses(errors.ExpenseBilledError)
async def delete_expense(
    expense_id: UUID,
    session: web.Session,
    caller: Recorder,
    now: Now,
    expected: web.RequiredIfMatch,
) -> None:
    """Delete an expense that was never on an issued invoice, with its receipts."""
    await commands.delete_expense(session, expense_id, actor_of(caller), expected=expected, now=now)


@router.post("/expenses/{expense_id}/approve")
@web.refuses(errors.ExpenseBilledError)
async def approve_expense(
    expense_id: UUID,
    session: web.Session,
    caller: Approver,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> ExpenseWithDeedsResponse:
    """Approve an expense as it was read; a billable one can then be billed. Nobody but an owner approves their own."""
    actor = actor_of(caller)
    decided = await commands.decide(
        session, expense_id, "approved", actor, expected=expected, now=now
    )
    return await _answer(session, decided, actor, response)


@router.post("/expenses/{expense_id}/reject")
@web.refuses(errors.ExpenseBilledError)
async def reject_expense(
    expense_id: UUID,
    body: RejectExpenseRequest,
    session: web.Session,
    caller: Approver,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> ExpenseWithDeedsResponse:
    """Reject an expense with a reason; who recorded it can change it, and a manager is asked again."""
    actor = actor_of(caller)
    decided = await commands.decide(
        session, expense_id, "rejected", actor, reason=body.reason, expected=expected, now=now
    )
    return await _answer(session, decided, actor, response)


@asynccontextmanager
async def _sent_file(request: Request, read_body: web.ReadBody) -> AsyncIterator[bytes]:
    yield await read_body()


@router.post("/expenses/{expense_id}/receipts", status_code=201, openapi_extra=_FILE)
@web.max_body(MOST_BYTES + 1024)
@web.prepared_by(_sent_file)
@web.refuses(errors.ExpenseBilledError, errors.ReceiptsFullError)
async def add_receipt(
    expense_id: UUID,
    content: Annotated[bytes, Depends(web.prepared)],
    asked: Annotated[ReceiptQuery, Query()],
    session: web.Session,
    caller: Recorder,
    now: Now,
) -> ReceiptResponse:
    """Add a receipt: a PDF, PNG, JPEG or WebP of at most 5 MiB, at most 10 to an expense. What it is is told by its content.

    Receipts can be added until the expense is on an issued invoice, which keeps them.
    """
    actor, receipt_id = actor_of(caller), new_id()
    file = checked_receipt(asked.file_name, content)
    await receipt_commands.add_receipt(session, expense_id, receipt_id, file, actor, now=now)
    return ReceiptResponse(
        id=receipt_id,
        file_name=file.file_name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        added_at=now,
    )


@router.get(
    "/expenses/{expense_id}/receipts/{receipt_id}", response_class=Response, responses=_FILES
)
async def get_receipt(
    expense_id: UUID, receipt_id: UUID, session: web.Session, caller: Recorder
) -> ReceiptFileResponse:
    """A receipt as it was added. No browser runs what is in it."""
    return ReceiptFileResponse.of(
        await queries.get_receipt(session, expense_id, receipt_id, actor_of(caller))
    )


@router.delete("/expenses/{expense_id}/receipts/{receipt_id}", status_code=204)
@web.refuses(errors.ExpenseBilledError)
async def delete_receipt(
    expense_id: UUID, receipt_id: UUID, session: web.Session, caller: Recorder, now: Now
) -> None:
    """Take a receipt away, until the expense is on an issued invoice."""
    await receipt_commands.remove_receipt(
        session, expense_id, receipt_id, actor_of(caller), now=now
    )


@router.post("/invoices/{invoice_id}/expenses", status_code=201)
@web.refuses(
    errors.InvoiceIssuedError,
    errors.ExpensesNotReadyError,
    errors.TooManyLinesError,
    web.Constraint("expense_billed_once"),
)
async def add_expenses(
    invoice_id: UUID,
    body: AddExpensesRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> InvoiceResponse:
    """Put ready expenses on a draft, after its other lines. Taking the line off frees them again. Answers the draft."""
    view = await commands.add_expenses(
        session, invoice_id, body.expense_ids, body.group_by, expected=expected, now=now
    )
    return answer_invoice(view, response)


@router.get(
    "/invoices/{invoice_id}/receipts/{receipt_id}", response_class=Response, responses=_FILES
)
async def get_invoice_receipt(
    invoice_id: UUID, receipt_id: UUID, session: web.Session, caller: Reader
) -> ReceiptFileResponse:
    """A receipt behind a line of an issued invoice, as it was when that was issued."""
    return ReceiptFileResponse.of(
        await queries.get_invoice_receipt(session, invoice_id, receipt_id)
    )
