"""Verify that what is stored is what was issued: every document is hashed and every link of the chain made again."""

import asyncio
from collections.abc import Iterable, Sequence
from decimal import Decimal

from database import Session
from invoicing.domain.invoice import InvoiceContent, link_of
from invoicing.domain.lines import add_up
from invoicing.domain.vat import VatEntry, vat_entries
from invoicing.store import stored_documents
from invoicing.store.invoices import PDF
from invoicing.store.stored_documents import Astray, StoredDocument, StoredPdf, as_written

_PAGE = 50
"""Documents in memory at a time; their PDFs are hashed in the database."""
_MOST = 100
"""How many of them are named."""


async def altered(session: Session, kind: str, series: str) -> tuple[str, ...]:
    """The numbers of documents of a series that are not as they were issued, at most 100: their content, what the tables say
    once more of it, or the PDF that was made of it, if it was made yet."""
    found, after = list[str](), 0
    while len(found) < _MOST:
        named = await stored_documents.list_numbers(session, kind, series, after=after, limit=_PAGE)
        if not named:
            break
        found += await _altered_of(session, kind, series, named, after)
        after = named[-1][0]
    return tuple(found[:_MOST])


async def astray(session: Session) -> list[Astray]:
    """What belongs to no document: something was taken away, or put under another name."""
    return await stored_documents.list_astray(session)


async def _altered_of(
    session: Session, kind: str, series: str, named: Sequence[tuple[int, str]], after: int
) -> list[str]:
    """Of a page; when something in it cannot even be read, each of it is looked at alone."""
    try:
        page = await stored_documents.load(session, kind, series, after=after, limit=len(named))
    except Exception:
        if len(named) == 1:
            return [named[0][1]]
        alone = list[str]()
        for sequence, number in named:
            one = [(sequence, number)]
            alone += await _altered_of(session, kind, series, one, sequence - 1)
        return alone
    whole = await asyncio.to_thread(lambda: [_is_as_issued(stored) for stored in page])
    return [number for (_, number), is_whole in zip(named, whole, strict=True) if not is_whole]


def _is_as_issued(stored: StoredDocument) -> bool:
    issued, content = stored.issued, stored.issued.content
    totals = content.totals
    sums = (content.seconds, totals.subtotal, totals.tax, totals.total)
    objects = {name: as_written(name, getattr(content, name)) for name in stored.objects}
    try:
        lines = add_up(content.lines, content.currency)
    except KeyError:
        return False
    return (
        link_of(issued, content) == issued.hash
        and _written(*sums) == _written(stored.seconds, stored.subtotal, stored.tax, stored.total)
        and lines.subtotal == stored.subtotal
        and _written(*stored.taxes) == _written(*totals.tax_totals)
        and sum(one.tax for one in stored.taxes) == stored.tax
        and _ledger(vat_entries(content)) == _ledger(stored.vat)
        and objects == stored.objects
        and stored.lines_are_its_own
        and _appendix_is_its_own(stored)
        and _receipts_are_its_own(stored)
        and (stored.pdf is None or _is_its_own(stored.pdf, content.file_name))
    )


def _written(*values: object) -> list[str]:
    """As they are written: 25 is not 25.00."""
    return [str(value) for value in values]


def _ledger(entries: Iterable[VatEntry]) -> list[list[str]]:
    """Entries of the VAT ledger as they are written, in one order; the database knows no -0.00."""
    return sorted(
        _written(*(x + 0 if isinstance(x, Decimal) else x for x in vars(entry).values()))
        for entry in entries
    )


def _is_its_own(pdf: StoredPdf, file_name: str) -> bool:
    return (pdf.media_type, pdf.file_name, pdf.sha256) == (PDF, file_name, pdf.hashes_to)


def _appendix_is_its_own(stored: StoredDocument) -> bool:
    content = stored.issued.content
    return not isinstance(content, InvoiceContent) or stored.appendix_sha256 == content.appendix


def _receipts_are_its_own(stored: StoredDocument) -> bool:
    content = stored.issued.content
    if not isinstance(content, InvoiceContent):
        return True
    files = content.receipts.files if content.receipts else ()
    return [one.sha256 for one in files] == list(stored.receipts_sha256 or ())
