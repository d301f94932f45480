"""The document of an issued invoice: made once, of the frozen content, by whoever asks first; and drafts, printed now.

It is printed while neither a lock nor a connection is held. Two who print it at the same time make the same bytes, since
the time of issue is its time stamp; those of the first are kept.
"""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from database import Session, failpoint
from domain_errors import NotFoundError
from invoicing.domain.attributes import build
from invoicing.domain.invoice import IssuedInvoice
from invoicing.printing import print_pdf
from invoicing.queries.quotes import get_quote
from invoicing.queries.views import get_invoice
from invoicing.store import credit_notes, quotes
from invoicing.store.invoices import PDF, insert_document, load_document, load_issued

Begin = Callable[[], AbstractAsyncContextManager[Session]]
"""Begins a transaction of the account."""


@dataclass(frozen=True)
class Document:
    """What a browser or another service gets."""

    content: bytes
    file_name: str
    media_type: str = PDF


async def get_document(begin: Begin, invoice_id: UUID, *, now: datetime) -> Document:
    """The document as it was issued; a draft is printed now. Raises `NotFoundError`."""
    async with begin() as session:
        if stored := await load_document(session, invoice_id):
            return build(Document, stored)
        view = await get_invoice(session, invoice_id, now=now)
    if view.issued:
        return await _make(begin, view.issued)
    printed = await asyncio.to_thread(print_pdf, view.content, at=now)
    return Document(printed, view.content.file_name)


async def get_issued_document(begin: Begin, invoice_id: UUID) -> Document:
    """The document of an invoice, or of a credit note, as it was issued. Raises `NotFoundError`."""
    async with begin() as session:
        if stored := await load_document(session, invoice_id):
            return build(Document, stored)
        issued = await load_issued(session, invoice_id)
    if issued is None:
        return await get_credit_note_document(begin, invoice_id)
    return await _make(begin, issued)


async def get_credit_note_document(begin: Begin, note_id: UUID) -> Document:
    """The document of a credit note. Raises `NotFoundError`."""
    async with begin() as session:
        if stored := await credit_notes.load_document(session, note_id):
            return build(Document, stored)
        issued = await credit_notes.load_one(session, note_id)
    if issued is None:
        raise NotFoundError("document")
    printed = await asyncio.to_thread(print_pdf, issued.content, at=issued.issued_at)
    async with begin() as session:
        await credit_notes.insert_document(session, issued.content, printed)
    return Document(printed, issued.content.file_name)


async def get_quote_document(begin: Begin, quote_id: UUID, *, now: datetime) -> Document:
    """The document of a quote as it was sent; one that was not is printed now. Raises `NotFoundError`."""
    async with begin() as session:
        if stored := await quotes.load_document(session, quote_id):
            return build(Document, stored)
        view = await get_quote(session, quote_id, now=now)
    sent_at = view.stored.quote.sent_at
    printed = await asyncio.to_thread(print_pdf, view.content, at=sent_at or now)
    if sent_at:
        async with begin() as session:
            await quotes.insert_document(session, view.content, printed)
    return Document(printed, view.content.file_name)


async def _make(begin: Begin, issued: IssuedInvoice) -> Document:
    printed = await asyncio.to_thread(print_pdf, issued.content, at=issued.issued_at)
    failpoint("document-printed")
    async with begin() as session:
        await insert_document(session, issued.content, printed)
    return Document(printed, issued.content.file_name)
