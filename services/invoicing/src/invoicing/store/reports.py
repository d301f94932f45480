"""What notifier and qbo-sync said of invoices; rows are only added, and the newest holds."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.notifier import DeliveryFailed, DeliverySent
from contracts.qbo_sync import InvoiceCopied, SyncFailed

_KEEP_DELIVERY = text("""
    INSERT INTO delivery_report (account_id, invoice_id, delivery_id, outcome, at, recipient, detail)
    VALUES (:account_id, :invoice_id, :delivery_id, :outcome, :at, :recipient, :detail) ON CONFLICT DO NOTHING
""")
_KEEP_COPY = text("""
    INSERT INTO quickbooks_report (account_id, invoice_id, outcome, at, qbo_id, detail)
    VALUES (:account_id, :invoice_id, :outcome, :at, :qbo_id, :detail) ON CONFLICT DO NOTHING
""")


async def keep_delivery(session: AsyncSession, fact: DeliverySent | DeliveryFailed) -> None:
    """Keep what became of a delivery."""
    outcome = (
        {"outcome": "sent", "at": fact.sent_at, "detail": None}
        if isinstance(fact, DeliverySent)
        else {"outcome": "failed", "at": fact.failed_at, "detail": fact.reason}
    )
    about = fact.model_dump(include={"account_id", "invoice_id", "delivery_id", "recipient"})
    await session.execute(_KEEP_DELIVERY, {**about, **outcome})


async def keep_copy(session: AsyncSession, fact: InvoiceCopied | SyncFailed) -> None:
    """Keep what became of a copy; the detail of a good one is what differs from ours."""
    outcome = (
        {"outcome": "copied", "at": fact.copied_at, "qbo_id": fact.qbo_id, "detail": fact.variance}
        if isinstance(fact, InvoiceCopied)
        else {"outcome": "failed", "at": fact.failed_at, "qbo_id": None, "detail": fact.reason}
    )
    about = fact.model_dump(include={"account_id", "invoice_id"})
    await session.execute(_KEEP_COPY, {**about, **outcome})
