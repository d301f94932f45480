"""Issued invoices: written once, never changed; and what other services report of them."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import selectinload

from database import Session, Statement
from invoicing.domain.attributes import build
from invoicing.domain.errors import SeriesTakenError
from invoicing.domain.invoice import FIRST_HASH, InvoiceContent, IssuedInvoice
from invoicing.domain.lines import Line
from invoicing.domain.numbering import NumberedKind, NumberSeries
from invoicing.domain.states import CopyStatus
from invoicing.domain.vat import vat_entries
from invoicing.store.mapping import all_to_json, column_names, insert_sql, to_json, to_values
from invoicing.store.tables.invoices import (
    CreditMemoReportRow,
    DocumentRow,
    InvoiceLineRow,
    InvoiceRow,
    InvoiceTaxRow,
    QuickbooksReportRow,
)
from invoicing.store.tables.payments import BalanceRow
from invoicing.store.tables.vat import VatEntryRow
from messaging import outbox

PDF = "application/pdf"

_LOCK_SERIES = Statement("""
    INSERT INTO number_series (series, kind, last_sequence, last_hash) VALUES (:series, :kind, 0, :first_hash)
    ON CONFLICT (account_id, series) DO UPDATE SET series = excluded.series
    RETURNING series, kind, last_sequence, last_issue_date, last_hash
""")
_MOVE_SERIES = Statement("""
    UPDATE number_series SET last_sequence = :sequence, last_issue_date = :issue_date WHERE series = :series
""")
_LINE = sorted(column_names(InvoiceLineRow) - {"account_id", "invoice_id"})
_REPLACE_DRAFT = Statement(f"""
    WITH draft AS (DELETE FROM drafts WHERE id = :id),
        invoice AS ({insert_sql(InvoiceRow, "invoices")}),
        lines AS ({insert_sql(InvoiceLineRow, "lines", invoice_id="CAST(:id AS uuid)")}),
        taxes AS ({insert_sql(InvoiceTaxRow, "taxes")}),
        vat AS ({insert_sql(VatEntryRow, "vat")}),
        balance AS ({insert_sql(BalanceRow, "balances")}),
        published AS ({outbox.INSERT_SQL})
    UPDATE number_series SET last_sequence = :sequence, last_issue_date = :issue_date, last_hash = :hash
    WHERE series = :series
""")


async def lock_series(session: Session, series: str, kind: NumberedKind) -> NumberSeries:
    """Lock a series until the transaction ends, making it when it is new: numbers are taken one after the other.

    Raises `SeriesTakenError` when other documents have numbers of it, by a format that the account had before.
    """
    asked = {"series": series, "kind": kind, "first_hash": FIRST_HASH}
    row = dict(await _LOCK_SERIES.one(session, asked))
    if (used := row.pop("kind")) != kind:
        raise SeriesTakenError(f"{series} is a series of {used}s")
    return NumberSeries(**row)


async def move_series(session: Session, locked: NumberSeries, *, issue_date: date) -> None:
    """Take the next number of a locked series whose documents are not chained."""
    about = {"series": locked.series, "sequence": locked.next_sequence, "issue_date": issue_date}
    await _MOVE_SERIES.all(session, about)


async def replace_draft(
    session: Session, issued: IssuedInvoice, published: Mapping[str, Any], *, version: int
) -> None:
    """Write the invoice, its lines, taxes and balance in place of its draft, move its series on and publish that.

    One statement, since the series is locked. `published` are the values of its events (`outbox.values_of`), `version` is
    that of the last of them.
    """
    content, totals = issued.content, issued.content.totals
    taxes = [to_values(InvoiceTaxRow, total, invoice_id=content.id) for total in totals.tax_totals]
    balance = to_values(
        *(BalanceRow, content, totals, issued),
        credited=0,
        credit_notes=0,
        allocated=0,
        differences=0,
        credit_applied=0,
        version=version,
    )
    await _REPLACE_DRAFT.all(
        session,
        {
            **published,
            "id": content.id,
            "invoices": to_json([to_values(InvoiceRow, issued, content, totals)]),
            "lines": all_to_json(_LINE, content.lines),
            "taxes": to_json(taxes),
            "vat": to_json([vars(entry) for entry in vat_entries(content)]),
            "balances": to_json([balance]),
            "series": issued.series,
            "sequence": issued.sequence,
            "issue_date": content.issue_date,
            "hash": issued.hash,
        },
    )


async def load_issued(session: Session, invoice_id: UUID) -> IssuedInvoice | None:
    """An issued invoice."""
    query = (
        select(InvoiceRow, DocumentRow.sha256)
        .outerjoin(DocumentRow, DocumentRow.invoice_id == InvoiceRow.id)
        .where(InvoiceRow.id == invoice_id)
        .options(selectinload(InvoiceRow.lines))
    )
    found = (await session.execute(query)).first()
    return None if found is None else issued_of(*found)


async def load_document(session: Session, invoice_id: UUID) -> DocumentRow | None:
    """The issued document, once it was made."""
    query = select(DocumentRow).where(DocumentRow.invoice_id == invoice_id)
    found: DocumentRow | None = await session.scalar(query.where(DocumentRow.media_type == PDF))
    return found


async def insert_document(session: Session, content: InvoiceContent, document: bytes) -> None:
    """Keep the document of an issued invoice; one that was made before stays."""
    values = to_values(
        DocumentRow,
        content,
        media_type=PDF,
        sha256=hashlib.sha256(document).hexdigest(),
        content=document,
    )
    await session.execute(upsert(DocumentRow).values(values).on_conflict_do_nothing())


async def insert_copy(session: Session, invoice_id: UUID, status: CopyStatus) -> None:
    """Add what became of a copy in QuickBooks, once."""
    values = to_values(QuickbooksReportRow, status, invoice_id=invoice_id, detail=status.reason)
    await session.execute(upsert(QuickbooksReportRow).values(values).on_conflict_do_nothing())


async def insert_memo(session: Session, report: Mapping[str, object]) -> None:
    """Add what became of a credit note's copy in QuickBooks, once."""
    await session.execute(upsert(CreditMemoReportRow).values(report).on_conflict_do_nothing())


def issued_of(row: InvoiceRow, sha256: str | None) -> IssuedInvoice:
    """The invoice of a row with its lines."""
    lines = tuple(build(Line, line) for line in row.lines)
    content = build(InvoiceContent, row, lines=lines)
    return build(IssuedInvoice, row, content=content, document_sha256=sha256)
