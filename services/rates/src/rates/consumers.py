"""What the service consumes: time as it is recorded, time that was billed, and what there is that rates can name."""

from collections.abc import Sequence

from contracts.invoicing import TimeBilled, TimeReleased
from contracts.timer import (
    AgentChanged,
    MembershipsChanged,
    OrganizationChanged,
    OrganizationMerged,
    ProjectChanged,
    ServiceTypeChanged,
    TeamChanged,
    TimeEntryDiscarded,
    TimeEntryRecorded,
)
from database import Session
from messaging import Handlers, in_sets
from rates.commands import memberships, pricing, references
from rates.commands.references import ReferenceChanged


async def on_references(session: Session, events: Sequence[ReferenceChanged]) -> None:
    """Remember that these things exist."""
    await references.record_references(session, events)


async def on_memberships(session: Session, events: Sequence[MembershipsChanged]) -> None:
    """Keep who is in which team when."""
    await memberships.record_memberships(session, events)


async def on_time(
    session: Session, events: Sequence[TimeEntryRecorded | TimeEntryDiscarded]
) -> None:
    """Keep the newest version of each entry and price it, or forget the entry, but not which version ended it."""
    await pricing.record_time(session, events)


async def on_billing(session: Session, events: Sequence[TimeBilled | TimeReleased]) -> None:
    """Give time the price that its invoice names while the invoice bills it, and its own again afterwards."""
    await pricing.bill_time(session, events)


ON_REFERENCES, ON_TIME, ON_BILLING = in_sets(on_references), in_sets(on_time), in_sets(on_billing)
ON_MEMBERSHIPS = in_sets(on_memberships)
HANDLERS: Handlers = {
    OrganizationChanged: ON_REFERENCES,
    OrganizationMerged: ON_REFERENCES,
    AgentChanged: ON_REFERENCES,
    TeamChanged: ON_REFERENCES,
    MembershipsChanged: ON_MEMBERSHIPS,
    ProjectChanged: ON_REFERENCES,
    ServiceTypeChanged: ON_REFERENCES,
    TimeEntryRecorded: ON_TIME,
    TimeEntryDiscarded: ON_TIME,
    TimeBilled: ON_BILLING,
    TimeReleased: ON_BILLING,
}
