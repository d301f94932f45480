"""Requests that QuickBooks mail invoices."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from database import Session
from database.mapping import attributes
from qbo_sync.domain.sending import NewSending
from qbo_sync.store.tables import SendingRow

_OPEN = SendingRow.state.in_(("queued", "asked"))


async def add(session: Session, sendings: Sequence[NewSending]) -> Sequence[UUID]:
    """Store requests; returns the invoices of those that were not known."""
    new = insert(SendingRow).on_conflict_do_nothing().returning(SendingRow.invoice_id)
    return (await session.scalars(new, [attributes(one) for one in sendings])).all()


async def oldest_open(session: Session, invoice_id: UUID) -> SendingRow | None:
    """The request that comes next, locked for the rest of the transaction."""
    found = select(SendingRow).where(SendingRow.invoice_id == invoice_id, _OPEN)
    oldest = found.order_by(SendingRow.requested_at, SendingRow.id).limit(1)
    fresh = oldest.with_for_update().execution_options(populate_existing=True)
    return await session.scalar(fresh)


async def is_open(session: Session, invoice_id: UUID) -> bool:
    """Whether an invoice is to be mailed still."""
    found = select(SendingRow.id).where(SendingRow.invoice_id == invoice_id, _OPEN)
    return await session.scalar(found.limit(1)) is not None


async def open_invoices(session: Session) -> Sequence[UUID]:
    """The invoices that are to be mailed still."""
    found = select(SendingRow.invoice_id).where(_OPEN).distinct()
    return (await session.scalars(found)).all()
