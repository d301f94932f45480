"""What the service consumes: time as it is recorded, approved and billed, and what there is that rates can name."""

from collections.abc import Sequence
from datetime import UTC, datetime

from contracts.invoicing import (
    AgreementBilled,
    AgreementReleased,
    ChargedEntriesStated,
    ChargedTimeStated,
    InvoicePaid,
    PaymentReversed,
    TimeBilled,
    TimeReleased,
    TimeWrittenOff,
    WriteOffUndone,
)
from contracts.timer import (
    AccountSettingsChanged,
    AgentChanged,
    ApprovedEntriesStated,
    ApprovedTimeStated,
    MembershipsChanged,
    OrganizationChanged,
    OrganizationMerged,
    ProjectChanged,
    ServiceTypeChanged,
    TaskChanged,
    TeamChanged,
    TimeEntryDiscarded,
    TimeEntryRecorded,
    TimesheetApproved,
    TimesheetReopened,
)
from database import Session
from messaging import Handlers, in_sets
from rates.commands import (
    accounts,
    agreement_billing,
    approvals,
    books,
    budgets,
    memberships,
    pricing,
    references,
)
from rates.commands.references import ReferenceChanged


async def on_settings(session: Session, events: Sequence[AccountSettingsChanged]) -> None:
    """Remember what the account has chosen."""
    await accounts.record_settings(session, events)


async def on_references(session: Session, events: Sequence[ReferenceChanged]) -> None:
    """Remember that these things exist."""
    await references.record_references(session, events)
    projects = [event for event in events if isinstance(event, ProjectChanged)]
    if projects:
        await budgets.record_projects(session, projects)


async def on_tasks(session: Session, events: Sequence[TaskChanged]) -> None:
    """Keep what is planned."""
    await budgets.record_tasks(session, events)


async def on_memberships(session: Session, events: Sequence[MembershipsChanged]) -> None:
    """Keep who is in which team when."""
    await memberships.record_memberships(session, events)


async def on_time(
    session: Session, events: Sequence[TimeEntryRecorded | TimeEntryDiscarded]
) -> None:
    """Keep the newest version of each entry and price it, or forget the entry, but not which version ended it."""
    await pricing.record_time(session, events)


async def on_timesheets(
    session: Session, events: Sequence[TimesheetApproved | TimesheetReopened]
) -> None:
    """Know which time is approved."""
    await approvals.record_approvals(session, events)


SettlingEvent = AgreementBilled | AgreementReleased | InvoicePaid | PaymentReversed


async def on_billing(
    session: Session, events: Sequence[TimeBilled | TimeReleased | SettlingEvent]
) -> None:
    """Give time the price that its invoice names while the invoice bills it, and its own again afterwards.

    What is billed of agreements is closed; what is paid of them can be drawn.
    """
    settling = [one for one in events if isinstance(one, SettlingEvent)]
    if settling:
        await agreement_billing.settle(session, settling, datetime.now(UTC))
    time = [one for one in events if isinstance(one, TimeBilled | TimeReleased)]
    if time:
        await pricing.bill_time(session, time)


async def on_write_offs(
    session: Session, events: Sequence[TimeWrittenOff | WriteOffUndone]
) -> None:
    """Let time that is written off keep its price, and earn nothing, until that is undone."""
    await pricing.bill_time(session, events)


async def on_statements(
    session: Session,
    events: Sequence[
        ApprovedTimeStated | ApprovedEntriesStated | ChargedTimeStated | ChargedEntriesStated
    ],
) -> None:
    """Keep what other services say of their books, and have it compared."""
    await books.take_statements(session, events)


ON_REFERENCES, ON_TIME, ON_BILLING = in_sets(on_references), in_sets(on_time), in_sets(on_billing)
ON_WRITE_OFFS = in_sets(on_write_offs)
ON_SETTINGS, ON_MEMBERSHIPS = in_sets(on_settings), in_sets(on_memberships)
ON_TIMESHEETS = in_sets(on_timesheets)
ON_TASKS, ON_STATEMENTS = in_sets(on_tasks), in_sets(on_statements)
HANDLERS: Handlers = {
    AccountSettingsChanged: ON_SETTINGS,
    OrganizationChanged: ON_REFERENCES,
    OrganizationMerged: ON_REFERENCES,
    AgentChanged: ON_REFERENCES,
    TeamChanged: ON_REFERENCES,
    MembershipsChanged: ON_MEMBERSHIPS,
    ProjectChanged: ON_REFERENCES,
    ServiceTypeChanged: ON_REFERENCES,
    TaskChanged: ON_TASKS,
    TimeEntryRecorded: ON_TIME,
    TimeEntryDiscarded: ON_TIME,
    TimesheetApproved: ON_TIMESHEETS,
    TimesheetReopened: ON_TIMESHEETS,
    TimeBilled: ON_BILLING,
    TimeReleased: ON_BILLING,
    TimeWrittenOff: ON_WRITE_OFFS,
    WriteOffUndone: ON_WRITE_OFFS,
    AgreementBilled: ON_BILLING,
    AgreementReleased: ON_BILLING,
    InvoicePaid: ON_BILLING,
    PaymentReversed: ON_BILLING,
    ApprovedTimeStated: ON_STATEMENTS,
    ApprovedEntriesStated: ON_STATEMENTS,
    ChargedTimeStated: ON_STATEMENTS,
    ChargedEntriesStated: ON_STATEMENTS,
}
