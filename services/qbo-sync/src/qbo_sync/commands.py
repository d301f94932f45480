"""What a person asks of an invoice's copy."""

from uuid import UUID

from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession

from qbo_sync import locks, queries, queueing
from qbo_sync.references import forget
from qbo_sync.store import qbo_invoice


async def retry(session: AsyncSession, account_id: UUID, invoice_id: UUID) -> None:
    """Have the copy tried again, with customer, item and tax codes looked up anew; one that is made stays.

    Raises `Problem` 404.
    """
    row = await queries.invoice(session, invoice_id)
    if row.state not in ("failed", "waiting_for_connection"):
        return
    await locks.not_connecting(session, account_id)
    realm_id = await queueing.current_realm(session)
    state = "queued" if realm_id else "waiting_for_connection"
    await session.execute(
        update(qbo_invoice)
        .where(qbo_invoice.c.invoice_id == invoice_id)
        .values(state=state, reason=None, updated_at=func.now())
    )
    if realm_id:
        await forget(session, realm_id, kinds=("item", "tax code"))
        await queueing.have_copied(session, invoice_id)
