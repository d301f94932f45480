"""Credit notes of invoices, and what credit memos in QuickBooks settle of them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from database import Session
from database.mapping import as_dataclass, attributes
from qbo_sync.domain.credit_note import Credit, CreditNote
from qbo_sync.store.credit_tables import CreditNoteRow
from qbo_sync.store.tables import InvoiceExport, PaymentLink


async def add(session: Session, notes: Sequence[CreditNote]) -> None:
    """Keep credit notes, each once."""
    await session.execute(
        insert(CreditNoteRow).on_conflict_do_nothing(), [attributes(n) for n in notes]
    )


async def credits_of(session: Session, invoice_ids: Collection[UUID]) -> dict[UUID, Credit]:
    """What was credited of these invoices; those of which nothing was are left out."""
    notes = await _notes(session, invoice_ids)
    entered = await _entered(session, notes.keys()) if notes else {}
    return {key: Credit(found, entered.get(key, Decimal(0))) for key, found in notes.items()}


async def _entered(session: Session, invoice_ids: Collection[UUID]) -> dict[UUID, Decimal]:
    link, export = PaymentLink, InvoiceExport
    there = (link.realm_id == export.realm_id) & (link.qbo_invoice_id == export.qbo_id)
    query = (
        select(export.invoice_id, func.sum(link.amount).label("amount"))
        .join(link, there)
        .where(export.invoice_id.in_(invoice_ids), link.kind == "credit", link.undone_at.is_(None))
        .group_by(export.invoice_id)
    )
    return {row.invoice_id: row.amount for row in await session.execute(query)}


async def _notes(session: Session, invoice_ids: Collection[UUID]) -> dict[UUID, list[CreditNote]]:
    """In the order of their numbers."""
    found: dict[UUID, list[CreditNote]] = defaultdict(list)
    asked = select(CreditNoteRow).where(CreditNoteRow.invoice_id.in_(invoice_ids))
    for row in await session.scalars(
        asked.order_by(CreditNoteRow.issue_date, CreditNoteRow.number)
    ):
        found[row.invoice_id].append(as_dataclass(CreditNote, row))
    return found
