"""Timesheets as timer publishes them: approved, in parts if wanted, and opened again."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from contracts.timer import ApprovedEntry, TimeEntryRecorded, TimesheetApproved, TimesheetReopened
from database import new_id
from services.rates.tests.driver import Driver
from services.rates.tests.valued_days import rows
from testkit import ACCOUNT

START = datetime(2026, 3, 9, 8, tzinfo=UTC)
DAYS = {"first_day": date(2026, 3, 2), "last_day": date(2026, 3, 8)}


def approved(
    *entries: TimeEntryRecorded,
    sheet: UUID | None = None,
    version: int = 3,
    part: int = 1,
    parts: int = 1,
    hour: int = 0,
) -> TimesheetApproved:
    """These entries in their versions, approved `hour` hours later than usual."""
    return TimesheetApproved(
        account_id=entries[0].account_id if entries else ACCOUNT,
        version=version,
        timesheet_id=sheet or new_id(),
        agent_id=entries[0].agent_id if entries else new_id(),
        approved_at=START + timedelta(hours=hour),
        approved_by="manager",
        part=part,
        parts=parts,
        entries=tuple(_entry(one) for one in entries),
        **DAYS,
    )


def _entry(entry: TimeEntryRecorded) -> ApprovedEntry:
    return ApprovedEntry.model_validate(
        {**entry.model_dump(include=set(ApprovedEntry.model_fields)), "agent_name": "Ada"}
    )


def reopened(sheet: TimesheetApproved) -> TimesheetReopened:
    """That sheet, a draft again."""
    return TimesheetReopened(
        account_id=sheet.account_id,
        version=sheet.version + 2,
        timesheet_id=sheet.timesheet_id,
        agent_id=sheet.agent_id,
        approved_version=sheet.version,
        reopened_at=START,
        **DAYS,
    )


async def approved_entries(driver: Driver) -> Sequence[UUID]:
    """The entries that are approved, in the order of their ids."""
    found = await rows(driver, "SELECT entry_id FROM time_entries WHERE approved ORDER BY entry_id")
    return [one for (one,) in found]
