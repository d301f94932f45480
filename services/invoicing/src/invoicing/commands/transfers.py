"""Take back what money of one customer settles of another's invoices, after their merging was undone."""

from datetime import datetime
from uuid import UUID

from database import Session
from invoicing.commands.pay import take_allocation_back
from invoicing.store import payments
from invoicing.store.transfers import load_transfers


async def take_transfers_back(
    session: Session, organization_id: UUID, reason: str, *, by: str, now: datetime
) -> None:
    """All at once, up to as many as are listed: it is the payers' credit again, and owed by the buyers.

    What was paid out stays: only reversing the refund undoes that.
    """
    settling = await _settling(session, organization_id)
    await payments.lock_payments(session, {payment_id for payment_id, _ in settling})
    settling = await _settling(session, organization_id)  # others may have taken some back
    await payments.lock_receivables(session, {invoice_id for _, invoice_id in settling})
    for payment_id, invoice_id in settling:
        await take_allocation_back(session, payment_id, invoice_id, reason, by=by, now=now)


async def _settling(session: Session, organization_id: UUID) -> list[tuple[UUID, UUID]]:
    found, _ = await load_transfers(session, organization_id)
    return [(one.payment_id, one.invoice_id) for one in found if one.invoice_id]
