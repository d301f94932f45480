"""`/v1/invoices/{id}/credit` and `/v1/credit-notes`: what is taken back of issued invoices."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response

import web
from invoicing.api.access import Biller, Now, Reader
from invoicing.api.documents import PdfResponse, printed
from invoicing.commands.credit import credit_invoice as issue_credit_note
from invoicing.commands.documents import Document, get_credit_note_document
from invoicing.domain import errors
from invoicing.domain.links import Links
from invoicing.queries import credit_notes as queries
from invoicing.queries import explanation
from invoicing.schemas.credit_notes import (
    CreditedResponse,
    CreditInvoiceRequest,
    CreditNoteFilterRequest,
    CreditNoteResponse,
    CreditNoteSummaryResponse,
    CreditPreviewRequest,
)
from invoicing.schemas.crediting import CreditableResponse, CreditPreviewResponse
from invoicing.schemas.explanation import CreditNoteExplanationResponse

router = web.router(tags=["credit notes"])


@router.get("/invoices/{invoice_id}/credit")
async def get_creditable(
    invoice_id: UUID, session: web.Session, caller: Reader, now: Now, response: Response
) -> CreditableResponse:
    """What of an issued invoice can still be credited, line by line and entry by entry."""
    found = await queries.get_creditable(session, invoice_id, now=now)
    response.headers["ETag"] = web.etag(found.version)
    return CreditableResponse.of(found)


@router.post("/invoices/{invoice_id}/credit/preview")
@web.refuses(errors.InvoiceCreditedError, errors.CreditRefusedError)
async def preview_credit(
    invoice_id: UUID, body: CreditPreviewRequest, session: web.Session, caller: Reader, now: Now
) -> CreditPreviewResponse:
    """What a credit note would take back, and what would be owed then. Nothing is changed."""
    found = await queries.preview_credit(session, invoice_id, body.to_domain(), now=now)
    return CreditPreviewResponse.of_preview(found)


@router.post("/invoices/{invoice_id}/credit", status_code=201)
@web.requires_idempotency_key
@web.retried(errors.PaymentsMovedError, seconds=3)
@web.refuses(
    errors.InvoiceNotIssuedError,
    errors.InvoiceCreditedError,
    errors.CreditRefusedError,
    errors.IncompleteInvoiceError,
    errors.CreditNoteNumberTakenError,
    errors.PaymentsMovedError,
    errors.UnprintableTextError,
    web.Constraint("credited_within_line"),
    web.Constraint("credit_note_number_once"),
    web.Constraint("claimed_once"),
)
async def credit_invoice(
    invoice_id: UUID,
    body: CreditInvoiceRequest,
    request: Request,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> CreditedResponse:
    """Issue a credit note: of all that is left of an invoice, of lines, of entries or seconds, or of an amount.

    It gets a number of its own series and never changes. The time that it names can be billed again. It is taken off what
    is owed; what was paid beyond that is the customer's credit. `If-Match` is the invoice's: it counts its credit notes.
    """
    links: Links = request.app.state.links
    credited = await issue_credit_note(
        session,
        invoice_id,
        body.to_domain(),
        links,
        expected=expected,
        by=caller.subject,
        now=now,
    )
    response.headers["Location"] = f"/v1/credit-notes/{credited.view.issued.content.id}"
    return CreditedResponse.of_credited(credited)


@router.get("/credit-notes")
async def list_credit_notes(
    session: web.Session,
    caller: Reader,
    asked: Annotated[CreditNoteFilterRequest, Query()],
    paging: web.Paging,
) -> web.Page[CreditNoteSummaryResponse]:
    """Credit notes without their lines, in the order in which they were issued or the newest first."""
    found = await queries.list_credit_notes(
        session, asked.to_domain(), after=paging.after, limit=paging.limit + 1
    )
    return web.Page[CreditNoteSummaryResponse].of(found, paging, CreditNoteSummaryResponse.of)


@router.get("/credit-notes/{credit_note_id}.pdf", response_class=PdfResponse)
@web.prepared_by(printed(get_credit_note_document, "credit_note_id"))
async def get_credit_note_pdf(
    credit_note_id: UUID, caller: Reader, document: Annotated[Document, Depends(web.prepared)]
) -> PdfResponse:
    """The document as PDF/A, the same bytes for ever."""
    return PdfResponse.of(document)


@router.get("/credit-notes/{credit_note_id:uuid}")
async def get_credit_note(
    credit_note_id: UUID, session: web.Session, caller: Reader
) -> CreditNoteResponse:
    """One credit note with its lines, taxes and delivery."""
    return CreditNoteResponse.of_view(await queries.get_credit_note(session, credit_note_id))


@router.get("/credit-notes/{credit_note_id}/explain")
async def explain_credit_note(
    credit_note_id: UUID, session: web.Session, caller: Reader
) -> CreditNoteExplanationResponse:
    """How every amount of a credit note comes about, and the time that each of its lines gives back."""
    explained = await explanation.explain_credit_note(session, credit_note_id)
    return CreditNoteExplanationResponse.of(explained)
