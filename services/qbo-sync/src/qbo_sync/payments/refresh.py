"""Tasks that fetch a payment or an invoice anew and bring the mirror up to it."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from messaging.tasks import Task
from qbo_sync import locks, patience, queueing
from qbo_sync.books import Books
from qbo_sync.copying.outcome import remote_columns
from qbo_sync.intuit.numbers import Doc
from qbo_sync.payments import links
from qbo_sync.payments.applied import applications, why_undone
from qbo_sync.store import qbo_invoice, qbo_payment_link
from qbo_sync.tokens import ReconnectNeededError


async def refresh_payment(books: Books, task: Task) -> None:
    """Bring the links of a payment up to what QuickBooks shows now."""
    if not await _may(task):
        return
    realm_id, payment_id = task.payload["realm_id"], task.payload["id"]
    try:
        async with patience.patient(task), books.company(task.account_id, realm_id) as company:
            payment = await company.read("Payment", payment_id)
    except ReconnectNeededError:
        return  # the sweep after the next connection finds it
    async with task.finish() as session:
        await locks.links(session, task.account_id)
        wanted, reason = applications(payment), why_undone(payment)
        await links.reconcile(session, task.account_id, (realm_id, payment_id), wanted, reason)


async def refresh_invoice(books: Books, task: Task) -> None:
    """Note the balance of our invoice, and have payments fetched that the mirror does not agree on."""
    if not await _may(task):
        return
    realm_id, qbo_id = task.payload["realm_id"], task.payload["id"]
    try:
        async with patience.patient(task), books.company(task.account_id, realm_id) as company:
            found = await company.read("Invoice", qbo_id)
    except ReconnectNeededError:
        return
    async with task.finish() as session:
        await _note(session, realm_id, qbo_id, found)
        for payment_id in await _disputed(session, realm_id, qbo_id, found):
            await queueing.have_refreshed(session, queueing.REFRESH_PAYMENT, realm_id, payment_id)


async def refresh_failed(books: Books, session: AsyncSession, task: Task, reason: str) -> None:
    """Given up, but never for good: the same fetch comes again in a period, since the sweep may have passed
    the change already.
    """
    realm_id = task.payload["realm_id"]
    later = datetime.now(UTC) + timedelta(minutes=books.settings.qbo_sweep_minutes)
    await queueing.have_refreshed(session, task.kind, realm_id, task.payload["id"], later)


async def _may(task: Task) -> bool:
    async with task.transaction() as session:
        await patience.respect_pause(session)
        return await queueing.current_realm(session) == str(task.payload["realm_id"])


async def _note(session: AsyncSession, realm_id: str, qbo_id: str, found: Doc | None) -> None:
    """The newest state wins: an older answer may arrive later."""
    ours = update(qbo_invoice).where(
        qbo_invoice.c.realm_id == realm_id, qbo_invoice.c.qbo_id == qbo_id
    )
    if found is None:
        await session.execute(ours.values(remote="deleted"))
        return
    values = remote_columns(found)
    known = qbo_invoice.c.qbo_updated_at
    newer = known.is_(None) | (known <= values["qbo_updated_at"])
    await session.execute(ours.where(newer).values(**values))


async def _disputed(
    session: AsyncSession, realm_id: str, qbo_id: str, found: Doc | None
) -> set[str]:
    """Payments that only one of the two, QuickBooks' invoice and our mirror, links to it."""
    mirrored = await session.scalars(
        select(qbo_payment_link.c.payment_id).where(
            qbo_payment_link.c.realm_id == realm_id,
            qbo_payment_link.c.qbo_invoice_id == qbo_id,
            qbo_payment_link.c.undone_at.is_(None),
        )
    )
    linked = {
        str(link["TxnId"])
        for link in (found or {}).get("LinkedTxn") or []
        if str(link.get("TxnType", "")).lower() == "payment"
    }
    return linked ^ set(mirrored)
