"""`/v1/quotes`: what work would cost, what the customer says, and the invoices made of it."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response

import web
from invoicing.api.access import Biller, Now, Reader
from invoicing.api.documents import PdfResponse, printed
from invoicing.api.invoices import answer as answer_invoice
from invoicing.commands import quotes as commands
from invoicing.commands.documents import Begin, Document, get_quote_document
from invoicing.domain import errors
from invoicing.queries import quotes as queries
from invoicing.queries.quotes import QuoteView
from invoicing.schemas.invoices import InvoiceResponse
from invoicing.schemas.quotes import (
    AnswerQuoteRequest,
    BillQuoteRequest,
    ChangeQuoteRequest,
    CreateQuoteRequest,
    QuoteFilterRequest,
    QuoteResponse,
    QuoteSummaryResponse,
)

router = web.router(tags=["quotes"])


async def _document(begin: Begin, quote_id: UUID) -> Document:
    return await get_quote_document(begin, quote_id, now=datetime.now(UTC))


def _answer(view: QuoteView, response: Response) -> QuoteResponse:
    response.headers["ETag"] = web.etag(view.version)
    return QuoteResponse.of_view(view)


@router.post("/quotes", status_code=201)
@web.requires_idempotency_key
@web.refuses(
    errors.UnknownCustomerError,
    errors.UnknownCurrencyError,
    errors.TooManyLinesError,
    errors.QuoteAnsweredError,
)
async def create_quote(
    body: CreateQuoteRequest, session: web.Session, caller: Biller, now: Now, response: Response
) -> QuoteResponse:
    """Make a quote. It can be changed until it is sent."""
    view = await commands.create_quote(session, body.to_request(), by=caller.subject, now=now)
    response.headers["Location"] = f"/v1/quotes/{view.content.id}"
    return _answer(view, response)


@router.get("/quotes")
async def list_quotes(
    session: web.Session,
    caller: Reader,
    now: Now,
    asked: Annotated[QuoteFilterRequest, Query()],
    paging: web.Paging,
) -> web.Page[QuoteSummaryResponse]:
    """Quotes without their lines, in the order in which they were made or the newest first."""
    found = await queries.list_quotes(
        session, asked.to_domain(), now=now, after=paging.after, limit=paging.limit + 1
    )
    return web.Page[QuoteSummaryResponse].of(found, paging, QuoteSummaryResponse.of)


@router.get("/quotes/{quote_id}.pdf", response_class=PdfResponse)
@web.prepared_by(printed(_document, "quote_id"))
@web.refuses(errors.UnprintableTextError)
async def get_quote_pdf(
    quote_id: UUID, caller: Reader, document: Annotated[Document, Depends(web.prepared)]
) -> PdfResponse:
    """The document as PDF/A: as it was sent, to the byte, or printed now and marked as a draft."""
    return PdfResponse.of(document)


@router.get("/quotes/{quote_id:uuid}")
async def get_quote(
    quote_id: UUID, session: web.Session, caller: Reader, now: Now, response: Response
) -> QuoteResponse:
    """One quote with its lines, what became of it, and what of it is billed."""
    return _answer(await queries.get_quote(session, quote_id, now=now), response)


@router.put("/quotes/{quote_id:uuid}")
@web.refuses(errors.QuoteSentError, errors.TooManyLinesError)
async def change_quote(
    quote_id: UUID,
    body: ChangeQuoteRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> QuoteResponse:
    """Replace all that a quote says, its lines too, which get new ids."""
    view = await commands.change_quote(
        session, quote_id, body.to_domain(), expected=expected, now=now
    )
    return _answer(view, response)


@router.delete("/quotes/{quote_id:uuid}", status_code=204)
@web.refuses(errors.QuoteSentError)
async def delete_quote(
    quote_id: UUID, session: web.Session, caller: Biller, expected: web.RequiredIfMatch
) -> None:
    """Delete a quote that was not sent."""
    await commands.discard_quote(session, quote_id, expected=expected)


@router.post("/quotes/{quote_id}/send")
@web.requires_idempotency_key
@web.refuses(
    errors.QuoteSentError,
    errors.QuoteAnsweredError,
    errors.IncompleteQuoteError,
    errors.UnprintableTextError,
    web.Constraint("quote_number_once"),
)
async def send_quote(
    quote_id: UUID,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> QuoteResponse:
    """Give a quote its number and freeze it, for you to send its PDF. A quote that it replaces is withdrawn."""
    view = await commands.send_quote(
        session, quote_id, expected=expected, by=caller.subject, now=now
    )
    return _answer(view, response)


@router.post("/quotes/{quote_id}/answer")
@web.requires_idempotency_key
@web.refuses(errors.QuoteAnsweredError)
async def answer_quote(
    quote_id: UUID,
    body: AnswerQuoteRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> QuoteResponse:
    """Record that the customer accepted or declined a sent quote, or that it is withdrawn."""
    view = await commands.answer_quote(
        session, quote_id, body.to_domain(), expected=expected, by=caller.subject, now=now
    )
    return _answer(view, response)


@router.post("/quotes/{quote_id}/invoices", status_code=201)
@web.requires_idempotency_key
@web.refuses(
    errors.QuoteNotBillableError,
    errors.UnknownCustomerError,
    errors.UnknownCurrencyError,
    web.Constraint("quoted_once"),
)
async def bill_quote(
    quote_id: UUID,
    body: BillQuoteRequest,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.RequiredIfMatch,
    response: Response,
) -> InvoiceResponse:
    """Draft an invoice of an accepted quote: of all that is left, or of some lines. Each line is billed once.

    Deleting the draft, or crediting all of the line, makes it billable again. Answers the draft.
    """
    drafted = await commands.bill_quote(
        session, quote_id, body.line_ids, expected=expected, by=caller.subject, now=now
    )
    response.headers["Location"] = f"/v1/invoices/{drafted.content.id}"
    return answer_invoice(drafted, response)
