"""Events as timer and invoicing publish them."""

from datetime import UTC, date, datetime
from typing import Any

from contracts import Money
from contracts.invoicing import BilledEntry, TimeBilled
from contracts.timer import TimeEntryRecorded
from database import new_id
from testkit import ACCOUNT


def recorded(**changes: Any) -> TimeEntryRecorded:
    """50 billable minutes on 2026-03-02 for a customer, unless `changes` has other values."""
    usual: dict[str, Any] = {
        "account_id": ACCOUNT,
        "entry_id": new_id(),
        "version": 1,
        "agent_id": new_id(),
        "organization_id": new_id(),
        "work_date": date(2026, 3, 2),
        "seconds": 3000,
        "billable": True,
    }
    return TimeEntryRecorded.model_validate({**usual, **changes})


def billed(*entries: TimeEntryRecorded, at: datetime | None = None) -> TimeBilled:
    """An invoice, issued now, that bills these entries and names no prices."""
    return TimeBilled(
        account_id=ACCOUNT,
        invoice_id=new_id(),
        number="2026-0001",
        part=1,
        parts=1,
        entries=tuple(BilledEntry(entry_id=one.entry_id, seconds=one.seconds) for one in entries),
        billed_at=at or datetime.now(UTC),
    )


def billed_at_price(entry: TimeEntryRecorded, amount: str, price_version: int) -> TimeBilled:
    """An invoice that names the price it bills."""
    event = billed(entry)
    price = {
        "hourly_rate": Money.model_validate({"amount": amount, "currency": "DKK"}),
        "price_version": price_version,
    }
    return event.model_copy(update={"entries": (event.entries[0].model_copy(update=price),)})
