"""Note which time invoices bill, and which they bill no longer."""

from collections.abc import Sequence

from contracts.invoicing import TimeBilled, TimeReleased
from database import Session
from timer.store import billed_ranges
from timer.store.billed_ranges import BilledRange


async def record_billing(session: Session, events: Sequence[TimeBilled | TimeReleased]) -> None:
    """Note what invoices bill and what they bill no longer: each range of a line once, in whatever order and however often.

    What is released may not yet be known to be billed.
    """
    ranges = [
        BilledRange(
            one.entry_id,
            one.line_id,
            one.start,
            one.end,
            event.invoice_id,
            billed_at=event.billed_at if isinstance(event, TimeBilled) else None,
            released_at=event.released_at if isinstance(event, TimeReleased) else None,
        )
        for event in events
        for one in event.ranges
    ]
    await billed_ranges.add(session, ranges)
