"""Note which time invoices bill, and which they bill no longer."""

from contracts.invoicing import TimeBilled, TimeReleased
from database import Session
from timer.store import billed_ranges
from timer.store.billed_ranges import BilledRange


async def record_billed(session: Session, event: TimeBilled) -> None:
    """Note what an invoice bills: each range of a line once, in whatever order and however often."""
    ranges = [
        BilledRange(one.entry_id, one.line_id, one.start, one.end, event.invoice_id)
        for one in event.ranges
    ]
    await billed_ranges.add(session, ranges)


async def record_released(session: Session, event: TimeReleased) -> None:
    """Note what an invoice bills no longer, also when it was not yet known to bill it."""
    ranges = [
        BilledRange(
            one.entry_id, one.line_id, one.start, one.end, event.invoice_id, event.released_at
        )
        for one in event.ranges
    ]
    await billed_ranges.add(session, ranges)
