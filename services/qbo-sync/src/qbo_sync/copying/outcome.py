"""How the copying of an invoice ended, noted and said."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.invoicing import InvoiceIssued
from messaging import outbox
from qbo_sync import announcements, locks, queueing
from qbo_sync.copying.variance import variance
from qbo_sync.intuit.numbers import Doc
from qbo_sync.payments import links
from qbo_sync.store import qbo_invoice


async def copied(session: AsyncSession, invoice: InvoiceIssued, made: Doc, tid: str) -> None:
    """Note the QuickBooks invoice, say it, and say the payments that were seen before we knew it."""
    await locks.links(session, invoice.account_id)
    now, differs = datetime.now(UTC), variance(invoice, made)
    noted = await session.execute(
        update(qbo_invoice)
        .where(qbo_invoice.c.invoice_id == invoice.invoice_id, qbo_invoice.c.qbo_id.is_(None))
        .values(
            state="variance" if differs else "copied",
            reason=differs,
            qbo_id=str(made["Id"]),
            copied_at=now,
            intuit_tid=tid,
            **remote_columns(made),
        )
        .returning(qbo_invoice)
    )
    row = noted.one_or_none()
    if row is None:
        return
    await outbox.publish(session, announcements.invoice_copied(row, at=now))
    await links.claim(session, row)
    if made.get("LinkedTxn"):
        await queueing.have_refreshed(session, queueing.REFRESH_INVOICE, row.realm_id, row.qbo_id)


async def failed(session: AsyncSession, account_id: UUID, invoice_id: UUID, reason: str) -> None:
    """Note and say that the copy needs somebody's help."""
    short = reason.splitlines()[0][:1000] if reason else "unknown"
    changed = await session.execute(
        update(qbo_invoice)
        .where(qbo_invoice.c.invoice_id == invoice_id, qbo_invoice.c.qbo_id.is_(None))
        .values(state="failed", reason=short, updated_at=func.now())
        .returning(qbo_invoice.c.invoice_id)
    )
    if changed.first():
        now = datetime.now(UTC)
        await outbox.publish(
            session, announcements.sync_failed(account_id, invoice_id, short, at=now)
        )


def remote_columns(found: Doc) -> dict[str, object]:
    """What our row keeps of QuickBooks' invoice."""
    changed = (found.get("MetaData") or {}).get("LastUpdatedTime")
    total, balance = Decimal(str(found["TotalAmt"])), Decimal(str(found.get("Balance", 0)))
    voided = str(found.get("PrivateNote") or "").startswith("Voided") and not total
    return {
        "doc_number": found.get("DocNumber"),
        "sync_token": str(found.get("SyncToken", "")),
        "qbo_total": total,
        "qbo_balance": balance,
        "qbo_updated_at": datetime.fromisoformat(changed) if changed else None,
        "remote": "voided" if voided else None,
        "updated_at": func.now(),
    }
