"""The document of an issued invoice, or a draft printed now."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from database import Session, current_account
from domain_errors import NotFoundError
from invoicing.domain.attributes import build
from invoicing.domain.document_links import DocumentLinks
from invoicing.printing import print_pdf
from invoicing.queries.views import get_invoice
from invoicing.store.invoices import PDF, load_document


@dataclass(frozen=True)
class Document:
    """What a browser or another service gets."""

    content: bytes
    file_name: str
    media_type: str = PDF


async def get_document(session: Session, invoice_id: UUID, *, now: datetime) -> Document:
    """The document as it was issued; a draft is printed now. Raises `NotFoundError`."""
    stored = await load_document(session, invoice_id)
    if stored is not None:
        return build(Document, stored)
    content = (await get_invoice(session, invoice_id, now=now)).content
    return Document(await asyncio.to_thread(print_pdf, content, at=now), content.file_name)


async def get_linked_document(
    session: Session, invoice_id: UUID, key: str, links: DocumentLinks
) -> Document:
    """An issued document, for whoever has its link from an event. Raises `NotFoundError`."""
    stored = await load_document(session, invoice_id)
    account_id = current_account(session)
    if stored is None or not links.permits(account_id, invoice_id, key):
        raise NotFoundError("document")
    return build(Document, stored)
