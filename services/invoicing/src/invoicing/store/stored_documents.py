"""Issued documents as they lie in the tables, to be compared with what was issued."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    ColumnElement,
    Row,
    Select,
    func,
    literal_column,
    select,
    text,
    type_coerce,
)
from sqlalchemy.orm import selectinload

from database import Session
from invoicing.domain.attributes import build
from invoicing.domain.credit_note import IssuedCreditNote
from invoicing.domain.invoice import IssuedInvoice
from invoicing.domain.tax import TaxTotal
from invoicing.domain.vat import VatEntry
from invoicing.store import credit_notes, invoices
from invoicing.store.mapping import JsonOf, load_all
from invoicing.store.tables.credit_notes import CreditNoteDocumentRow, CreditNoteRow
from invoicing.store.tables.invoices import AppendixRow, DocumentRow, InvoiceRow
from invoicing.store.tables.vat import VatEntryRow

_ASTRAY = text("""
    SELECT 'series' AS kind, s.series AS of FROM number_series s
    WHERE s.last_sequence > 0 AND NOT EXISTS (SELECT FROM invoices i WHERE i.series = s.series)
        AND NOT EXISTS (SELECT FROM credit_notes n WHERE n.series = s.series)
        AND NOT EXISTS (SELECT FROM quotes q WHERE q.series = s.series)
    UNION
    SELECT 'invoice', part.id::text FROM (SELECT invoice_id AS id FROM invoice_lines
        UNION SELECT invoice_id FROM invoice_taxes UNION SELECT invoice_id FROM documents
        UNION SELECT invoice_id FROM appendices) AS part
    WHERE NOT EXISTS (SELECT FROM invoices i WHERE i.id = part.id)
    UNION
    SELECT 'credit-note', part.id::text FROM (SELECT credit_note_id AS id FROM credit_note_lines
        UNION SELECT credit_note_id FROM credit_note_taxes UNION SELECT credit_note_id FROM credit_note_documents) AS part
    WHERE NOT EXISTS (SELECT FROM credit_notes n WHERE n.id = part.id)
    UNION
    SELECT v.kind, v.document_id::text FROM vat_entries v
    WHERE NOT EXISTS (SELECT FROM invoices i WHERE i.id = v.document_id)
        AND NOT EXISTS (SELECT FROM credit_notes n WHERE n.id = v.document_id)
    ORDER BY 1, 2 LIMIT 100
