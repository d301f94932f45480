"""Note which time invoices bill."""

from sqlalchemy.dialects.postgresql import insert

from contracts.invoicing import TimeBilled
from database import Session
from timer.store.tables.time import BilledEntry


async def record_billed(session: Session, event: TimeBilled) -> None:
    """Note what an invoice bills: once per entry and invoice, in whatever order and however often."""
    rows = [
        {
            "entry_id": billed.entry_id,
            "invoice_id": event.invoice_id,
            "seconds": billed.seconds,
            "billed_at": event.billed_at,
        }
        for billed in event.entries
    ]
    if rows:
        await session.execute(insert(BilledEntry).on_conflict_do_nothing(), rows)
