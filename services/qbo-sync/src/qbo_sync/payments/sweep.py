"""The sweep: what webhooks lost is found by asking QuickBooks what changed. Only the sweep is a guarantee."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from messaging.tasks import Task
from qbo_sync import patience, queueing
from qbo_sync.books import Books
from qbo_sync.intuit.company import Company
from qbo_sync.intuit.numbers import Doc
from qbo_sync.payments import links
from qbo_sync.payments.applied import applications
from qbo_sync.store import connection, qbo_invoice, qbo_payment_link, webhook_inbox
from qbo_sync.tokens import ReconnectNeededError

OVERLAP = timedelta(minutes=5)
LOOK_BACK = timedelta(days=29)
"""Intuit tells changes of 30 days; whoever was away for longer asks for everything."""
FULL = 1000
Changes = dict[str, list[Doc]]
KEPT = timedelta(days=30)
_WORKS = connection.c.state == "connected"


async def sweep_realm(books: Books, task: Task) -> None:
    """Have everything fetched that changed since the last sweep, and come again."""
    realm_id = task.payload["realm_id"]
    async with task.transaction() as session:
        await patience.respect_pause(session)
        if await queueing.current_realm(session) != realm_id:
            return
        since = await session.scalar(select(connection.c.swept_until))
    try:
        async with patience.patient(task), books.company(task.account_id, realm_id) as company:
            changed, until = await _changed(company, since)
    except ReconnectNeededError:
        return
    async with task.finish() as session:
        await _have_refreshed(session, task, changed)
        if changed is None:
            await _have_all_refreshed(session, task)
        swept = update(connection).where(connection.c.realm_id == realm_id)
        await session.execute(swept.values(swept_until=until - OVERLAP))
        await session.execute(swept.where(_WORKS).values(reason=None))
        await session.execute(
            delete(webhook_inbox).where(webhook_inbox.c.received_at < func.now() - KEPT)
        )
        await queueing.have_swept(session, realm_id, _next_time(books))


async def sweep_failed(books: Books, session: AsyncSession, task: Task, reason: str) -> None:
    """Given up, but never for good: say why, and come again in a period."""
    realm_id = task.payload["realm_id"]
    said = patience.in_short("Payments could not be looked for: ", reason)
    await session.execute(
        update(connection).where(connection.c.realm_id == realm_id, _WORKS).values(reason=said)
    )
    await queueing.have_swept(session, realm_id, _next_time(books))


def _next_time(books: Books) -> datetime:
    return datetime.now(UTC) + timedelta(minutes=books.settings.qbo_sweep_minutes)


async def _changed(company: Company, since: datetime | None) -> tuple[Changes | None, datetime]:
    """Payments and invoices since a time; None when Intuit cannot list them all."""
    now = datetime.now(UTC)
    if since is None or since < now - LOOK_BACK:
        return None, now
    changed, until = await company.changes("Payment,Invoice", since)
    return (None if sum(map(len, changed.values())) >= FULL else changed), until


async def _have_refreshed(session: AsyncSession, task: Task, changed: Changes | None) -> None:
    """Only what the mirror does not show yet: our own copies come back as changes too."""
    realm_id = task.payload["realm_id"]
    for payment in (changed or {}).get("Payment", []):
        if await _payment_differs(session, realm_id, payment):
            await queueing.have_refreshed(
                session, queueing.REFRESH_PAYMENT, realm_id, str(payment["Id"])
            )
    for invoice in (changed or {}).get("Invoice", []):
        if await _invoice_differs(session, realm_id, invoice):
            await queueing.have_refreshed(
                session, queueing.REFRESH_INVOICE, realm_id, str(invoice["Id"])
            )


async def _payment_differs(session: AsyncSession, realm_id: str, payment: Doc) -> bool:
    mirrored = {
        link.qbo_invoice_id: (link.amount, link.paid_on)
        for link in await links.live(session, realm_id, str(payment["Id"]))
    }
    deleted = payment.get("status") == "Deleted"
    shown = {
        invoice_id: (application.amount, application.paid_on)
        for invoice_id, application in applications(None if deleted else payment).items()
    }
    return mirrored != shown


async def _invoice_differs(session: AsyncSession, realm_id: str, invoice: Doc) -> bool:
    wanted = (qbo_invoice.c.realm_id == realm_id, qbo_invoice.c.qbo_id == str(invoice["Id"]))
    row = (await session.execute(select(qbo_invoice).where(*wanted))).one_or_none()
    return row is not None and row.sync_token != str(invoice.get("SyncToken", ""))


async def _have_all_refreshed(session: AsyncSession, task: Task) -> None:
    """Every invoice of ours that is open or was paid by a payment that we know."""
    realm_id = task.payload["realm_id"]
    invoices = await session.scalars(
        select(qbo_invoice.c.qbo_id).where(
            qbo_invoice.c.realm_id == realm_id,
            qbo_invoice.c.qbo_id.is_not(None),
            qbo_invoice.c.qbo_balance > 0,
        )
    )
    payments = await session.scalars(
        select(qbo_payment_link.c.payment_id)
        .where(qbo_payment_link.c.realm_id == realm_id, qbo_payment_link.c.undone_at.is_(None))
        .distinct()
    )
    for kind, ids in (
        (queueing.REFRESH_INVOICE, list(invoices)),
        (queueing.REFRESH_PAYMENT, list(payments)),
    ):
        for entity_id in ids:
            await queueing.have_refreshed(session, kind, realm_id, entity_id)