""")


@dataclass(frozen=True)
class StoredPdf:
    """A document as it was kept, and what it hashes to now."""

    media_type: str
    file_name: str
    sha256: str
    hashes_to: str


@dataclass(frozen=True)
class StoredDocument:
    """An invoice or credit note, and beside it what the tables say once more of it."""

    issued: IssuedInvoice | IssuedCreditNote
    seconds: int
    subtotal: Decimal
    tax: Decimal
    total: Decimal
    taxes: Sequence[TaxTotal]
    objects: Mapping[str, Any]
    """Seller, buyer, contact and ways to pay, letter by letter."""
    pdf: StoredPdf | None
    lines_are_its_own: bool = True
    appendix_sha256: str | None = None
    """What the time that is printed behind an invoice hashes to now."""
    receipts_sha256: Sequence[str | None] | None = None
    """What the receipts that an invoice names hash to now, in their order; None for one that is gone."""
    vat: Sequence[VatEntry] = ()
    """What the VAT ledger has of it."""


@dataclass(frozen=True)
class Astray:
    """A series that has numbers and no documents, or parts of an invoice or credit note that is not there."""

    kind: str
    of: str


async def load(
    session: Session, kind: str, series: str, *, after: int, limit: int
) -> list[StoredDocument]:
    """Documents of a series with a sequence above `after`. Raises anything when one of them cannot be read."""
    make = _invoice if kind == "invoice" else _credit_note
    query = _INVOICES if kind == "invoice" else _CREDIT_NOTES
    row_type = InvoiceRow if kind == "invoice" else CreditNoteRow
    found = query.where(row_type.series == series, row_type.sequence > after)
    rows = (await session.execute(found.order_by(row_type.sequence).limit(limit))).all()
    vat = await _vat_entries(session, [row[0].id for row in rows])
    return [replace(make(row), vat=tuple(vat[row[0].id])) for row in rows]


async def list_numbers(
    session: Session, kind: str, series: str, *, after: int, limit: int
) -> Sequence[tuple[int, str]]:
    """Sequence and number of documents of a series."""
    row = InvoiceRow if kind == "invoice" else CreditNoteRow
    query = select(row.sequence, row.number).where(row.series == series, row.sequence > after)
    return [(x[0], x[1]) for x in await session.execute(query.order_by(row.sequence).limit(limit))]


async def list_astray(session: Session) -> list[Astray]:
    """What belongs to no document, at most 100."""
    return [build(Astray, row) for row in await session.execute(_ASTRAY)]


async def _vat_entries(
    session: Session, document_ids: Sequence[UUID]
) -> Mapping[UUID, Sequence[VatEntry]]:
    query = select(VatEntryRow).where(VatEntryRow.document_id.in_(document_ids))
    found = defaultdict[UUID, list[VatEntry]](list)
    for row in await load_all(session, query):
        found[row.document_id].append(build(VatEntry, row))
    return found


def _objects(row: Any) -> list[str]:
    """The columns that hold objects that are printed, such as seller and buyer."""
    columns = (one for one in row.__table__.columns if isinstance(one.type, JsonOf))
    return [one.name for one in columns if one.name != "drafted_as"]


def _query(row: Any, document: Any, owner: Any, *parts: Any) -> Select[Any]:
    raw = (type_coerce(getattr(row, name), JSON).label(f"raw_{name}") for name in _objects(row))
    hashes_to = func.encode(func.sha256(document.content), "hex").label("hashes_to")
    pdf = document.media_type, document.file_name, document.sha256, hashes_to
    query = select(row, *raw, *pdf).outerjoin(document, owner == row.id)
    return query.options(*(selectinload(part) for part in parts))


_APPENDIX = func.encode(func.sha256(func.convert_to(AppendixRow.content, "UTF8")), "hex")
_RECEIPTS: ColumnElement[Any] = literal_column("""(
    SELECT array_agg(encode(sha256(r.content), 'hex') ORDER BY named.place)
    FROM jsonb_array_elements(invoices.receipts -> 'files') WITH ORDINALITY AS named(file, place)
    LEFT JOIN receipts r ON r.account_id = invoices.account_id AND r.id::text = named.file ->> 'receipt_id')""")
_INVOICES = (
    _query(InvoiceRow, DocumentRow, DocumentRow.invoice_id, InvoiceRow.lines, InvoiceRow.taxes)
    .add_columns(_APPENDIX.label("appendix_sha256"), _RECEIPTS.label("receipts_sha256"))
    .outerjoin(AppendixRow, AppendixRow.invoice_id == InvoiceRow.id)
)
_CREDIT_NOTES = _query(
    CreditNoteRow,
    CreditNoteDocumentRow,
    CreditNoteDocumentRow.credit_note_id,
    CreditNoteRow.lines,
    CreditNoteRow.taxes,
)


def _invoice(row: Row[Any]) -> StoredDocument:
    issued = invoices.issued_of(row[0], row.sha256)
    hashes = {"appendix_sha256": row.appendix_sha256, "receipts_sha256": row.receipts_sha256}
    return _stored(row, issued, **hashes)


def _credit_note(row: Row[Any]) -> StoredDocument:
    note: CreditNoteRow = row[0]
    own: set[UUID] = {line.invoice_id for line in note.lines}
    return _stored(
        row, credit_notes.issued_of(note, row.sha256), lines_are_its_own=own <= {note.invoice_id}
    )


def _stored(
    row: Row[Any], issued: IssuedInvoice | IssuedCreditNote, **given: Any
) -> StoredDocument:
    return build(
        StoredDocument,
        row[0],
        issued=issued,
        taxes=[build(TaxTotal, one) for one in row[0].taxes],
        objects={name: getattr(row, f"raw_{name}") for name in _objects(row[0])},
        pdf=None if row.sha256 is None else build(StoredPdf, row),
        **given,
    )


def as_written(name: str, value: Any) -> Any:
    """Seller, buyer, contact or ways to pay as they are written."""
    column = InvoiceRow.__table__.columns[name].type
    assert isinstance(column, JsonOf)
    return column.as_json(value)
