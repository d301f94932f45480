"""`/v1/invoices`: drafts and issued invoices."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response

import web
from invoicing.api.access import Biller, Now, Reader
from invoicing.api.documents import PdfResponse, printed
from invoicing.commands.documents import Begin, Document, get_document
from invoicing.commands.draft import create_draft as make_draft
from invoicing.commands.edit import change_texts, discard_draft
from invoicing.commands.issue import issue
from invoicing.domain import errors
from invoicing.domain.links import Links
from invoicing.queries import summaries, views
from invoicing.queries.views import InvoiceView
from invoicing.schemas.invoices import (
    ChangeDraftRequest,
    CreateDraftRequest,
    InvoiceFilterRequest,
    InvoiceResponse,
    IssueRequest,
    SummaryResponse,
)

router = web.router(tags=["invoices"])


async def _document(begin: Begin, invoice_id: UUID) -> Document:
    return await get_document(begin, invoice_id, now=datetime.now(UTC))


def answer(view: InvoiceView, response: Response) -> InvoiceResponse:
    """A draft or invoice, with its ETag."""
    response.headers["ETag"] = web.etag(view.version)
    return InvoiceResponse.of_view(view)


@router.post("/invoices", status_code=201)
@web.requires_idempotency_key
@web.refuses(
    errors.NothingToBillError,
    errors.TimeOnItsWayError,
    errors.EntriesNotReadyError,
    errors.ChargesNotReadyError,
    errors.ExpensesNotReadyError,
    errors.UnknownCustomerError,
    errors.UnknownCurrencyError,
    errors.TooManyLinesError,
    web.Constraint("claimed_once"),
    web.Constraint("charge_billed_once"),
    web.Constraint("expense_billed_once"),
)
async def create_draft(
    body: CreateDraftRequest, session: web.Session, caller: Biller, now: Now, response: Response
) -> InvoiceResponse:
    """Draft an invoice: claim the time that is ready and put it on lines.

    A second of time, and a charge of an agreement, is on one draft or invoice at most. When none of a period, or not all of
    the entries and charges, can be billed, the draft is refused with the reasons.
    """
    drafted = await make_draft(session, body.to_domain(), by=caller.subject, now=now)
    response.headers["Location"] = f"/v1/invoices/{drafted.content.id}"
    return answer(drafted, response)


@router.get("/invoices")
async def list_invoices(
    session: web.Session,
    caller: Reader,
    now: Now,
    asked: Annotated[InvoiceFilterRequest, Query()],
    paging: web.Paging,
) -> web.Page[SummaryResponse]:
    """Drafts and invoices without their lines, in the order in which they were drafted or the newest first."""
    found = await summaries.list_invoices(
        session, asked.to_domain(), now=now, after=paging.after, limit=paging.limit + 1
    )
    return web.Page[SummaryResponse].of(found, paging, SummaryResponse.of)


@router.get("/invoices/{invoice_id}.pdf", response_class=PdfResponse)
@web.prepared_by(printed(_document, "invoice_id"))
@web.refuses(errors.UnprintableTextError)
async def get_invoice_pdf(
    invoice_id: UUID, caller: Reader, document: Annotated[Document, Depends(web.prepared)]
) -> PdfResponse:
    """The document as PDF/A: as it was issued, to the byte, or a draft printed now and marked as one."""
    return PdfResponse.of(document)


@router.get("/invoices/{invoice_id:uuid}")
async def get_invoice(
    invoice_id: UUID, session: web.Session, caller: Reader, now: Now, response: Response
) -> InvoiceResponse:
    """One draft or invoice with its lines, taxes, payment and delivery."""
    return answer(await views.get_invoice(session, invoice_id, now=now), response)


@router.post("/invoices/{invoice_id}/issue")
@web.requires_idempotency_key
@web.refuses(
    errors.CustomerChangedError,
    errors.CustomerOnItsWayError,
    errors.UnknownCurrencyError,
    errors.IncompleteInvoiceError,
    errors.UnprintableTextError,
    errors.InvoiceTooLargeError,
    web.Constraint("invoice_number_once"),
)
async def issue_invoice(
    invoice_id: UUID,
    body: IssueRequest,
    request: Request,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> InvoiceResponse:
    """Give the draft its number, freeze it and send it on its way.

    An issued invoice never changes; issuing it again answers it as it is. A draft that lacks what the law demands is
    refused with a list of it.
    """
    links: Links = request.app.state.links
    issued = await issue(
        session,
        invoice_id,
        body.to_domain(),
        links,
        expected=expected,
        by=caller.subject,
        now=now,
    )
    return answer(issued, response)


@router.patch("/invoices/{invoice_id:uuid}")
@web.refuses(errors.InvoiceIssuedError)
async def change_draft(
    invoice_id: UUID,
    body: ChangeDraftRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> InvoiceResponse:
    """Change what a draft says beside its lines: notes, references, terms, how to pay, its appendix. Answers the draft."""
    changed = await change_texts(
        session,
        invoice_id,
        body.to_domain(),
        expected=expected,
        now=now,
    )
    return answer(changed, response)


@router.delete("/invoices/{invoice_id:uuid}", status_code=204)
@web.refuses(errors.InvoiceIssuedError)
async def delete_draft(
    invoice_id: UUID, session: web.Session, caller: Biller, expected: web.RequiredIfMatch
) -> None:
    """Delete a draft; its time is ready again. An issued invoice cannot be deleted."""
    await discard_draft(session, invoice_id, expected=expected)
