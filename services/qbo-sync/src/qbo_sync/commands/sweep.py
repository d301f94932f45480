"""The sweep: what webhooks lost is found by asking QuickBooks what changed. Only the sweep is a guarantee."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from database import Session, across_accounts
from qbo_sync.commands import credit_memos, schedule, unreadable
from qbo_sync.commands.payments import applied, key, live_links
from qbo_sync.domain import Entity, brief
from qbo_sync.domain.remote import applied_amounts, unapplied_amount
from qbo_sync.store import connections, credit_notes
from qbo_sync.store.tables import InvoiceExport, PaymentLink, Webhook

OVERLAP = timedelta(minutes=5)
PROFILE_AGE = timedelta(days=1)
"""When a company's preferences are read again, should the webhook be lost that says that they changed."""
WEBHOOKS_KEPT = timedelta(days=30)
Changes = dict[str, list[Entity]]


@dataclass(frozen=True)
class Skipped:
    """What Intuit could not list: ids among which it is, if they are known, else when it changed."""

    entity: str
    ids: Sequence[str]
    when: str
    reason: str


async def record_swept(
    session: Session,
    realm_id: str,
    changes: Changes,
    *,
    complete: bool,
    skipped: Sequence[Skipped] = (),
    until: datetime,
    next_at: datetime,
) -> None:
    """Have everything read anew that changed, also what is open when Intuit did not list all, and sweep again at
    `next_at`. What was skipped is named, and read one by one as far as its ids are known.
    """
    invoices = set(await _changed_invoices(session, realm_id, changes.get("Invoice", [])))
    payments = set(await _changed_payments(session, realm_id, changes.get("Payment", [])))
    memos = set(await credit_memos.changed(session, realm_id, changes.get("CreditMemo", [])))
    if not complete:
        memos |= set(await credit_notes.copied_memos(session, realm_id))
        open_invoices, known_payments = await _open_entities(session, realm_id)
        invoices |= set(open_invoices)
        payments |= set(known_payments)
    for kind, ids in (
        (schedule.REFRESH_PAYMENT, payments),
        (schedule.REFRESH_INVOICE, invoices),
        (schedule.REFRESH_CREDIT_MEMO, memos),
    ):
        await schedule.refresh_all(session, kind, realm_id, ids)
    for part in skipped:
        names = part.ids or [part.when]
        await unreadable.record(session, realm_id, part.entity, names, part.reason)
        kind = schedule.REFRESHES[part.entity]
        await schedule.refresh_all(session, kind, realm_id, part.ids)
    connection = await connections.connection_for_update(session)
    if connection and connection.realm_id == realm_id:
        connection.swept_until = until - OVERLAP
        if connection.state == "connected":
            connection.reason = None
        read_at = connection.profile_read_at
        if read_at is None or read_at < until - PROFILE_AGE:
            await schedule.read_profile(session, realm_id)
    await unreadable.forget_old(session, until - WEBHOOKS_KEPT)
    old = Webhook.received_at < until - WEBHOOKS_KEPT
    async with across_accounts(session):
        await session.execute(delete(Webhook).where(old))
    await schedule.sweep(session, realm_id, next_at)


async def record_not_swept(session: Session, realm_id: str, reason: str, next_at: datetime) -> None:
    """Given up, but never for good: say why, and sweep again at `next_at`."""
    connection = await connections.connection_for_update(session)
    if connection and connection.realm_id == realm_id and connection.state == "connected":
        connection.reason = brief("Payments could not be looked for: ", reason)
    await schedule.sweep(session, realm_id, next_at)


async def _changed_payments(
    session: Session, realm_id: str, payments: Sequence[Entity]
) -> list[str]:
    """Those whose links the mirror does not show yet, or with another amount that pays nothing."""
    shown = {str(payment["Id"]): payment for payment in payments}
    mirrored: dict[str, list[PaymentLink]] = {payment_id: [] for payment_id in shown}
    for link in await live_links(session, realm_id, shown):
        mirrored[link.qbo_payment_id].append(link)
    return [
        payment_id
        for payment_id, links in mirrored.items()
        if {key(link): applied(link) for link in links} != applied_amounts(shown[payment_id])
        or any(link.unapplied != unapplied_amount(shown[payment_id]) for link in links)
    ]


async def _changed_invoices(
    session: Session, realm_id: str, invoices: Sequence[Entity]
) -> list[str]:
    """Ours that changed since we read them: our own exports come back as changes too."""
    shown = {str(invoice["Id"]): str(invoice.get("SyncToken", "")) for invoice in invoices}
    ours = select(InvoiceExport.qbo_id, InvoiceExport.sync_token).where(
        InvoiceExport.realm_id == realm_id, InvoiceExport.qbo_id.in_(shown)
    )
    known = await session.execute(ours)
    return [qbo_id for qbo_id, token in known if qbo_id and token != shown[qbo_id]]


async def _open_entities(session: Session, realm_id: str) -> tuple[Sequence[str], Sequence[str]]:
    """Ids of our invoices that are open in QuickBooks, and of the payments that the mirror knows."""
    invoices = select(InvoiceExport.qbo_id).where(
        InvoiceExport.realm_id == realm_id,
        InvoiceExport.qbo_id.is_not(None),
        InvoiceExport.qbo_balance > 0,
    )
    payments = select(PaymentLink.qbo_payment_id).where(
        PaymentLink.realm_id == realm_id, PaymentLink.undone_at.is_(None)
    )
    found = [qbo_id for qbo_id in await session.scalars(invoices) if qbo_id]
    return found, (await session.scalars(payments.distinct())).all()
