"""Credit notes of invoices, and what credit memos in QuickBooks settle of them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from database import Session
from database.mapping import as_dataclass
from qbo_sync.domain.credit_note import Credit, CreditNote, MemoState
from qbo_sync.domain.invoice import IssuedCreditNote
from qbo_sync.store.credit_tables import CreditNoteRow
from qbo_sync.store.tables import InvoiceExport, PaymentLink


async def add(session: Session, notes: Sequence[IssuedCreditNote]) -> None:
    """Keep credit notes, each once; their copies wait for those of their invoices."""
    rows = [
        {
            "credit_note_id": note.credit_note_id,
            "invoice_id": note.invoice_id,
            "number": note.number,
            "issue_date": note.issue_date,
            "total": note.total,
            "credited_because": note.reason,
            "content": note.model_dump(mode="json"),
            "state": "waiting_for_invoice",
        }
        for note in notes
    ]
    await session.execute(insert(CreditNoteRow).on_conflict_do_nothing(), rows)


async def get(session: Session, credit_note_id: UUID) -> CreditNoteRow:
    """Load a credit note, as it is now."""
    found = select(CreditNoteRow).where(CreditNoteRow.credit_note_id == credit_note_id)
    fresh = found.execution_options(populate_existing=True)
    return (await session.scalars(fresh)).one()


async def find_by_memo(session: Session, realm_id: str, memo_id: str) -> CreditNoteRow | None:
    """Load the credit note whose copy a credit memo is, locked for the rest of the transaction."""
    found = select(CreditNoteRow).where(
        CreditNoteRow.realm_id == realm_id, CreditNoteRow.qbo_id == memo_id
    )
    return await session.scalar(found.with_for_update())


async def copied_memos(
    session: Session, realm_id: str, ids: Collection[str] | None = None
) -> dict[str, Decimal | None]:
    """Our credit memos, all or those of some ids, and what we know to be left of each."""
    found = select(CreditNoteRow.qbo_id, CreditNoteRow.unapplied).where(
        CreditNoteRow.realm_id == realm_id, CreditNoteRow.state.in_(("copied", "variance"))
    )
    if ids is not None:
        found = found.where(CreditNoteRow.qbo_id.in_(ids))
    return {memo: left for memo, left in await session.execute(found) if memo}


async def update_note(session: Session, credit_note_id: UUID, **values: Any) -> CreditNoteRow:
    """Change how far the copy of a credit note is; returns it as it is now."""
    changed = update(CreditNoteRow).where(CreditNoteRow.credit_note_id == credit_note_id)
    fresh = {"synchronize_session": False, "populate_existing": True}
    updated = changed.values(values).returning(CreditNoteRow)
    return (await session.scalars(updated, execution_options=fresh)).one()


async def queue(
    session: Session, states: Collection[MemoState], invoice_ids: Collection[UUID] | None = None
) -> Sequence[UUID]:
    """Queue the copies in these states whose invoice is in QuickBooks; returns which, in the order of creation."""
    waiting = update(CreditNoteRow).where(
        CreditNoteRow.state.in_(states),
        CreditNoteRow.invoice_id == InvoiceExport.invoice_id,
        InvoiceExport.qbo_id.is_not(None),
    )
    if invoice_ids is not None:
        waiting = waiting.where(CreditNoteRow.invoice_id.in_(invoice_ids))
    values = {"state": "queued", "reason": None}
    queued = waiting.values(values).returning(CreditNoteRow.credit_note_id)
    quietly = {"synchronize_session": False}
    return sorted(await session.scalars(queued, execution_options=quietly))


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
