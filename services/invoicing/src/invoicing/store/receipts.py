"""Receipts of expenses, and those behind the lines of an invoice."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, insert, select

from database import Session, Statement
from invoicing.domain.attributes import build
from invoicing.domain.receipts import AttachedReceipt, Receipt
from invoicing.store.mapping import to_values
from invoicing.store.tables.expenses import ReceiptRow

_STORED = (
    *(ReceiptRow.id, ReceiptRow.expense_id, ReceiptRow.file_name, ReceiptRow.media_type),
    *(ReceiptRow.size, ReceiptRow.sha256, ReceiptRow.added_at, ReceiptRow.added_by),
)
# Whoever takes a receipt away locks its expense first: none goes while an invoice that names it is being issued.
_BEHIND = Statement("""
    SELECT r.id AS receipt_id, c.line_id, r.file_name, r.media_type, r.size, r.sha256 FROM expense_claims c
    JOIN expenses e ON e.account_id = c.account_id AND e.id = c.expense_id
    JOIN receipts r ON r.account_id = c.account_id AND r.expense_id = c.expense_id
    WHERE c.invoice_id = :invoice_id ORDER BY r.id FOR SHARE OF e
""")


@dataclass(frozen=True)
class StoredReceipt:
    """A receipt without its content."""

    id: UUID
    expense_id: UUID
    file_name: str
    media_type: str
    size: int
    sha256: str
    added_at: datetime
    added_by: str


async def insert_receipt(
    session: Session, receipt_id: UUID, expense_id: UUID, file: Receipt, *, by: str, now: datetime
) -> None:
    """Keep a receipt."""
    values = to_values(
        ReceiptRow, file, id=receipt_id, expense_id=expense_id, added_at=now, added_by=by
    )
    await session.execute(insert(ReceiptRow).values(values))


async def delete_receipt(session: Session, expense_id: UUID, receipt_id: UUID) -> bool:
    """Take a receipt away; whether it was there."""
    here = ReceiptRow.expense_id == expense_id, ReceiptRow.id == receipt_id
    gone = await session.execute(delete(ReceiptRow).where(*here).returning(ReceiptRow.id))
    return gone.first() is not None


async def count(session: Session, expense_id: UUID) -> int:
    """How many receipts an expense has."""
    query = select(func.count()).where(ReceiptRow.expense_id == expense_id)
    return await session.scalar(query) or 0


async def of_expenses(
    session: Session, expense_ids: Collection[UUID]
) -> dict[UUID, list[StoredReceipt]]:
    """The receipts of expenses, oldest first."""
    query = select(*_STORED).where(ReceiptRow.expense_id.in_(expense_ids)).order_by(ReceiptRow.id)
    found: dict[UUID, list[StoredReceipt]] = {}
    for row in await session.execute(query):
        found.setdefault(row.expense_id, []).append(build(StoredReceipt, row))
    return found


async def read(session: Session, receipt_id: UUID) -> Receipt | None:
    """A receipt with its content."""
    row = await session.scalar(select(ReceiptRow).where(ReceiptRow.id == receipt_id))
    return None if row is None else build(Receipt, row)


async def behind(session: Session, invoice_id: UUID) -> list[AttachedReceipt]:
    """The receipts behind the lines of a draft or invoice; they stay until the transaction ends."""
    return [
        AttachedReceipt(**row) for row in await _BEHIND.all(session, {"invoice_id": invoice_id})
    ]
