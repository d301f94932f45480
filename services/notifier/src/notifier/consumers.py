"""Events that the notifier consumes: in sets what comes in sets, such as invoices, and the rest one by one."""

from collections.abc import Sequence
from datetime import UTC, datetime

from contracts.identity import LogInRequested, MemberChanged, MemberInvited
from contracts.invoicing import (
    DisputeResolved,
    InvoiceCredited,
    InvoiceDisputed,
    InvoiceHandedOver,
    InvoiceIssued,
    InvoicePaid,
    PaymentRecorded,
    PaymentReversed,
    SendingRequested,
)
from contracts.qbo_sync import InvoiceSent
from contracts.rates import BudgetReached
from contracts.timer import (
    AccountSettingsChanged,
    AgentChanged,
    OrganizationChanged,
    OrganizationMerged,
    ProjectBudgetReached,
    TimerForgotten,
    TimesheetMissing,
    TimesheetRejected,
)
from database import Session
from messaging import Handlers, in_sets
from notifier.commands import invoices, messages, notices, people, reminders
from notifier.credit_note_email import CreditNoteEmail
from notifier.deliveries import Recipient, Request
from notifier.invoice_email import InvoiceEmail
from notifier.link_email import LinkEmail
from notifier.notices import (
    ForgottenTimer,
    MissingTimesheet,
    Notice,
    ReachedBudget,
    ReachedThreshold,
    RejectedTimesheet,
)


async def on_invoices_issued(session: Session, events: Sequence[InvoiceIssued]) -> None:
    """Mail the invoices of which e-mail is the way that was chosen at issue."""
    emails = [
        (InvoiceEmail.model_validate(event), _recipient(event))
        for event in events
        if event.delivery == "email"
    ]
    await invoices.keep_issued(session, events)
    await messages.send_invoices(session, emails, at=datetime.now(UTC))


async def on_invoices_credited(session: Session, events: Sequence[InvoiceCredited]) -> None:
    """Mail the credit notes of which e-mail is the way that was chosen."""
    emails = [
        (CreditNoteEmail.model_validate(event), _recipient(event))
        for event in events
        if event.delivery == "email"
    ]
    await invoices.keep_balances(session, events)
    await messages.send_credit_notes(session, emails, at=datetime.now(UTC))


async def on_sending_requested(session: Session, event: SendingRequested) -> None:
    """Mail an invoice because somebody asked for it, if e-mail is the way that they chose."""
    if event.channel != "email":
        return
    to = event.recipient
    request = Request(
        id=event.sending_id,
        recipient=Recipient(to.name, to.email) if to else None,
        note=event.message,
        requested_by=event.requested_by,
    )
    email = InvoiceEmail.model_validate(event)
    await messages.send_requested(session, email, request, at=datetime.now(UTC))


def _recipient(event: InvoiceIssued | InvoiceCredited) -> Recipient | None:
    contact = event.billing_contact
    return Recipient(contact.name, contact.email) if contact else None


async def on_member_invited(session: Session, event: MemberInvited) -> None:
    """Mail the link to who is invited."""
    said = event.model_dump() | {"id": event.invitation_id, "kind": "invitation"}
    await messages.send_link(session, LinkEmail.model_validate(said))


async def on_log_in_requested(session: Session, event: LogInRequested) -> None:
    """Mail the link to who asked for it."""
    said = event.model_dump() | {"id": event.log_in_id, "kind": "log-in"}
    await messages.send_link(session, LinkEmail.model_validate(said))


async def on_agents_changed(session: Session, events: Sequence[AgentChanged]) -> None:
    """Keep where agents can be written to."""
    agents = [
        {"id": one.agent_id, "version": one.version, "name": one.name, "email": one.email}
        for one in events
    ]
    await people.keep_agents(session, agents)


async def on_member_changed(session: Session, event: MemberChanged) -> None:
    """Keep where members can be written to, in which language, and who leads."""
    member = event.model_dump(exclude={"account_id", "member_id"})
    await people.keep_member(session, member | {"id": event.member_id})


async def on_settings_changed(session: Session, event: AccountSettingsChanged) -> None:
    """Keep the account's language, zone and holidays; with others reminders are sent at another moment."""
    kept = {"version", "language", "time_zone", "holiday_region"}
    account = event.model_dump(include=kept)
    if await people.keep_account(session, {"id": event.account_id, **account}):
        await reminders.wait_for_next(session, now=datetime.now(UTC))


async def on_timer_forgotten(session: Session, event: TimerForgotten) -> None:
    """Ask the agent when the work ended."""
    await _tell(session, ForgottenTimer.model_validate(event))


async def on_timesheets_missing(session: Session, events: Sequence[TimesheetMissing]) -> None:
    """Remind agents of a period that they have not handed in."""
    await _tell(session, *map(MissingTimesheet.model_validate, events))


async def on_timesheet_rejected(session: Session, event: TimesheetRejected) -> None:
    """Tell the agent why the timesheet came back."""
    await _tell(session, RejectedTimesheet.model_validate(event))


async def on_budget_reached(session: Session, event: ProjectBudgetReached) -> None:
    """Tell those who lead the account."""
    await _tell(session, ReachedBudget.model_validate(event))


async def on_threshold_reached(session: Session, event: BudgetReached) -> None:
    """Tell the same people, of the highest threshold where several were reached at once."""
    if event.highest:
        await _tell(session, ReachedThreshold.model_validate(event))


async def _tell(session: Session, *news: Notice) -> None:
    await notices.tell(session, news, at=datetime.now(UTC))


ON_BALANCES = in_sets(invoices.keep_balances)
ON_DISPUTES = in_sets(invoices.keep_disputes)
ON_CUSTOMERS = in_sets(invoices.keep_customers)
HANDLERS: Handlers = {
    AgentChanged: in_sets(on_agents_changed),
    MemberChanged: on_member_changed,
    AccountSettingsChanged: on_settings_changed,
    TimerForgotten: on_timer_forgotten,
    TimesheetMissing: in_sets(on_timesheets_missing),
    TimesheetRejected: on_timesheet_rejected,
    ProjectBudgetReached: on_budget_reached,
    BudgetReached: on_threshold_reached,
    InvoiceIssued: in_sets(on_invoices_issued),
    InvoiceCredited: in_sets(on_invoices_credited),
    SendingRequested: on_sending_requested,
    InvoicePaid: ON_BALANCES,
    PaymentRecorded: ON_BALANCES,
    PaymentReversed: ON_BALANCES,
    InvoiceDisputed: ON_DISPUTES,
    DisputeResolved: ON_DISPUTES,
    InvoiceHandedOver: invoices.keep_delivered,
    InvoiceSent: invoices.keep_delivered,
    OrganizationChanged: ON_CUSTOMERS,
    OrganizationMerged: ON_CUSTOMERS,
    MemberInvited: on_member_invited,
    LogInRequested: on_log_in_requested,
}
