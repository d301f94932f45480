"""What the service hears: time as it is recorded, and time that was billed."""

from sqlalchemy.ext.asyncio import AsyncSession

from contracts.invoicing import TimeBilled
from contracts.timer import TimeEntryDiscarded, TimeEntryRecorded
from messaging import Handlers
from rates.pricing import price_entries
from rates.store import entries, prices


async def on_entry_recorded(session: AsyncSession, fact: TimeEntryRecorded) -> None:
    """Keep the newest version of the entry and price it."""
    if await entries.record(session, fact):
        await price_entries(session, fact.account_id, [fact.entry_id])


async def on_entry_discarded(session: AsyncSession, fact: TimeEntryDiscarded) -> None:
    """Forget the entry, but not that this version ended it."""
    await entries.discard(session, fact.account_id, fact.entry_id, fact.version)


async def on_time_billed(session: AsyncSession, fact: TimeBilled) -> None:
    """Note that no change of rates may touch these entries any more, and hold each to the price that was billed."""
    await entries.bill(session, fact.account_id, fact.entries, fact.billed_at)
    named = [entry.entry_id for entry in fact.entries if entry.price_version is not None]
    if named:
        await prices.pin(session, fact.account_id, named)
        await price_entries(session, fact.account_id, named)


HANDLERS: Handlers = {
    TimeEntryRecorded: on_entry_recorded,
    TimeEntryDiscarded: on_entry_discarded,
    TimeBilled: on_time_billed,
}
