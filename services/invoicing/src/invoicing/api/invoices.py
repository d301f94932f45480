"""`/v1/invoices`: drafts and issued invoices."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

import web
from invoicing.api.access import Biller, Now, Reader
from invoicing.commands.draft import create_draft as make_draft
from invoicing.commands.edit import discard_draft
from invoicing.commands.issue import issue
from invoicing.domain.links import Links
from invoicing.domain.summary import InvoiceState
from invoicing.queries import summaries
from invoicing.queries.documents import Document, get_document
from invoicing.queries.summaries import InvoiceFilter
from invoicing.queries.views import InvoiceView, get_invoice
from invoicing.schemas.invoices import (
    CreateDraftRequest,
    InvoiceResponse,
    IssueRequest,
    SummaryResponse,
)

router = web.router(tags=["invoices"])


def answer(view: InvoiceView, response: Response) -> InvoiceResponse:
    """A draft or invoice, with its ETag."""
    response.headers["ETag"] = web.etag(view.version)
    return InvoiceResponse.of_view(view)


@router.post("/invoices", status_code=201)
@web.requires_idempotency_key
async def create_draft(
    body: CreateDraftRequest, session: web.Session, caller: Biller, now: Now, response: Response
) -> InvoiceResponse:
    """Draft an invoice: claim the time that is ready and put it on lines."""
    drafted = await make_draft(session, body.to_domain(), by=caller.subject, now=now)
    response.headers["Location"] = f"/v1/invoices/{drafted.content.id}"
    return answer(drafted, response)


@router.get("/invoices")
async def list_invoices(
    session: web.Session,
    caller: Reader,
    now: Now,
    paging: web.Paging,
    organization_id: UUID | None = None,
    state: InvoiceState | None = None,
    number: Annotated[str | None, Query(max_length=60)] = None,
    overdue: bool | None = None,
) -> web.Page[SummaryResponse]:
    """Drafts and invoices in the order in which they were drafted."""
    wanted = InvoiceFilter(organization_id, state, number, overdue)
    found = await summaries.list_invoices(
        session, wanted, now=now, after=paging.after, limit=paging.limit + 1
    )
    return web.Page[SummaryResponse].of(found, paging, SummaryResponse.of)


@router.get("/invoices/{invoice_id}.pdf", response_class=Response)
async def get_pdf(invoice_id: UUID, session: web.Session, caller: Reader, now: Now) -> Response:
    """The document: as it was issued, or a draft printed now and marked as one."""
    return pdf_response(await get_document(session, invoice_id, now=now))


def pdf_response(document: Document) -> Response:
    """A PDF that browsers show."""
    disposition = f'inline; filename="{document.file_name}"'
    headers = {"Content-Disposition": disposition}
    return Response(document.content, media_type=document.media_type, headers=headers)


@router.get("/invoices/{invoice_id}")
async def get(
    invoice_id: UUID, session: web.Session, caller: Reader, now: Now, response: Response
) -> InvoiceResponse:
    """One draft or invoice with its lines and what can be said of it."""
    return answer(await get_invoice(session, invoice_id, now=now), response)


@router.post("/invoices/{invoice_id}/issue")
@web.requires_idempotency_key
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
    """Give the draft its number, freeze it and send it on its way; an issued invoice is answered as it is."""
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
    invoice_id: UUID, session: web.Session, caller: Biller, expected: web.RequiredIfMatch
) -> None:
    """Delete a draft; its time is ready again."""
    await discard_draft(session, invoice_id, expected=expected)
