"""What the service consumes: time as it is recorded, time that was billed, and what there is that rates can name."""

from contracts.invoicing import TimeBilled, TimeReleased
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


async def on_time(session: Session, event: TimeEntryRecorded | TimeEntryDiscarded) -> None:
    """Keep the newest version of the entry and price it, or forget the entry, but not which version ended it."""
    await pricing.record_time(session, [event])


async def on_billing(session: Session, event: TimeBilled | TimeReleased) -> None:
    """Give time the price that its invoice names while the invoice bills it, and its own again afterwards."""
    await pricing.bill_time(session, [event])


HANDLERS: Handlers = {
    OrganizationChanged: references.record_reference,
    AgentChanged: references.record_reference,
    ProjectChanged: references.record_reference,
    ServiceTypeChanged: references.record_reference,
    TimeEntryRecorded: on_time,
    TimeEntryDiscarded: on_time,
    TimeBilled: on_billing,
    TimeReleased: on_billing,
}
