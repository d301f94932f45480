"""Issued credit notes: written once, never changed; and what of an invoice can still be credited."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import selectinload

from database import Session, Statement
from invoicing.domain.attributes import build
from invoicing.domain.credit_note import CreditNoteContent, IssuedCreditNote
from invoicing.domain.crediting import Creditable, Credited, LiveClaim
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.lines import Line
from invoicing.domain.tax import Tax, TaxTotal, Totals
from invoicing.domain.vat import vat_entries
from invoicing.store.invoices import PDF
from invoicing.store.mapping import all_to_json, column_names, insert_sql, to_json, to_values
from invoicing.store.tables.credit_notes import (
    CreditNoteDocumentRow,
    CreditNoteLineRow,
    CreditNoteRow,
    CreditNoteTaxRow,
)
from invoicing.store.tables.vat import VatEntryRow

_CREDITED = text("""
    SELECT line_id, sum(amount) AS amount, coalesce(sum(billed_seconds), 0)::int AS billed_seconds, count(*)::int AS times
    FROM credit_note_lines WHERE invoice_id = :invoice_id GROUP BY line_id
""")
_TAXES = text("""
    SELECT t.category, t.rate, sum(t.base) AS base, sum(t.tax) AS tax
    FROM credit_notes n JOIN credit_note_taxes t ON t.account_id = n.account_id AND t.credit_note_id = n.id
    WHERE n.invoice_id = :invoice_id GROUP BY t.category, t.rate
""")
_CLAIMS = text("""
    SELECT line_id, entry_id, lower(seconds) AS start, upper(seconds) AS end, billed_seconds
    FROM claims WHERE invoice_id = :invoice_id AND released_by IS NULL ORDER BY line_id, entry_id, seconds
""")
_SPLIT = text("""
    SELECT split_claims(:invoice_id, CAST(:lines AS uuid[]), CAST(:entries AS uuid[]), CAST(:places AS int[]))
""")
_LINE = sorted(column_names(CreditNoteLineRow) - {"account_id", "credit_note_id", "invoice_id"})
_OF_NOTE = {"credit_note_id": "CAST(:id AS uuid)", "invoice_id": "CAST(:invoice_id AS uuid)"}
_INSERT = Statement(f"""
    WITH note AS ({insert_sql(CreditNoteRow, "notes")}),
        lines AS ({insert_sql(CreditNoteLineRow, "lines", **_OF_NOTE)}),
        taxes AS ({insert_sql(CreditNoteTaxRow, "taxes")}),
        vat AS ({insert_sql(VatEntryRow, "vat")})
    UPDATE number_series SET last_sequence = :sequence, last_issue_date = :issue_date, last_hash = :hash
    WHERE series = :series
""")
_WITH_PARTS = (selectinload(CreditNoteRow.lines), selectinload(CreditNoteRow.taxes))


async def load_creditable(session: Session, invoice: InvoiceContent) -> Creditable:
    """What was credited of an issued invoice, and the time that it charges still."""
    about = {"invoice_id": invoice.id}
    credited = {
        row.line_id: build(Credited, row) for row in await session.execute(_CREDITED, about)
    }
    taxes = [build(TaxTotal, row) for row in await session.execute(_TAXES, about)]
    claims = [build(LiveClaim, row) for row in await session.execute(_CLAIMS, about)]
    return Creditable(invoice, credited, {Tax(x.category, x.rate): x for x in taxes}, claims)


async def split_claims(session: Session, before: Creditable, released: Sequence[LiveClaim]) -> None:
    """Split the claims of which only some seconds are released."""
    whole = {(one.line_id, one.entry_id, one.start, one.end) for one in before.claims}
    parts = [x for x in released if (x.line_id, x.entry_id, x.start, x.end) not in whole]
    if parts:
        cuts = [(x.line_id, x.entry_id, place) for x in parts for place in (x.start, x.end)]
        lines, entries, places = zip(*cuts, strict=True)
        values = {"lines": list(lines), "entries": list(entries), "places": list(places)}
        await session.execute(_SPLIT, {"invoice_id": before.content.id, **values})


async def insert(session: Session, issued: IssuedCreditNote) -> None:
    """Write the credit note, its lines and taxes, and move its series on: one statement, since the series is locked."""
    content, totals = issued.content, issued.content.totals
    taxes = [
        to_values(CreditNoteTaxRow, one, credit_note_id=content.id) for one in totals.tax_totals
    ]
    await _INSERT.all(
        session,
        {
            "id": content.id,
            "invoice_id": content.invoice_id,
            "notes": to_json([to_values(CreditNoteRow, issued, content, totals)]),
            "lines": all_to_json(_LINE, content.lines),
            "taxes": to_json(taxes),
            "vat": to_json([vars(entry) for entry in vat_entries(content)]),
            "series": issued.series,
            "sequence": issued.sequence,
            "issue_date": content.issue_date,
            "hash": issued.hash,
        },
    )


async def is_number_of_invoice(session: Session, number: str) -> bool:
    """Whether an invoice has this number."""
    query = text("SELECT EXISTS (SELECT FROM invoices WHERE number = :number)")
    return bool(await session.scalar(query, {"number": number}))


async def load_one(session: Session, note_id: UUID) -> IssuedCreditNote | None:
    """An issued credit note."""
    query = (
        select(CreditNoteRow, CreditNoteDocumentRow.sha256)
        .outerjoin(CreditNoteDocumentRow, CreditNoteDocumentRow.credit_note_id == CreditNoteRow.id)
        .where(CreditNoteRow.id == note_id)
        .options(*_WITH_PARTS)
    )
    found = (await session.execute(query)).first()
    return None if found is None else issued_of(*found)


async def load_document(session: Session, note_id: UUID) -> CreditNoteDocumentRow | None:
    """The document of a credit note, once it was made."""
    query = select(CreditNoteDocumentRow).where(CreditNoteDocumentRow.credit_note_id == note_id)
    found: CreditNoteDocumentRow | None = await session.scalar(query)
    return found


async def insert_document(session: Session, content: CreditNoteContent, document: bytes) -> None:
    """Keep the document of a credit note; one that was made before stays."""
    values = to_values(
        CreditNoteDocumentRow,
        content,
        media_type=PDF,
        sha256=hashlib.sha256(document).hexdigest(),
        content=document,
    )
    await session.execute(upsert(CreditNoteDocumentRow).values(values).on_conflict_do_nothing())


def issued_of(row: CreditNoteRow, sha256: str | None) -> IssuedCreditNote:
    """The credit note of a row with its lines and taxes."""
    taxes = tuple(build(TaxTotal, one) for one in row.taxes)
    totals = Totals(taxes, row.subtotal, row.tax, row.total)
    lines = tuple(build(Line, line) for line in row.lines)
    content = build(CreditNoteContent, row, lines=lines, totals=totals)
    return build(IssuedCreditNote, row, content=content, document_sha256=sha256)
