"""The mirror of which payment pays which invoice. Each change of a link is said exactly once.

All of this happens under `locks.links`, so that looking and writing are one step.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from database import new_id
from messaging import outbox
from qbo_sync import announcements
from qbo_sync.payments.applied import Application
from qbo_sync.store import qbo_invoice, qbo_payment_link

_links, _invoices = qbo_payment_link.c, qbo_invoice.c


async def reconcile(
    session: AsyncSession,
    account_id: UUID,
    payment: tuple[str, str],
    applied: Mapping[str, Application],
    why_undone: str,
) -> None:
    """Make the links of a payment (realm id, payment id) those that QuickBooks shows now."""
    standing: set[str] = set()
    for link in await live(session, *payment):
        if _same(link, applied.get(link.qbo_invoice_id)):
            standing.add(link.qbo_invoice_id)
        else:
            await _undo(session, link, why_undone)
    for qbo_invoice_id, application in applied.items():
        if qbo_invoice_id not in standing:
            await _see(session, account_id, payment, qbo_invoice_id, application)


async def claim(session: AsyncSession, invoice: Row[Any]) -> None:
    """Say the payments that were seen before the invoice was known to be ours."""
    claimed = await session.execute(
        update(qbo_payment_link)
        .where(
            _links.realm_id == invoice.realm_id,
            _links.qbo_invoice_id == invoice.qbo_id,
            _links.invoice_id.is_(None),
            _links.undone_at.is_(None),
        )
        .values(invoice_id=invoice.invoice_id)
        .returning(qbo_payment_link)
    )
    now = datetime.now(UTC)
    for link in claimed.all():
        await outbox.publish(session, announcements.payment_seen(link, invoice, at=now))


async def live(session: AsyncSession, realm_id: str, payment_id: str) -> list[Row[Any]]:
    """The links of a payment that hold."""
    found = await session.execute(
        select(qbo_payment_link).where(
            _links.realm_id == realm_id,
            _links.payment_id == payment_id,
            _links.undone_at.is_(None),
        )
    )
    return list(found.all())


def _same(link: Row[Any], application: Application | None) -> bool:
    return (
        application is not None
        and link.amount == application.amount
        and link.paid_on == application.paid_on
    )


async def _undo(session: AsyncSession, link: Row[Any], reason: str) -> None:
    now = datetime.now(UTC)
    await session.execute(
        update(qbo_payment_link).where(_links.seen_id == link.seen_id).values(undone_at=now)
    )
    if link.invoice_id is not None:
        fact = announcements.payment_undone(link, link.invoice_id, reason, at=now)
        await outbox.publish(session, fact)


async def _see(
    session: AsyncSession,
    account_id: UUID,
    payment: tuple[str, str],
    qbo_invoice_id: str,
    application: Application,
) -> None:
    realm_id, payment_id = payment
    wanted = (_invoices.realm_id == realm_id, _invoices.qbo_id == qbo_invoice_id)
    invoice = (await session.execute(select(qbo_invoice).where(*wanted))).one_or_none()
    inserted = await session.execute(
        insert(qbo_payment_link)
        .values(
            account_id=account_id,
            seen_id=new_id(),
            realm_id=realm_id,
            payment_id=payment_id,
            qbo_invoice_id=qbo_invoice_id,
            invoice_id=invoice.invoice_id if invoice else None,
            amount=application.amount,
            paid_on=application.paid_on,
            reference=application.reference,
        )
        .returning(qbo_payment_link)
    )
    if invoice:
        fact = announcements.payment_seen(inserted.one(), invoice, at=datetime.now(UTC))
        await outbox.publish(session, fact)
