"""The topics: who owns them, what their key is, who reads them and how long they keep."""

from collections.abc import Iterator
from dataclasses import dataclass

from contracts import invoicing, notifier, qbo_sync, rates, timer
from contracts.event import Event


@dataclass(frozen=True)
class Topic:
    """A Kafka topic. Partitions are never changed afterwards: the order per key hangs on them."""

    name: str
    owner: str
    key: str
    readers: tuple[str, ...]
    facts: tuple[type[Event], ...]
    retention_days: int = 7
    partitions: int = 12


TOPICS: tuple[Topic, ...] = (
    Topic(
        "timer.organizations",
        "timer",
        "organization_id",
        ("invoicing", "qbo-sync"),
        (timer.OrganizationChanged,),
    ),
    Topic("timer.agents", "timer", "agent_id", (), (timer.AgentChanged,)),
    Topic("timer.projects", "timer", "project_id", (), (timer.ProjectChanged,)),
    Topic("timer.service-types", "timer", "service_type_id", (), (timer.ServiceTypeChanged,)),
    Topic(
        "timer.time-entries",
        "timer",
        "entry_id",
        ("rates",),
        (timer.TimeEntryRecorded, timer.TimeEntryDiscarded),
    ),
    Topic(
        "timer.timesheets",
        "timer",
        "timesheet_id",
        ("invoicing",),
        (timer.TimesheetSubmitted, timer.TimesheetApproved),
    ),
    Topic(
        "rates.prices", "rates", "entry_id", ("invoicing",), (rates.TimePriced, rates.TimeUnpriced)
    ),
    Topic(
        "invoicing.invoices",
        "invoicing",
        "invoice_id",
        ("timer", "rates", "notifier", "qbo-sync"),
        (
            invoicing.InvoiceDrafted,
            invoicing.InvoiceIssued,
            invoicing.InvoiceOverdue,
            invoicing.InvoicePaid,
            invoicing.PaymentRecorded,
            invoicing.PaymentReversed,
            invoicing.TimeBilled,
        ),
    ),
    Topic(
        "notifier.deliveries",
        "notifier",
        "invoice_id",
        ("invoicing",),
        (notifier.DeliverySent, notifier.DeliveryFailed),
    ),
    Topic(
        "qbo-sync.invoices",
        "qbo-sync",
        "invoice_id",
        ("invoicing",),
        (
            qbo_sync.InvoiceCopied,
            qbo_sync.SyncFailed,
            qbo_sync.PaymentSeen,
            qbo_sync.PaymentUndone,
        ),
    ),
)


def all_events() -> Iterator[type[Event]]:
    """Every published type, topic by topic."""
    for topic in TOPICS:
        yield from topic.facts
