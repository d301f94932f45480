"""Verify that what is stored is what was issued: every document is hashed and every link of the chain made again."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from database import Session
from invoicing.domain.invoice import hash_link
from invoicing.domain.lines import charges
from invoicing.store import credit_notes, invoices
from invoicing.store.credit_notes import StoredCreditNote
from invoicing.store.invoices import StoredInvoice

_PAGE = 50
"""Documents in memory at a time; their PDFs are hashed in the database."""
Stored = StoredInvoice | StoredCreditNote


async def is_verified(session: Session, series: str) -> bool:
    """Whether each invoice and credit note of the series still has the content and the totals that its hash was made of, and
    the document that was made of them, if it was made yet."""
    async for page in _pages(session, series):
        if not await asyncio.to_thread(_all_verified, page):
            return False
    return True


async def _pages(session: Session, series: str) -> AsyncIterator[Sequence[Stored]]:
    for load in (invoices.load_stored, credit_notes.load_stored):
        after = 0
        while page := await load(session, series, after=after, limit=_PAGE):
            yield page
            after = page[-1].issued.sequence


def _all_verified(page: Sequence[Stored]) -> bool:
    return all(_is_verified(stored) for stored in page)


def _is_verified(stored: Stored) -> bool:
    issued, content = stored.issued, stored.issued.content
    link = hash_link(issued.previous_hash, content)
    sums = (content.seconds, content.totals.subtotal, content.totals.tax, content.totals.total)
    return (
        stored.document_sha256 == issued.document_sha256
        and link == issued.hash
        and sums == (stored.seconds, stored.subtotal, stored.tax, stored.total)
        and sum(amount for _, amount in charges(content.lines)) == stored.subtotal
        and sum(one.tax for one in content.totals.tax_totals) == stored.tax
    )
