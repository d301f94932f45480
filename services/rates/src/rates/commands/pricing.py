"""Record time, price it by the rules, and give billed time the price that its invoice names."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from contracts.invoicing import BilledEntry
from contracts.timer import TimeEntryRecorded
from database import Session
from messaging import outbox
from rates.events import price_changed
from rates.store import entries, prices


async def record_entry(session: Session, event: TimeEntryRecorded) -> None:
    """Keep this version of an entry, unless a newer one is known, and price it."""
    if await entries.record(session, event):
        await price_entries(session, [event.entry_id])


async def discard_entry(session: Session, entry_id: UUID, version: int) -> None:
    """End an entry, unless a newer version is known."""
    await entries.discard(session, entry_id, version)


async def bill_entries(
    session: Session, billed: Sequence[BilledEntry], billed_at: datetime
) -> None:
    """Note that entries were billed. Those whose price the invoice names get that price for ever."""
    await entries.bill(session, billed, billed_at)
    named = [entry.entry_id for entry in billed if entry.price_version is not None]
    if named:
        await prices.pin(session, named)
        await price_entries(session, named)


async def price_entries(session: Session, entry_ids: Collection[UUID]) -> None:
    """Price entries, whose lock the transaction holds, and publish the prices that are new."""
    new = await prices.price(session, entry_ids)
    await outbox.publish(session, *(price_changed(price) for price in new))
