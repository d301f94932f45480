"""Builds what the timer works with: domain objects and events of others."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from contracts.invoicing import BilledEntry, TimeBilled
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


def time_billed(
    *entries: tuple[UUID, int], invoice_id: UUID | None = None, account_id: UUID = ACCOUNT
) -> TimeBilled:
    """An invoice that bills seconds of entries."""
    return TimeBilled(
        account_id=account_id,
        invoice_id=invoice_id or new_id(),
        number="2026-0001",
        part=1,
        parts=1,
        entries=tuple(BilledEntry(entry_id=entry, seconds=seconds) for entry, seconds in entries),
        billed_at=datetime(2026, 10, 12, tzinfo=UTC),
    )
