"""`/v1/invoices`: drafts and issued invoices."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Request, Response

import web
from invoicing.api.access import Biller, Now, Reader
from invoicing.commands.draft import create_draft as make_draft
from invoicing.commands.edit import discard_draft
from invoicing.commands.issue import issue
from invoicing.domain.links import Links
from invoicing.domain.summary import InvoiceState
from invoicing.queries import summaries, views
from invoicing.queries.documents import Document, get_document
from invoicing.queries.summaries import InvoiceFilter
from invoicing.queries.views import InvoiceView
from invoicing.schemas.invoices import (
    CreateDraftRequest,
    InvoiceResponse,
    IssueRequest,
    SummaryResponse,
)

router = web.router(tags=["invoices"])

InvoiceId = Annotated[UUID, Path(description="The draft or invoice")]
DraftId = Annotated[UUID, Path(description="The draft")]


def answer(view: InvoiceView, response: Response) -> InvoiceResponse:
    """A draft or invoice, with its ETag."""
    response.headers["ETag"] = web.etag(view.version)
    return InvoiceResponse.of_view(view)


@router.post("/invoices", status_code=201)
@web.requires_idempotency_key
async def create_draft(
    body: CreateDraftRequest, session: web.Session, caller: Biller, now: Now, response: Response
) -> InvoiceResponse:
    """Draft an invoice: claim the time that is ready and put it on lines.

    A second of time is on one draft or invoice at most. A draft without any of the time that was asked for is refused
    with the reasons: 409 `nothing-to-bill`, or `time-on-its-way` with `Retry-After` while hours or prices are arriving.
    """
    drafted = await make_draft(session, body.to_domain(), by=caller.subject, now=now)
    response.headers["Location"] = f"/v1/invoices/{drafted.content.id}"
    return answer(drafted, response)


@router.get("/invoices")
async def list_invoices(
    session: web.Session,
    caller: Reader,
    now: Now,
    paging: web.Paging,
    organization_id: Annotated[UUID | None, Query(description="Only this customer's")] = None,
    state: Annotated[
        InvoiceState | None, Query(description="Only drafts, or only issued ones")
    ] = None,
    number: Annotated[
        str | None, Query(max_length=60, description="The one with exactly this invoice number")
    ] = None,
    overdue: Annotated[
        bool | None,
        Query(description="Only those with something owed after the due date, or only the others"),
    ] = None,
) -> web.Page[SummaryResponse]:
    """Drafts and invoices without their lines, in the order in which they were drafted."""
    wanted = InvoiceFilter(organization_id, state, number, overdue)
    found = await summaries.list_invoices(
        session, wanted, now=now, after=paging.after, limit=paging.limit + 1
    )
    return web.Page[SummaryResponse].of(found, paging, SummaryResponse.of)


@router.get("/invoices/{invoice_id}.pdf", response_class=Response)
async def get_invoice_pdf(
    invoice_id: InvoiceId, session: web.Session, caller: Reader, now: Now
) -> Response:
    """The document as PDF/A: as it was issued, to the byte, or a draft printed now and marked as one."""
    return pdf_response(await get_document(session, invoice_id, now=now))


def pdf_response(document: Document) -> Response:
    """A PDF that browsers show."""
    disposition = f'inline; filename="{document.file_name}"'
    headers = {"Content-Disposition": disposition}
    return Response(document.content, media_type=document.media_type, headers=headers)


@router.get("/invoices/{invoice_id}")
async def get_invoice(
    invoice_id: InvoiceId, session: web.Session, caller: Reader, now: Now, response: Response
) -> InvoiceResponse:
    """One draft or invoice with its lines, taxes, payment and delivery."""
    return answer(await views.get_invoice(session, invoice_id, now=now), response)


@router.post("/invoices/{invoice_id}/issue")
@web.requires_idempotency_key
async def issue_invoice(
    invoice_id: DraftId,
    body: IssueRequest,
    request: Request,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> InvoiceResponse:
    """Give the draft its number, freeze it and send it on its way.

    An issued invoice never changes. Issuing it again changes nothing and answers it as it is. What the law demands and
    the draft lacks is refused with a list: 422 `invoice-incomplete`.
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


@router.delete("/invoices/{invoice_id}", status_code=204)
async def delete_draft(
    invoice_id: DraftId, session: web.Session, caller: Biller, expected: web.RequiredIfMatch
) -> None:
    """Delete a draft; its time is ready again. An issued invoice cannot be deleted: 409 `invoice-issued`."""
    await discard_draft(session, invoice_id, expected=expected)
