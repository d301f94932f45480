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
from invoicing.domain.appendix import TimeAppendix
from invoicing.domain.attributes import build
from invoicing.domain.document import Enclosed
from invoicing.domain.invoice import IssuedInvoice
from invoicing.domain.sample import sample
from invoicing.printing import print_pdf, print_picture
from invoicing.queries.quotes import get_quote
from invoicing.queries.settings import get_logo
from invoicing.queries.views import get_invoice
from invoicing.store import accounts, credit_notes, quotes
from invoicing.store.enclosed import load_enclosed
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
        enclosed = await load_enclosed(session, view.content)
    if view.issued:
        return await _make(begin, view.issued, enclosed)
    printed = await asyncio.to_thread(print_pdf, view.content, enclosed, at=now)
    return Document(printed, view.content.file_name)


async def get_issued_document(begin: Begin, invoice_id: UUID) -> Document:
    """The document of an invoice, or of a credit note, as it was issued. Raises `NotFoundError`."""
    async with begin() as session:
        if stored := await load_document(session, invoice_id):
            return build(Document, stored)
        issued = await load_issued(session, invoice_id)
        enclosed = await load_enclosed(session, issued.content) if issued else Enclosed()
    if issued is None:
        return await get_credit_note_document(begin, invoice_id)
    return await _make(begin, issued, enclosed)


async def get_credit_note_document(begin: Begin, note_id: UUID) -> Document:
    """The document of a credit note. Raises `NotFoundError`."""
    async with begin() as session:
        if stored := await credit_notes.load_document(session, note_id):
            return build(Document, stored)
        issued = await credit_notes.load_one(session, note_id)
        if issued is None:
            raise NotFoundError("document")
        enclosed = await load_enclosed(session, issued.content)
    printed = await asyncio.to_thread(print_pdf, issued.content, enclosed, at=issued.issued_at)
    async with begin() as session:
        await credit_notes.insert_document(session, issued.content, printed)
    return Document(printed, issued.content.file_name)


async def get_quote_document(begin: Begin, quote_id: UUID, *, now: datetime) -> Document:
    """The document of a quote as it was sent; one that was not is printed now. Raises `NotFoundError`."""
    async with begin() as session:
        if stored := await quotes.load_document(session, quote_id):
            return build(Document, stored)
        view = await get_quote(session, quote_id, now=now)
        enclosed = await load_enclosed(session, view.content)
    sent_at = view.stored.quote.sent_at
    printed = await asyncio.to_thread(print_pdf, view.content, enclosed, at=sent_at or now)
    if sent_at:
        async with begin() as session:
            await quotes.insert_document(session, view.content, printed)
    return Document(printed, view.content.file_name)


async def _make(begin: Begin, issued: IssuedInvoice, enclosed: Enclosed) -> Document:
    printed = await asyncio.to_thread(print_pdf, issued.content, enclosed, at=issued.issued_at)
    failpoint("document-printed")
    async with begin() as session:
        await insert_document(session, issued.content, printed)
    return Document(printed, issued.content.file_name)


async def print_sample(
    begin: Begin,
    *,
    colour: str | None,
    language: str | None,
    time_appendix: TimeAppendix | None,
    page: int,
    now: datetime,
) -> bytes:
    """A page of the sample as PNG; the last one where there are fewer."""
    async with begin() as session:
        account, logo = await accounts.load_account(session), await get_logo(session)
    today = account.settings.today(now)
    content, appendix = sample(
        account, colour=colour, language=language, time_appendix=time_appendix, today=today
    )
    pages = await asyncio.to_thread(print_picture, content, Enclosed(logo, appendix), at=now)
    return pages[min(page, len(pages)) - 1]
