"""The examples are one story, from a tracked hour to a paid invoice, and its numbers add up."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from contracts.invoicing import (
    InvoiceDrafted,
    InvoiceIssued,
    InvoiceOverdue,
    InvoicePaid,
    PaymentRecorded,
    PaymentReversed,
    TimeBilled,
    TimeReleased,
)
from contracts.notifier import DeliverySent
from contracts.qbo_sync import InvoiceCopied, PaymentSeen, PaymentUndone
from contracts.rates import TimePriced
from contracts.stored import example
from contracts.timer import (
    AgentChanged,
    MembershipsChanged,
    OrganizationChanged,
    ProjectChanged,
    ServiceTypeChanged,
    TeamChanged,
    TimeEntryDiscarded,
    TimeEntryRecorded,
    TimesheetApproved,
    TimesheetSubmitted,
)
from contracts.topics import all_events

OUTBOX_LIMIT_BYTES = 512 * 1024
ISSUED, ENTRY, PRICE = example(InvoiceIssued), example(TimeEntryRecorded), example(TimePriced)
SUBMITTED, APPROVED, BILLED = (
    example(TimesheetSubmitted),
    example(TimesheetApproved),
    example(TimeBilled),
)
[APPROVED_ENTRY], [LINE] = APPROVED.entries, ISSUED.lines
[SEGMENT], [RANGE] = PRICE.segments, BILLED.ranges
[RELEASED] = example(TimeReleased).ranges


def test_the_story_is_one_accounts() -> None:
    assert len({example(event).account_id for event in all_events()}) == 1


def test_the_entry_belongs_to_what_the_timer_knows() -> None:
    assert ENTRY.agent_id == example(AgentChanged).agent_id
    assert ENTRY.organization_id == example(OrganizationChanged).organization_id
    assert ENTRY.project_id == example(ProjectChanged).project_id
    assert ENTRY.service_type_id == example(ServiceTypeChanged).service_type_id


def test_the_agent_is_in_the_team() -> None:
    memberships = example(MembershipsChanged)
    assert memberships.agent_id == example(AgentChanged).agent_id
    assert memberships.memberships[-1].team_id == example(TeamChanged).team_id


def test_what_is_approved_is_the_entry_that_was_recorded() -> None:
    assert APPROVED_ENTRY.project_name == example(ProjectChanged).name
    assert APPROVED_ENTRY.agent_name == example(AgentChanged).name
    for name in TimeEntryRecorded.model_fields.keys() - {"account_id", "started_at", "time_zone"}:
        assert getattr(APPROVED_ENTRY, name) == getattr(ENTRY, name), name


def test_the_sheet_that_is_approved_was_submitted_before() -> None:
    assert APPROVED.timesheet_id == SUBMITTED.timesheet_id
    assert APPROVED.version > SUBMITTED.version
    assert SUBMITTED.seconds == sum(entry.seconds for entry in APPROVED.entries)
    assert SUBMITTED.first_day <= ENTRY.work_date <= SUBMITTED.last_day


def test_the_price_is_of_the_entry_and_the_invoice_bills_just_that() -> None:
    assert (PRICE.entry_id, PRICE.entry_version) == (ENTRY.entry_id, ENTRY.version)
    assert PRICE.seconds == ENTRY.seconds
    assert (SEGMENT.start, SEGMENT.end) == (RANGE.start, RANGE.end) == (0, PRICE.seconds)
    assert (RANGE.entry_id, RANGE.price_version) == (PRICE.entry_id, PRICE.version)
    assert (RANGE.hourly_rate, BILLED.currency) == (SEGMENT.hourly_rate, PRICE.currency)


def test_a_credit_note_gives_back_what_was_billed() -> None:
    assert example(TimeReleased).version > BILLED.version
    for name in type(RELEASED).model_fields:
        assert getattr(RELEASED, name) == getattr(RANGE, name), name


def test_a_discarded_entry_is_another_one() -> None:
    assert example(TimeEntryDiscarded).entry_id != ENTRY.entry_id


def test_the_line_bills_the_time_at_its_price() -> None:
    assert LINE.seconds == RANGE.end - RANGE.start
    assert (LINE.line_id, LINE.hourly_rate) == (RANGE.line_id, SEGMENT.hourly_rate)
    assert LINE.hourly_rate is not None
    assert LINE.amount == LINE.hourly_rate * LINE.seconds / 3600
    assert ISSUED.currency == PRICE.currency


def test_lines_and_tax_add_up_to_the_total() -> None:
    [tax] = ISSUED.tax_totals
    assert ISSUED.subtotal == sum((line.amount for line in ISSUED.lines), Decimal()) == tax.base
    assert ISSUED.tax == tax.tax == tax.base * tax.rate / 100
    assert ISSUED.total == ISSUED.subtotal + ISSUED.tax


@pytest.mark.parametrize(
    "event",
    [
        InvoiceDrafted,
        InvoiceOverdue,
        InvoicePaid,
        PaymentRecorded,
        PaymentReversed,
        TimeBilled,
        TimeReleased,
        DeliverySent,
        InvoiceCopied,
        PaymentSeen,
        PaymentUndone,
    ],
)
def test_every_later_event_is_about_the_invoice_that_was_issued(
    event: type[InvoiceOverdue],
) -> None:
    later = example(event)
    assert later.key == ISSUED.key
    assert getattr(later, "number", ISSUED.number) == ISSUED.number
    assert getattr(later, "doc_number", ISSUED.number) == ISSUED.number


def test_a_payment_lowers_what_is_owed_and_its_reversal_restores_it() -> None:
    paid, back = example(PaymentRecorded), example(PaymentReversed)
    assert paid.balance.amount == ISSUED.total - paid.amount.amount
    assert back.payment_id == paid.payment_id
    assert back.balance.amount == paid.balance.amount + back.amount.amount


def test_a_payment_that_is_undone_was_seen() -> None:
    assert example(PaymentUndone).seen_id == example(PaymentSeen).seen_id


def test_the_invoice_reaches_its_billing_contact() -> None:
    assert ISSUED.billing_contact is not None
    assert example(DeliverySent).recipient == ISSUED.billing_contact.email
    assert example(OrganizationChanged).billing_contact == ISSUED.billing_contact


def test_the_days_of_the_story_are_in_order() -> None:
    days: list[date] = [
        ENTRY.work_date,
        ISSUED.issue_date,
        ISSUED.due_date,
        example(InvoicePaid).paid_on,
    ]
    assert all(earlier <= later for earlier, later in pairwise(days))
    assert example(InvoiceOverdue).due_date == ISSUED.due_date


def test_the_longest_part_of_billed_time_fits_into_a_message() -> None:
    full = BILLED.model_copy(update={"ranges": BILLED.ranges * 2000})
    assert len(full.model_dump_json().encode()) < OUTBOX_LIMIT_BYTES


def test_the_longest_part_of_a_timesheet_fits_into_a_message() -> None:
    full = APPROVED.model_copy(update={"entries": APPROVED.entries * 500})
    assert len(full.model_dump_json().encode()) < OUTBOX_LIMIT_BYTES


def test_the_longest_invoice_fits_into_a_message() -> None:
    full = ISSUED.model_copy(update={"lines": ISSUED.lines * 750})
    assert len(full.model_dump_json().encode()) < OUTBOX_LIMIT_BYTES


@pytest.mark.parametrize(
    ("event", "field", "limit"),
    [
        (TimeBilled, "ranges", 2000),
        (TimesheetApproved, "entries", 500),
        (InvoiceIssued, "lines", 750),
    ],
)
def test_more_than_fits_into_a_message_is_refused(
    event: type[TimeBilled], field: str, limit: int
) -> None:
    data = example(event).model_dump()
    event.model_validate(data | {field: data[field] * limit})
    with pytest.raises(ValueError, match="at most"):
        event.model_validate(data | {field: data[field] * (limit + 1)})
