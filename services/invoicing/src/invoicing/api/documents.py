"""PDFs: how each is answered, and `/documents/{id}.pdf?account=…&key=…` for other services, whose address is the
permission."""

import hashlib
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import Annotated, Self
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

import web
from database import Database
from domain_errors import NotFoundError
from invoicing.commands import documents
from invoicing.commands.documents import Document
from invoicing.domain.links import Links
from invoicing.queries.expenses import get_invoice_receipt

router = APIRouter(include_in_schema=False)


class PdfResponse(Response):
    """A PDF that browsers show."""

    media_type = Document.media_type

    @classmethod
    def of(cls, document: Document) -> Self:
        """Give it the document's name, for those who save it, and its SHA-256, for those who verify it (RFC 9530)."""
        digest = b64encode(hashlib.sha256(document.content).digest()).decode()
        headers = {
            "Content-Disposition": f'inline; filename="{document.file_name}"',
            "Repr-Digest": f"sha-256=:{digest}:",
        }
        return cls(document.content, headers=headers)


def begin_for(request: Request, account_id: UUID) -> documents.Begin:
    """What begins transactions of an account: a document may be printed between two of them."""
    database: Database = request.app.state.database
    return partial(database.transaction, account_id)


def printed(
    document_of: Callable[[documents.Begin, UUID], Awaitable[Document]], id_name: str
) -> Callable[[Request, web.ReadBody], AbstractAsyncContextManager[Document | None]]:
    """What prepares the document whose id is so called in the path; None: the id is none, of which the caller is told."""

    @asynccontextmanager
    async def prepare(request: Request, read_body: web.ReadBody) -> AsyncIterator[Document | None]:
        try:
            document_id = UUID(request.path_params[id_name])
        except ValueError:
            yield None
        else:
            yield await document_of(
                begin_for(request, request.state.caller.account_id), document_id
            )

    return prepare


@router.get("/documents/{invoice_id}/receipts/{receipt_id}")
async def get_document_receipt(
    invoice_id: UUID,
    receipt_id: UUID,
    account: UUID,
    key: Annotated[str, Query(max_length=100)],
    request: Request,
) -> Response:
    """A receipt of an issued invoice, for whoever has its address from an event."""
    links: Links = request.app.state.links
    if not links.documents.permits(account, invoice_id, key):
        raise NotFoundError("document")
    async with begin_for(request, account)() as session:
        found = await get_invoice_receipt(session, invoice_id, receipt_id)
    digest = b64encode(hashlib.sha256(found.content).digest()).decode()
    headers = {"Repr-Digest": f"sha-256=:{digest}:", "X-Content-Type-Options": "nosniff"}
    return Response(found.content, media_type=found.media_type, headers=headers)


@router.get("/documents/{invoice_id}.pdf", response_class=PdfResponse)
async def get_document(
    invoice_id: UUID,
    account: UUID,
    key: Annotated[str, Query(max_length=100)],
    request: Request,
) -> PdfResponse:
    """The issued document, for whoever has its address from an event; printed now if nobody asked for it before."""
    links: Links = request.app.state.links
    if not links.documents.permits(account, invoice_id, key):
        raise NotFoundError("document")
    begin = begin_for(request, account)
    return PdfResponse.of(await documents.get_issued_document(begin, invoice_id))
