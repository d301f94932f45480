"""What QuickBooks shows of payments and invoices, mirrored: which payment pays which invoice is a link.

Each change of a link is published exactly once, since all of it happens under `lock_links`.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update

from database import Session, lock_exclusive, new_id
from database.mapping import attributes
from messaging import outbox
from qbo_sync import events
from qbo_sync.commands import schedule
from qbo_sync.domain import Entity
from qbo_sync.domain.remote import (
    AppliedAmount,
    LinkKey,
    RemoteInvoice,
    applied_amounts,
    linked_payments,
    unapplied_amount,
    why_undone,
)
from qbo_sync.store import exports
from qbo_sync.store.tables import InvoiceExport, PaymentLink


async def lock_links(session: Session) -> None:
    """Hold the account's links alone: a payment may be seen while its invoice is still being recorded as exported,
    and one of the two must find the other."""
    await lock_exclusive(session, "links")


async def live_links(
    session: Session, realm_id: str, payment_ids: Collection[str]
) -> Sequence[PaymentLink]:
    """The links of payments that hold."""
    found = select(PaymentLink).where(
        PaymentLink.realm_id == realm_id,
        PaymentLink.qbo_payment_id.in_(payment_ids),
        PaymentLink.undone_at.is_(None),
    )
    return (await session.scalars(found)).all()


async def live_payments_of(session: Session, realm_id: str, qbo_invoice_id: str) -> set[str]:
    """Ids of the payments that the mirror links to an invoice."""
    found = select(PaymentLink.qbo_payment_id).where(
        PaymentLink.realm_id == realm_id,
        PaymentLink.qbo_invoice_id == qbo_invoice_id,
        PaymentLink.undone_at.is_(None),
    )
    return set(await session.scalars(found))


async def record_payment(
    session: Session, realm_id: str, payment_id: str, payment: Entity | None, *, at: datetime
) -> None:
    """Make the links of a payment those that QuickBooks shows now; None: it was deleted."""
    await lock_links(session)
    shown, unapplied = applied_amounts(payment), unapplied_amount(payment)
    links = list(await live_links(session, realm_id, [payment_id]))
    for link in links:
        if applied(link) == shown.get(key(link)):
            del shown[key(link)]
            link.unapplied = unapplied
        else:
            await _undo(session, link, why_undone(payment), at)
    for (qbo_invoice_id, kind), amount in shown.items():
        link = PaymentLink(
            seen_id=new_id(),
            realm_id=realm_id,
            qbo_payment_id=payment_id,
            qbo_invoice_id=qbo_invoice_id,
            kind=kind,
            unapplied=unapplied,
            **attributes(amount),
        )
        await _add(session, link, at)
        links.append(link)
    await _sum_unapplied(session, {link.invoice_id for link in links if link.invoice_id})


async def record_invoice(
    session: Session, realm_id: str, qbo_id: str, entity: Entity | None
) -> None:
    """Record QuickBooks' invoice, None when it was deleted, and have payments read that the mirror does not agree on.

    The newest state wins: an older answer may arrive later.
    """
    export = await exports.find_by_qbo_id(session, realm_id, qbo_id, for_update=True)
    if export and entity is None:
        export.remote = "deleted"
    elif export and entity and (remote := RemoteInvoice.of(entity)).follows(export.qbo_updated_at):
        for name, value in attributes(remote).items():
            setattr(export, name, value)
    mirrored = await live_payments_of(session, realm_id, qbo_id)
    differing = linked_payments(entity) ^ mirrored
    await schedule.refresh_all(session, schedule.REFRESH_PAYMENT, realm_id, differing)


async def claim(session: Session, export: InvoiceExport, *, at: datetime) -> None:
    """Give the invoice the payments that were seen before it was known to be ours, and publish them."""
    claimed = update(PaymentLink).where(
        PaymentLink.realm_id == export.realm_id,
        PaymentLink.qbo_invoice_id == export.qbo_id,
        PaymentLink.invoice_id.is_(None),
        PaymentLink.undone_at.is_(None),
    )
    links = claimed.values(invoice_id=export.invoice_id).returning(PaymentLink)
    found = (await session.scalars(links)).all()
    if not found:
        return
    last = await exports.next_version(session, export.invoice_id, events=len(found))
    first = last - len(found) + 1
    seen = [
        events.payment_seen(link, export.currency, version=version, at=at)
        for version, link in enumerate(found, first)
    ]
    await outbox.publish(session, *seen)
    await _sum_unapplied(session, {export.invoice_id})


def key(link: PaymentLink) -> LinkKey:
    """What a link pays, and as what."""
    return link.qbo_invoice_id, link.kind


def applied(link: PaymentLink) -> AppliedAmount:
    """What a link says that is applied."""
    return AppliedAmount(link.amount, link.paid_on, link.reference)


async def _sum_unapplied(session: Session, invoice_ids: Collection[UUID]) -> None:
    """Note at invoices what their payments hold that pays nothing; one payment may have several links to an invoice."""
    if not invoice_ids:
        return
    await session.flush()
    per_payment = (
        select(func.max(PaymentLink.unapplied).label("unapplied"))
        .where(PaymentLink.invoice_id == InvoiceExport.invoice_id, PaymentLink.undone_at.is_(None))
        .group_by(PaymentLink.realm_id, PaymentLink.qbo_payment_id)
        .correlate(InvoiceExport)
        .lateral()
    )
    total = select(func.coalesce(func.sum(per_payment.c.unapplied), 0)).scalar_subquery()
    noted = update(InvoiceExport).where(InvoiceExport.invoice_id.in_(invoice_ids))
    await session.execute(
        noted.values(qbo_unapplied=total, updated_at=InvoiceExport.updated_at),
        execution_options={"synchronize_session": False},
    )


async def _undo(session: Session, link: PaymentLink, reason: str, at: datetime) -> None:
    link.undone_at = at
    await session.flush()  # a new link of this payment and invoice may follow
    if link.invoice_id is not None:
        version = await exports.next_version(session, link.invoice_id)
        await outbox.publish(session, events.payment_undone(link, reason, version=version))


async def _add(session: Session, link: PaymentLink, at: datetime) -> None:
    export = await exports.find_by_qbo_id(session, link.realm_id, link.qbo_invoice_id)
    link.invoice_id = export.invoice_id if export else None
    session.add(link)
    await session.flush()
    if export:
        version = await exports.next_version(session, export.invoice_id)
        seen = events.payment_seen(link, export.currency, version=version, at=at)
        await outbox.publish(session, seen)
