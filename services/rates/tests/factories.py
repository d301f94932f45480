"""Events as timer and invoicing publish them."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from contracts import Event, Money
from contracts.invoicing import BilledEntry, TimeBilled
from contracts.timer import (
    AgentChanged,
    OrganizationChanged,
    ProjectChanged,
    ServiceTypeChanged,
    TimeEntryRecorded,
)
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


def references(account: UUID = ACCOUNT, **ids: Any) -> list[Event]:
    """Customers, people, projects and kinds of work with these ids, by the field that a rate names them by."""
    return [
        event.model_validate({**_named(event, account), event.key_field: ids[event.key_field]})
        for event in _REFERENCES
        if event.key_field in ids
    ]


_REFERENCES: tuple[type[Event], ...] = (
    OrganizationChanged,
    AgentChanged,
    ProjectChanged,
    ServiceTypeChanged,
)


def _named(event: type[Event], account: UUID) -> dict[str, Any]:
    usual = {"account_id": account, "version": 1, "name": "Nordlys", "time_zone": "UTC"}
    return {name: value for name, value in usual.items() if name in event.model_fields}


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
