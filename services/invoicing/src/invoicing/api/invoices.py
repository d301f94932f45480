"""`/v1/invoices`: drafts and issued invoices."""

import asyncio
from typing import Annotated, Self
from uuid import UUID

from fastapi import Query, Response
from pydantic import Field, model_validator
from sqlalchemy.ext.asyncio import AsyncSession

import web
from invoicing.api.access import Biller, Day, Now, Reader
from invoicing.api.account import TaxBody
from invoicing.api.summaries import SummaryAnswer
from invoicing.api.views import InvoiceAnswer
from invoicing.commands.drafting import Order, make_draft
from invoicing.commands.editing import discard_draft
from invoicing.grouping import GroupBy
from invoicing.money import is_currency
from invoicing.printing import print_pdf
from invoicing.queries import summaries
from invoicing.queries.summaries import Filter, State
from invoicing.queries.views import view
from invoicing.store import accounts, invoices
from invoicing.terms import local_date

router = web.router(tags=["invoices"])


class DraftBody(web.RequestModel):
    """What to bill: all ready time of a period, or some entries; with neither, a draft for other lines."""

    organization_id: UUID
    first_day: Day | None = None
    last_day: Day | None = None
    entry_ids: Annotated[tuple[UUID, ...], Field(max_length=10_000)] = ()
    group_by: GroupBy = "work_item"
    currency: web.CurrencyCode | None = None
    tax: TaxBody | None = None
    notes: Annotated[str, Field(max_length=2000)] = ""
    reference: Annotated[str, Field(max_length=200)] = ""

    @model_validator(mode="after")
    def _period(self) -> Self:
        if (self.first_day is None) != (self.last_day is None):
            raise ValueError("first_day and last_day belong together")
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValueError("last_day is before first_day")
        if self.first_day and self.entry_ids:
            raise ValueError("give a period or entry_ids, not both")
        return self

    def order(self) -> Order:
        """Read it, or refuse it."""
        if self.currency and not is_currency(self.currency):
            raise web.invalid("currency", "is not an ISO 4217 code")
        values = {name: getattr(self, name) for name in type(self).model_fields if name != "tax"}
        return Order(**values, tax=self.tax.tax() if self.tax else None)


async def answer(
    session: AsyncSession, invoice_id: UUID, now: Now, response: Response
) -> InvoiceAnswer:
    """Write a draft or invoice as it now is, with its ETag."""
    shown = await view(session, invoice_id, now=now)
    response.headers["ETag"] = web.etag(shown.version)
    return InvoiceAnswer.from_view(shown)


@router.post("/invoices", status_code=201)
async def create_draft(
    body: DraftBody, session: web.Session, caller: Biller, now: Now, response: Response
) -> InvoiceAnswer:
    """Draft an invoice: claim the time that is ready and put it on lines."""
    invoice_id = await make_draft(
        session, caller.account_id, body.order(), by=caller.subject, now=now
    )
    response.headers["Location"] = f"/v1/invoices/{invoice_id}"
    return await answer(session, invoice_id, now, response)


@router.get("/invoices")
async def list_invoices(
    session: web.Session,
    caller: Reader,
    now: Now,
    paging: web.Paging,
    organization_id: UUID | None = None,
    state: State | None = None,
    number: Annotated[str | None, Query(max_length=60)] = None,
    overdue: bool | None = None,
) -> web.Page[SummaryAnswer]:
    """Drafts and invoices in the order in which they were drafted."""
    account = await accounts.load_account(session)
    today = local_date(now, account.time_zone)
    found = await summaries.list_invoices(
        session,
        Filter(organization_id, state, number, overdue),
        today=today,
        after=paging.after,
        limit=paging.limit + 1,
    )
    return web.Page[SummaryAnswer].of(found, paging, lambda s: SummaryAnswer.of(s, today))


@router.get("/invoices/{invoice_id}.pdf", response_class=Response)
async def read_pdf(invoice_id: UUID, session: web.Session, caller: Reader, now: Now) -> Response:
    """The document: as it was issued, or a draft printed now and marked as one."""
    document = await invoices.load_document(session, invoice_id)
    if document is not None:
        return pdf_response(bytes(document.content), document.file_name)
    shown = await view(session, invoice_id, now=now)
    content = await asyncio.to_thread(print_pdf, shown.bill, at=now)
    return pdf_response(content, shown.bill.file_name)


def pdf_response(content: bytes, file_name: str) -> Response:
    """Answer with a PDF."""
    disposition = f'inline; filename="{file_name}"'
    return Response(content, media_type=invoices.PDF, headers={"Content-Disposition": disposition})


@router.get("/invoices/{invoice_id}")
async def read_invoice(
    invoice_id: UUID, session: web.Session, caller: Reader, now: Now, response: Response
) -> InvoiceAnswer:
    """One draft or invoice with its lines and what can be said of it."""
    return await answer(session, invoice_id, now, response)


@router.delete("/invoices/{invoice_id}", status_code=204)
async def delete_draft(
    invoice_id: UUID, session: web.Session, caller: Biller, expected: web.IfMatch
) -> None:
    """Throw a draft away; its time is ready again."""
    await discard_draft(session, caller.account_id, invoice_id, expected=expected)
