"""Record sets of time, price them by the rules, and give billed time the price that its invoice names."""

from collections.abc import Sequence

from contracts.invoicing import TimeBilled, TimeReleased
from contracts.timer import TimeEntryDiscarded, TimeEntryRecorded
from database import Session, current_account
from messaging import outbox
from rates.events import price_changed
from rates.store import billed_ranges, prices
from rates.store.prices import NewPrice


async def record_time(
    session: Session, events: Sequence[TimeEntryRecorded | TimeEntryDiscarded]
) -> None:
    """Keep the newest version of each entry, unless a newer one is known, and price it."""
    newest = {event.entry_id: event for event in sorted(events, key=lambda event: event.version)}
    await prices.share_pricing(session)
    recorded = await prices.record(session, newest.values())
    if recorded.billed:
        await billed_ranges.pin(session, recorded.billed)
    await publish(session, recorded.new)


async def bill_time(session: Session, events: Sequence[TimeBilled | TimeReleased]) -> None:
    """Give billed time the price that its invoice names, and price anew what credit notes give back."""
    await prices.share_pricing(session)
    changed = await billed_ranges.store(session, events)
    if changed.entries:
        await billed_ranges.pin(session, changed.entries)
    if changed.released:
        await publish(session, await prices.reprice(session, changed.released, anew=True))


async def publish(session: Session, new: Sequence[NewPrice]) -> None:
    """Publish prices that are new."""
    account_id = current_account(session)
    await outbox.publish(session, *(price_changed(account_id, price) for price in new))
