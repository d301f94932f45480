"""Record sets of time, price them by the rules, and give billed time the price that its invoice names."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from contracts.timer import TimeEntryDiscarded, TimeEntryRecorded
from database import Session, current_account
from messaging import outbox
from rates.commands.division import divide
from rates.events import price_changed
from rates.store import billed_ranges, prices
from rates.store.billed_ranges import BillingEvent
from rates.store.new_prices import NewPrice, Priced


async def record_time(
    session: Session, events: Sequence[TimeEntryRecorded | TimeEntryDiscarded]
) -> None:
    """Keep the newest version of each entry, unless a newer one is known, and price it."""
    newest = {event.entry_id: event for event in sorted(events, key=lambda event: event.version)}
    await prices.share_pricing(session)
    recorded = await prices.record(session, newest.values())
    if recorded.billed:
        await billed_ranges.pin(session, recorded.billed)
    await publish(session, recorded)
    if recorded.billed:
        await publish(session, await prices.reprice_neighbours(session, recorded.billed))


async def bill_time(session: Session, events: Sequence[BillingEvent]) -> None:
    """Give billed time the price that its invoice names, and price anew what credit notes give back.

    What is written off keeps its price as billed time does, until that is undone.
    """
    await prices.share_pricing(session)
    changed = await billed_ranges.store(session, events)
    if changed.entries:
        await billed_ranges.pin(session, changed.entries)
    if changed.released:
        released = await prices.reprice(session, changed.released, anew=True)
        await publish(session, released, beside=changed.entries, rebilled=True)
    if changed.entries:
        neighbours = await prices.reprice_neighbours(session, changed.entries)
        await publish(session, neighbours, beside=changed.entries, rebilled=True)


async def publish(
    session: Session,
    priced: Priced,
    *,
    beside: Collection[UUID] = (),
    customers: Collection[UUID] = (),
    at: datetime | None = None,
    rebilled: bool = False,
) -> Sequence[NewPrice]:
    """Divide time where the account does, these entries `beside` what was priced, and publish all prices that are new.

    `customers`: whose agreements are looked at in any case, as of a moment, or now. `rebilled`: invoices bill some of the
    entries since, or do no longer.
    """
    account_id = current_account(session)
    new = await divide(session, priced, beside, customers, at, rebilled=rebilled)
    await outbox.publish(session, *(price_changed(account_id, price) for price in new))
    return new
