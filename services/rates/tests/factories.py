"""Events as timer and invoicing publish them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from random import Random
from typing import Any, TypeVar
from uuid import UUID

from contracts import Event
from contracts.invoicing import (
    BilledRange,
    ReleasedRange,
    TimeBilled,
    TimeReleased,
    TimeWrittenOff,
    WriteOffUndone,
)
from contracts.timer import (
    AgentChanged,
    OrganizationChanged,
    ProjectChanged,
    ServiceTypeChanged,
    TeamChanged,
    TimeEntryRecorded,
)
from database import new_id
from testkit import ACCOUNT

Some = TypeVar("Some")


def interleaved(chance: Random, streams: Sequence[Sequence[Some]]) -> list[Some]:
    """All events in any order that keeps the order within each stream."""
    turns = [rest for events in streams for rest in [iter(events)] * len(events)]
    chance.shuffle(turns)
    return [next(rest) for rest in turns]


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
    TeamChanged,
    ServiceTypeChanged,
)


def _named(event: type[Event], account: UUID) -> dict[str, Any]:
    usual = {"account_id": account, "version": 1, "name": "Nordlys", "time_zone": "UTC"}
    return {name: value for name, value in usual.items() if name in event.model_fields}


def billed(
    *entries: TimeEntryRecorded, amount: str = "1000", price_version: int = 1, **changes: Any
) -> TimeBilled:
    """An invoice, issued now, that bills all of these entries, each on a line of its own, at the price of this version."""
    usual: dict[str, Any] = {
        "account_id": ACCOUNT,
        "version": 2,
        "invoice_id": new_id(),
        "number": "2026-0001",
        "currency": "DKK",
        "part": 1,
        "parts": 1,
        "ranges": [
            {
                "entry_id": entry.entry_id,
                "line_id": new_id(),
                "start": 0,
                "end": entry.seconds,
                "hourly_rate": amount,
                "price_version": price_version,
            }
            for entry in entries
        ],
        "billed_at": datetime.now(UTC),
    }
    return TimeBilled.model_validate({**usual, **changes})


def released(invoice: TimeBilled, *ranges: BilledRange) -> TimeReleased:
    """A credit note, made now, that gives these ranges of an invoice back, or all."""
    return TimeReleased(
        account_id=invoice.account_id,
        version=invoice.version + 1,
        invoice_id=invoice.invoice_id,
        number=invoice.number,
        credit_note_id=new_id(),
        part=1,
        parts=1,
        ranges=tuple(ReleasedRange.model_validate(one) for one in ranges or invoice.ranges),
        released_at=datetime.now(UTC),
    )


def written_off(
    entry: TimeEntryRecorded,
    *ranges: tuple[int, int],
    amount: str = "1000",
    price_version: int = 1,
    **changes: Any,
) -> TimeWrittenOff:
    """A write-off, made now, of these ranges of an entry, or all of it, at the price of this version."""
    line_id = new_id()
    usual: dict[str, Any] = {
        "account_id": ACCOUNT,
        "version": 1,
        "write_off_id": new_id(),
        "organization_id": entry.organization_id or new_id(),
        "currency": "DKK",
        "reason": "Our own mistake",
        "part": 1,
        "parts": 1,
        "ranges": [
            {
                "entry_id": entry.entry_id,
                "line_id": line_id,
                "start": start,
                "end": end,
                "hourly_rate": amount,
                "price_version": price_version,
            }
            for start, end in ranges or ((0, entry.seconds),)
        ],
        "written_off_at": datetime.now(UTC),
    }
    return TimeWrittenOff.model_validate({**usual, **changes})


def undone(write_off: TimeWrittenOff) -> WriteOffUndone:
    """The end of a write-off, now."""
    return WriteOffUndone(
        account_id=write_off.account_id,
        version=2,
        write_off_id=write_off.write_off_id,
        part=1,
        parts=1,
        ranges=tuple(ReleasedRange.model_validate(one) for one in write_off.ranges),
        undone_at=datetime.now(UTC),
    )
