"""Prove that what is stored is what was issued: every document is hashed and every link of the chain made again."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from invoicing.chain import link
from invoicing.store.invoices import Kept, load_kept

_PAGE = 50
"""Invoices in memory at a time; their documents are hashed in the database."""


async def proved(session: AsyncSession, series: str) -> bool:
    """Whether each invoice of the series still has the content, the totals and the document that its hash was made of."""
    async for page in _pages(session, series):
        if not await asyncio.to_thread(_all_true, page):
            return False
    return True


async def _pages(session: AsyncSession, series: str) -> AsyncIterator[Sequence[Kept]]:
    after = 0
    while page := await load_kept(session, series, after=after, limit=_PAGE):
        yield page
        after = page[-1].issued.sequence


def _all_true(page: Sequence[Kept]) -> bool:
    return all(_true(kept) for kept in page)


def _true(kept: Kept) -> bool:
    issued, totals = kept.issued, kept.issued.bill.totals
    return (
        kept.document_sha256 == issued.sha256
        and link(issued.previous_hash, issued.bill, issued.sha256) == issued.hash
        and kept.sums == (issued.bill.seconds, totals.subtotal, totals.tax, totals.total)
    )
