"""The topics: their events, who consumes them and how long they keep."""

from collections.abc import Iterator
from dataclasses import dataclass

from contracts import identity, invoicing, notifier, qbo_sync, rates, timer
from contracts.event import Event

_DAY_MS = 24 * 3600 * 1000


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A Kafka topic. The number of partitions never changes afterwards: the order per key hangs on it.

    A compacted one keeps the newest event of each key for ever, so that a new or rebuilt consumer finds all there is.
    """

    name: str
    events: tuple[type[Event], ...]
    consumers: tuple[str, ...]
    retention_days: int = 7
    compacted: bool = False
    partitions: int = 12

    @property
    def settings(self) -> dict[str, str | int]:
        """Kafka's settings of the topic."""
        if self.compacted:
            return {"cleanup.policy": "compact"}
        return {"cleanup.policy": "delete", "retention.ms": self.retention_days * _DAY_MS}

    @property
    def producer(self) -> str:
        """The service whose events these are; the topic's name begins with it."""
        return self.name.partition(".")[0]

    @property
    def key(self) -> str:
        """The field whose value is the Kafka key, the same in all events of the topic."""
        return self.events[0].key_field


TOPICS: tuple[Topic, ...] = (
    Topic(
        name="timer.account-settings",
        events=(timer.AccountSettingsChanged,),
        consumers=("rates", "invoicing", "notifier"),
        compacted=True,
    ),
    Topic(
        name="timer.organizations",
        events=(timer.OrganizationChanged, timer.OrganizationMerged),
        consumers=("rates", "invoicing", "notifier", "qbo-sync"),
        compacted=True,
    ),
    Topic(
        name="timer.agents",
        events=(timer.AgentChanged,),
        consumers=("rates", "notifier"),
        compacted=True,
    ),
    Topic(
        name="timer.teams",
        events=(timer.TeamChanged,),
        consumers=("rates",),
        compacted=True,
    ),
    Topic(
        name="timer.memberships",
        events=(timer.MembershipsChanged,),
        consumers=("rates",),
        compacted=True,
    ),
    Topic(
        name="timer.projects",
        events=(timer.ProjectChanged,),
        consumers=("rates",),
        compacted=True,
    ),
    Topic(
        name="timer.tasks",
        events=(timer.TaskChanged,),
        consumers=("rates",),
        compacted=True,
    ),
    Topic(
        name="timer.project-budgets",
        events=(timer.ProjectBudgetReached,),
        consumers=("notifier",),
    ),
    Topic(
        name="timer.timers",
        events=(timer.TimerForgotten,),
        consumers=("notifier",),
    ),
    Topic(
        name="timer.service-types",
        events=(timer.ServiceTypeChanged,),
        consumers=("rates",),
        compacted=True,
    ),
    Topic(
        name="timer.tickets",
        events=(timer.TicketChanged,),
        consumers=(),
        compacted=True,
    ),
    Topic(
        name="timer.time-entries",
        events=(timer.TimeEntryRecorded, timer.TimeEntryDiscarded),
        consumers=("rates",),
    ),
    Topic(
        name="timer.timesheets",
        events=(
            timer.TimesheetSubmitted,
            timer.TimesheetRejected,
            timer.TimesheetApproved,
            timer.TimesheetReopeningAsked,
            timer.TimesheetReopened,
            timer.TimesheetStayedApproved,
        ),
        consumers=("invoicing", "notifier", "rates"),
    ),
    Topic(
        name="timer.missing-timesheets",
        events=(timer.TimesheetMissing,),
        consumers=("notifier",),
    ),
    Topic(
        name="timer.statements",
        events=(timer.ApprovedTimeStated, timer.ApprovedEntriesStated),
        consumers=("rates",),
        retention_days=1,
    ),
    Topic(
        name="rates.prices",
        events=(rates.TimePriced, rates.TimeUnpriced),
        consumers=("invoicing",),
    ),
    Topic(
        name="rates.budgets",
        events=(rates.BudgetReached,),
        consumers=("notifier",),
    ),
    Topic(
        name="rates.reconciliations",
        events=(rates.FiguresDiffer, rates.FiguresAsked, rates.BooksDiffer),
        consumers=("timer", "invoicing"),
    ),
    Topic(
        name="rates.agreement-charges",
        events=(rates.AgreementChargeChanged,),
        consumers=("invoicing",),
        compacted=True,
    ),
    Topic(
        name="invoicing.seller",
        events=(invoicing.SellerChanged,),
        consumers=("timer",),
        compacted=True,
    ),
    Topic(
        name="invoicing.invoices",
        events=(
            invoicing.InvoiceDrafted,
            invoicing.InvoiceIssued,
            invoicing.InvoiceCredited,
            invoicing.InvoiceOverdue,
            invoicing.InvoicePaid,
            invoicing.PaymentRecorded,
            invoicing.PaymentReversed,
            invoicing.CustomerAsked,
            invoicing.SendingRequested,
            invoicing.InvoiceHandedOver,
            invoicing.InvoiceDisputed,
            invoicing.DisputeResolved,
            invoicing.TimeBilled,
            invoicing.TimeReleased,
            invoicing.AgreementBilled,
            invoicing.AgreementReleased,
        ),
        consumers=("timer", "rates", "notifier", "qbo-sync"),
    ),
    Topic(
        name="invoicing.write-offs",
        events=(invoicing.TimeWrittenOff, invoicing.WriteOffUndone),
        consumers=("rates",),
    ),
    Topic(
        name="invoicing.reopenings",
        events=(invoicing.ReopeningGranted, invoicing.ReopeningRefused),
        consumers=("timer",),
    ),
    Topic(
        name="invoicing.statements",
        events=(invoicing.ChargedTimeStated, invoicing.ChargedEntriesStated),
        consumers=("rates",),
        retention_days=1,
    ),
    Topic(
        name="notifier.deliveries",
        events=(notifier.DeliverySent, notifier.DeliveryFailed),
        consumers=("invoicing",),
    ),
    Topic(
        name="notifier.credit-note-deliveries",
        events=(notifier.CreditNoteSent, notifier.CreditNoteFailed),
        consumers=("invoicing",),
    ),
    Topic(
        name="notifier.reminders",
        events=(
            notifier.ReminderSent,
            notifier.ReminderFailed,
            notifier.ReminderPassedOver,
            notifier.ReminderFeeCharged,
        ),
        consumers=("invoicing",),
    ),
    Topic(
        name="qbo-sync.invoices",
        events=(
            qbo_sync.InvoiceCopied,
            qbo_sync.SyncFailed,
            qbo_sync.CreditMemoCopied,
            qbo_sync.CreditMemoFailed,
            qbo_sync.InvoiceSent,
            qbo_sync.SendingFailed,
            qbo_sync.PaymentSeen,
            qbo_sync.PaymentUndone,
        ),
        consumers=("invoicing", "notifier"),
    ),
    Topic(
        name="identity.members",
        events=(identity.MemberChanged,),
        consumers=("notifier",),
        compacted=True,
    ),
    Topic(
        name="identity.links",
        events=(identity.MemberInvited, identity.LogInRequested),
        consumers=("notifier",),
        retention_days=1,
    ),
)


def all_events() -> Iterator[type[Event]]:
    """Every published type, topic by topic."""
    for topic in TOPICS:
        yield from topic.events
