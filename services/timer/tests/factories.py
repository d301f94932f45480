"""Builds what the timer works with: domain objects and events of others."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from contracts.invoicing import (
    BilledRange,
    ChargingInvoice,
    ReleasedRange,
    ReopeningGranted,
    ReopeningRefused,
    TimeBilled,
    TimeReleased,
)
from contracts.timer import ApprovedEntry
from database import new_id
from testkit import ACCOUNT
from timer.running_timer import RunningTimer
from timer.timesheet import Timesheet
from timer.work import Work

INSTANTS = st.integers(1, 3_150_000_000_000_000).map(
    lambda micros: datetime(2000, 6, 1, tzinfo=UTC) + timedelta(microseconds=micros)
)
"""From 2000 to 2100, to the microsecond."""
NOON = datetime(2026, 10, 5, 12, tzinfo=UTC)
MONDAY = date(2026, 9, 28)
METTE, BOSS = UUID(int=1), UUID(int=2)
FJORD = {
    "name": "Fjord A/S",
    "address_lines": ["Kaia 4", "c/o Havn"],
    "postal_code": "0150",
    "city": "Oslo",
    "country": "NO",
    "kind": "business",
    "vat_number": "NO988077917MVA",
    "registration_number": "988077917",
    "gln": "7080000123452",
    "code": "FJORD",
    "language": "nb",
    "currency": "NOK",
    "billable": False,
    "email_domains": ["fjord.example"],
    "notes": "Pays late in December.",
    "archived": False,
}
"""All that a customer can be created with."""


def timesheet(**values: Any) -> Timesheet:
    """Mette's draft of a week."""
    sheet = {
        "id": UUID(int=9),
        "version": 1,
        "agent_id": METTE,
        "first_day": MONDAY,
        "last_day": date(2026, 10, 4),
    }
    return Timesheet(**{**sheet, **values})


def running_timer(started_at: datetime, time_zone: str = "Europe/Copenhagen") -> RunningTimer:
    """Mette's timer."""
    return RunningTimer.starting(METTE, UUID(int=5), started_at, time_zone, Work())


def approved_entry(number: int = 1, description: str = "") -> ApprovedEntry:
    """An entry as a timesheet's approval shows it."""
    return ApprovedEntry(
        entry_id=UUID(int=number),
        version=1,
        agent_id=METTE,
        agent_name="Mette Friis",
        work_date=MONDAY,
        seconds=60,
        billable=True,
        description=description,
    )


def billed(entry_id: UUID, end: int, start: int = 0) -> BilledRange:
    """Seconds of an entry on a line of their own."""
    return BilledRange(
        entry_id=entry_id,
        line_id=new_id(),
        start=start,
        end=end,
        hourly_rate=Decimal(1000),
        price_version=1,
    )


def time_billed(*ranges: BilledRange, account_id: UUID = ACCOUNT) -> TimeBilled:
    """An invoice that bills ranges of entries."""
    return TimeBilled(
        account_id=account_id,
        version=2,
        invoice_id=new_id(),
        number="2026-0001",
        currency="DKK",
        part=1,
        parts=1,
        ranges=ranges,
        billed_at=datetime(2026, 10, 12, tzinfo=UTC),
    )


def time_released(event: TimeBilled, *ranges: BilledRange) -> TimeReleased:
    """A credit note that gives ranges of what an invoice bills back, or all of them."""
    return TimeReleased(
        account_id=event.account_id,
        version=event.version + 1,
        invoice_id=event.invoice_id,
        number=event.number,
        credit_note_id=new_id(),
        part=1,
        parts=1,
        ranges=tuple(ReleasedRange.model_validate(one) for one in ranges or event.ranges),
        released_at=datetime(2026, 11, 5, tzinfo=UTC),
    )


def reopening_granted(sheet: Mapping[str, Any]) -> ReopeningGranted:
    """The time of a sheet whose reopening was asked for, as it was shown then, is given back."""
    return ReopeningGranted(
        account_id=ACCOUNT,
        timesheet_id=sheet["id"],
        version=sheet["version"],
        granted_at=NOON,
    )


def reopening_refused(sheet: Mapping[str, Any], *numbers: str) -> ReopeningRefused:
    """Invoices charge time of the sheet."""
    return ReopeningRefused(
        account_id=ACCOUNT,
        timesheet_id=sheet["id"],
        version=sheet["version"],
        invoices=tuple(ChargingInvoice(invoice_id=new_id(), number=one) for one in numbers),
        write_off_ids=() if numbers else (new_id(),),
        refused_at=NOON,
    )
