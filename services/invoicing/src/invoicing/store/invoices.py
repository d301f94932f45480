"""Issued invoices: written once, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from invoicing.bill import Bill
from invoicing.chain import FIRST
from invoicing.store import parties
from invoicing.store.lines import line, line_values
from invoicing.store.tables import (
    balance,
    document,
    invoice,
    invoice_line,
    invoice_tax,
    number_series,
)

PDF = "application/pdf"
_BEGIN_SERIES = text("""
    INSERT INTO number_series (account_id, series, last_sequence, last_hash) VALUES (:account_id, :series, 0, :first)
    ON CONFLICT DO NOTHING
""")
_SAME = (
    "organization_id",
    "number",
    "issue_date",
    "due_date",
    "first_day",
    "last_day",
    "currency",
    "language",
    "delivery",
    "notes",
    "reference",
    "payment_instructions",
)
_PROOF = ("series", "sequence", "sha256", "previous_hash", "hash", "issued_at", "issued_by")


@dataclass(frozen=True)
class Series:
    """Where a series stands; locked, so the next number is this transaction's."""

    name: str
    last_sequence: int
    last_issue_date: date | None
    last_hash: str


@dataclass(frozen=True)
class Issued:
    """An invoice with its number, and what proves that it is the one that was issued."""

    bill: Bill
    series: str
    sequence: int
    sha256: str
    previous_hash: str
    hash: str
    issued_at: datetime
    issued_by: str


async def lock_series(session: AsyncSession, account_id: UUID, series: str) -> Series:
    """Lock a series until the transaction ends: numbers are taken one after the other."""
    await session.execute(
        _BEGIN_SERIES, {"account_id": account_id, "series": series, "first": FIRST}
    )
    query = select(number_series).where(number_series.c.series == series).with_for_update()
    row = (await session.execute(query)).one()
    return Series(series, row.last_sequence, row.last_issue_date, row.last_hash)


async def insert_issued(
    session: AsyncSession, account_id: UUID, issued: Issued, content: bytes
) -> None:
    """Write the invoice, its lines, taxes, document and balance, and move its series on."""
    bill, key = issued.bill, {"account_id": account_id, "invoice_id": issued.bill.invoice_id}
    await session.execute(insert(invoice).values(account_id=account_id, **_values(issued)))
    await session.execute(insert(invoice_line), [key | line_values(line) for line in bill.lines])
    await session.execute(
        insert(invoice_tax),
        [
            key | {"category": t.tax.category, "rate": t.tax.rate, "base": t.base, "tax": t.amount}
            for t in bill.totals.taxes
        ],
    )
    await session.execute(
        insert(document).values(
            **key,
            media_type=PDF,
            file_name=bill.file_name,
            sha256=issued.sha256,
            content=content,
        )
    )
    await session.execute(
        insert(balance).values(
            **key, currency=bill.currency, total=bill.totals.total, credited=0, allocated=0
        )
    )
    await session.execute(
        update(number_series)
        .where(number_series.c.series == issued.series)
        .values(
            last_sequence=issued.sequence,
            last_issue_date=bill.issue_date,
            last_hash=issued.hash,
        )
    )


def _values(issued: Issued) -> dict[str, Any]:
    bill = issued.bill
    return {
        **{name: getattr(bill, name) for name in _SAME},
        "id": bill.invoice_id,
        "series": issued.series,
        "sequence": issued.sequence,
        "seller": parties.party_json(bill.seller),
        "buyer": parties.party_json(bill.buyer),
        "billing_contact": parties.contact_json(bill.billing_contact),
        "seconds": bill.seconds,
        "subtotal": bill.totals.subtotal,
        "tax": bill.totals.tax,
        "total": bill.totals.total,
        "previous_hash": issued.previous_hash,
        "hash": issued.hash,
        "issued_at": issued.issued_at,
        "issued_by": issued.issued_by,
    }


async def load_issued(session: AsyncSession, invoice_id: UUID) -> Issued | None:
    """Read an issued invoice."""
    here = document.c.invoice_id == invoice.c.id
    query = select(invoice, document.c.sha256).join(document, here)
    row = (await session.execute(query.where(invoice.c.id == invoice_id))).first()
    if row is None:
        return None
    return _issued(row, (await _lines(session, [row.id])).get(row.id, []))


@dataclass(frozen=True)
class Kept:
    """An issued invoice with what else is stored of it: the hash of the document's bytes, and its sums."""

    issued: Issued
    document_sha256: str | None
    sums: tuple[int, Decimal, Decimal, Decimal]


async def load_kept(
    session: AsyncSession, series: str, *, after: int, limit: int
) -> Sequence[Kept]:
    """Read invoices of a series with a sequence above `after`; `sums` are seconds, subtotal, tax, total."""
    content = func.encode(func.sha256(document.c.content), "hex").label("document_sha256")
    here = document.c.invoice_id == invoice.c.id
    query = select(invoice, document.c.sha256, content).outerjoin(document, here)
    wanted = query.where(invoice.c.series == series, invoice.c.sequence > after)
    rows = (await session.execute(wanted.order_by(invoice.c.sequence).limit(limit))).all()
    lines = await _lines(session, [row.id for row in rows])
    return [
        Kept(
            _issued(row, lines.get(row.id, [])),
            row.document_sha256,
            (row.seconds, row.subtotal, row.tax, row.total),
        )
        for row in rows
    ]


async def _lines(session: AsyncSession, invoice_ids: Sequence[UUID]) -> dict[UUID, list[Row[Any]]]:
    query = select(invoice_line).where(invoice_line.c.invoice_id.in_(invoice_ids))
    found: dict[UUID, list[Row[Any]]] = {}
    for row in await session.execute(query.order_by(invoice_line.c.position)):
        found.setdefault(row.invoice_id, []).append(row)
    return found


async def load_document(session: AsyncSession, invoice_id: UUID) -> Row[Any] | None:
    """Read the issued document: `content`, `file_name`, `sha256`, `media_type`."""
    query = select(document).where(document.c.invoice_id == invoice_id)
    return (await session.execute(query.where(document.c.media_type == PDF))).first()


def _bill(row: Row[Any], lines: Any) -> Bill:
    return Bill(
        invoice_id=row.id,
        seller=parties.party(row.seller),
        buyer=parties.party(row.buyer),
        billing_contact=parties.contact(row.billing_contact),
        lines=tuple(line(r) for r in lines),
        **{name: row._mapping[name] for name in _SAME},
    )


def _issued(row: Row[Any], lines: Sequence[Row[Any]]) -> Issued:
    values = {name: row._mapping[name] for name in _PROOF}
    return Issued(bill=_bill(row, lines), **values)
