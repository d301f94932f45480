"""What the service consumes: time as it is recorded, time that was billed, and what there is that rates can name."""

from contracts.invoicing import TimeBilled
from contracts.timer import (
    AgentChanged,
    OrganizationChanged,
    ProjectChanged,
    ServiceTypeChanged,
    TimeEntryDiscarded,
    TimeEntryRecorded,
)
from database import Session
from messaging import Handlers
from rates.commands import pricing, references


async def on_entry_recorded(session: Session, event: TimeEntryRecorded) -> None:
    """Keep the newest version of the entry and price it."""
    await pricing.record_entry(session, event)


async def on_entry_discarded(session: Session, event: TimeEntryDiscarded) -> None:
    """Forget the entry, but not that this version ended it."""
    await pricing.discard_entry(session, event.entry_id, event.version)


async def on_time_billed(session: Session, event: TimeBilled) -> None:
    """Let no change of rates touch these entries any more, and give each the price that was billed."""
    await pricing.bill_entries(session, event.entries, event.billed_at)


HANDLERS: Handlers = {
    OrganizationChanged: references.record_reference,
    AgentChanged: references.record_reference,
    ProjectChanged: references.record_reference,
    ServiceTypeChanged: references.record_reference,
    TimeEntryRecorded: on_entry_recorded,
    TimeEntryDiscarded: on_entry_discarded,
    TimeBilled: on_time_billed,
}
