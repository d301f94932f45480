"""`/v1/customer-page`: an invoice for the customer who got its link. The link is the bearer token."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

import web
from domain_errors import ForbiddenError
from invoicing.api.access import Biller, Now, Reader
from invoicing.api.customer_access import Link, link_of
from invoicing.api.documents import PdfResponse, begin_for
from invoicing.commands import customers as commands
from invoicing.commands.documents import Document, get_issued_document
from invoicing.domain.customer_links import CustomerLinks
from invoicing.domain.errors import LinkExpiredError, TooManyQuestionsError
from invoicing.queries import customers as queries
from invoicing.schemas.customers import (
    CustomerLinkResponse,
    CustomerPageResponse,
    QuestionRequest,
    QuestionResponse,
    QuestionsResponse,
)

router = web.router(tags=["customers"])


@router.get("/customer-page")
@web.refuses(ForbiddenError, LinkExpiredError)
async def get_customer_page(session: web.Session, link: Link, now: Now) -> CustomerPageResponse:
    """The invoice that a customer's link opens: lines, what is owed, how to pay. The link's token is the bearer token."""
    return CustomerPageResponse.of(await queries.get_page(session, link, now=now))


@asynccontextmanager
async def _printed(request: Request, read_body: web.ReadBody) -> AsyncIterator[Document]:
    link = link_of(request)
    yield await get_issued_document(begin_for(request, link.account_id), link.invoice_id)


@router.get("/customer-page/document", response_class=PdfResponse)
@web.prepared_by(_printed)
@web.refuses(ForbiddenError, LinkExpiredError)
async def get_customer_document(
    session: web.Session,
    link: Link,
    now: Now,
    document: Annotated[Document, Depends(web.prepared)],
) -> PdfResponse:
    """The PDF of the invoice that a customer's link opens."""
    await queries.open_link(session, link, now=now)
    return PdfResponse.of(document)


@router.post("/customer-page/questions", status_code=201)
@web.requires_idempotency_key
@web.refuses(ForbiddenError, LinkExpiredError, TooManyQuestionsError)
async def ask_question(
    body: QuestionRequest, session: web.Session, link: Link, now: Now
) -> QuestionResponse:
    """Ask about the invoice; the seller sees it beside the invoice. At most 10 a day."""
    asked = await commands.ask(session, link, name=body.name, text=body.text, now=now)
    return QuestionResponse.of(asked)


@router.get("/invoices/{invoice_id}/questions")
async def list_questions(
    invoice_id: UUID, session: web.Session, caller: Reader
) -> QuestionsResponse:
    """What the customer asked about an invoice, oldest first."""
    asked = await queries.list_questions(session, invoice_id)
    return QuestionsResponse(items=[QuestionResponse.of(question) for question in asked])


@router.get("/invoices/{invoice_id}/customer-link")
async def get_customer_link(
    invoice_id: UUID, request: Request, session: web.Session, caller: Biller
) -> CustomerLinkResponse:
    """The link that the customer got, or the one made after it."""
    return CustomerLinkResponse.of(
        await queries.get_link(session, invoice_id), await _links(request)
    )


@router.post("/invoices/{invoice_id}/customer-link", status_code=201)
async def renew_customer_link(
    invoice_id: UUID, request: Request, session: web.Session, caller: Biller, now: Now
) -> CustomerLinkResponse:
    """Make a new link, valid for a year; the one before opens the page no more."""
    made = await commands.renew_link(session, invoice_id, by=caller.subject, now=now)
    return CustomerLinkResponse.of(made, await _links(request))


@router.delete("/invoices/{invoice_id}/customer-link", status_code=204)
async def revoke_customer_link(
    invoice_id: UUID, session: web.Session, caller: Biller, now: Now
) -> None:
    """Let no link open the invoice any more, until a new one is made."""
    await commands.revoke_link(session, invoice_id, by=caller.subject, now=now)


async def _links(request: Request) -> CustomerLinks:
    links: CustomerLinks = request.app.state.links.customers
    return links
