"""Tasks: which there are, and having them done."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from messaging import tasks
from qbo_sync.store import connection, qbo_invoice
from qbo_sync.tokens import USABLE

COPY_INVOICE = "copy-invoice"
REFRESH_PAYMENT = "refresh-payment"
REFRESH_INVOICE = "refresh-invoice"
SWEEP_REALM = "sweep-realm"
READ_COMPANY = "read-company"
REVOKE = "revoke-connection"


async def is_connected(session: AsyncSession) -> bool:
    """Whether the transaction's account has a connection that works."""
    state = await session.scalar(select(connection.c.state))
    return state == "connected"


async def current_realm(session: AsyncSession) -> str | None:
    """The company that the account's calls go to now; none while there is no connection that works."""
    found = (await session.execute(select(connection.c.realm_id, connection.c.state))).one_or_none()
    return str(found.realm_id) if found and found.state in USABLE else None


async def have_copied(session: AsyncSession, invoice_id: UUID) -> None:
    await tasks.schedule(session, COPY_INVOICE, key=str(invoice_id), again=True)


async def have_waiting_copied(session: AsyncSession) -> int:
    """Queue all invoices that waited for a connection; gives how many."""
    waited = await session.scalars(
        update(qbo_invoice)
        .where(qbo_invoice.c.state == "waiting_for_connection")
        .values(state="queued", reason=None)
        .returning(qbo_invoice.c.invoice_id)
    )
    invoice_ids = sorted(waited)
    for invoice_id in invoice_ids:
        await have_copied(session, invoice_id)
    return len(invoice_ids)


async def have_refreshed(
    session: AsyncSession,
    kind: str,
    realm_id: str,
    entity_id: str,
    due_at: datetime | None = None,
) -> None:
    """Have a payment or an invoice fetched anew; while one fetch is under way, once more after it."""
    await tasks.schedule(
        session,
        kind,
        key=f"{realm_id}/{entity_id}",
        payload={"realm_id": realm_id, "id": entity_id},
        due_at=due_at,
        again=True,
    )


async def have_swept(session: AsyncSession, realm_id: str, due_at: datetime | None = None) -> None:
    await tasks.schedule(
        session,
        SWEEP_REALM,
        key=realm_id,
        payload={"realm_id": realm_id},
        due_at=due_at,
        again=True,
    )
