"""Plays the timer: people record time, hand it in, have it approved and want it back."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from contracts import Event
from contracts.invoicing import ReopeningGranted, ReopeningRefused
from contracts.timer import (
    ApprovedEntry,
    TimeEntryDiscarded,
    TimeEntryRecorded,
    TimesheetApproved,
    TimesheetReopened,
    TimesheetReopeningAsked,
    TimesheetStayedApproved,
)

NOW = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)
FIRST_DAY = date(2026, 1, 1)
DAYS = 120


@dataclass
class Sheet:
    """A timesheet: `open`, `approved`, or `asked` when somebody wants to change what is approved."""

    sheet_id: UUID
    agent_id: UUID
    version: int = 1
    state: str = "open"
    entries: dict[UUID, TimeEntryRecorded] = field(default_factory=dict)


@dataclass
class Timer:
    """The time of an account, as the real timer would have it; every method returns what it publishes."""

    account: UUID
    chance: Random
    customers: list[UUID]
    projects: list[UUID]
    agents: list[UUID]
    sheets: dict[UUID, Sheet] = field(default_factory=dict)

    def record_entry(self) -> list[Event]:
        """Record new time."""
        agent_id, day = self.chance.choice(self.agents), self._day()
        values: dict[str, Any] = {
            "account_id": self.account,
            "entry_id": some_id(self.chance),
            "version": 1,
            "agent_id": agent_id,
            "organization_id": self.chance.choice(self.customers),
            "project_id": self.chance.choice([None, *self.projects]),
            "work_item_id": UUID(int=self.chance.randint(1, 4)),
            "work_date": day,
            "started_at": datetime.combine(day, time(self.chance.randint(6, 20)), UTC),
            "time_zone": "Europe/Copenhagen",
            "seconds": self.chance.randint(1, 14_400),
            "billable": self.chance.random() < 0.95,
        }
        entry = TimeEntryRecorded.model_validate(values)
        self._open_sheet(agent_id).entries[entry.entry_id] = entry
        return [entry]

    def change_entry(self) -> list[Event]:
        """Change something of time that is not approved."""
        sheet, entry = self._some_open()
        changes: list[dict[str, Any]] = [
            {"seconds": self.chance.randint(1, 14_400)},
            {"organization_id": self.chance.choice(self.customers)},
            {"billable": not entry.billable},
            {"work_date": self._day(), "started_at": None},
        ]
        changed = entry.model_copy(
            update={**self.chance.choice(changes), "version": entry.version + 1}
        )
        sheet.entries[entry.entry_id] = changed
        return [changed]

    def discard_entry(self) -> list[Event]:
        """Delete time that is not approved."""
        sheet, entry = self._some_open()
        del sheet.entries[entry.entry_id]
        about = {"account_id": self.account, "entry_id": entry.entry_id}
        return [TimeEntryDiscarded(**about, version=entry.version + 1)]

    def approve(self) -> list[Event]:
        """Have a sheet approved."""
        sheet, _ = self._some_open()
        return [self._approve(sheet)]

    def approve_all(self) -> list[Event]:
        """Have every sheet approved that is not."""
        return [self._approve(one) for one in self.sheets.values() if one.state == "open"]

    def ask_to_reopen(self) -> list[Event]:
        """Ask whether an approved sheet may be changed."""
        approved = [one for one in self.sheets.values() if one.state == "approved"]
        if not approved:
            return []
        sheet = self.chance.choice(approved)
        sheet.state, sheet.version = "asked", sheet.version + 1
        return [
            TimesheetReopeningAsked(
                **self._about(sheet),
                approved_version=sheet.version - 1,
                reason="Tuesday was for somebody else",
                asked_by="manager-1",
                asked_at=NOW,
            )
        ]

    def hear(self, told: list[Event]) -> list[Event]:
        """Open the sheets that invoicing gave back, and leave alone those that it did not."""
        answers: list[Event] = []
        for event in told:
            if isinstance(event, ReopeningGranted | ReopeningRefused):
                answers.append(self._answered(event))
        return answers

    @property
    def approved_seconds(self) -> int:
        """All billable seconds of approved sheets."""
        return sum(
            entry.seconds
            for sheet in self.sheets.values()
            if sheet.state != "open"
            for entry in sheet.entries.values()
            if entry.billable
        )

    @property
    def entries(self) -> list[TimeEntryRecorded]:
        """Everything there is."""
        return [entry for sheet in self.sheets.values() for entry in sheet.entries.values()]

    def _day(self) -> date:
        return FIRST_DAY + timedelta(days=self.chance.randrange(DAYS))

    def _open_sheet(self, agent_id: UUID) -> Sheet:
        theirs = [
            one
            for one in self.sheets.values()
            if one.state == "open" and one.agent_id == agent_id and len(one.entries) < 4
        ]
        if theirs:
            return self.chance.choice(theirs)
        sheet = Sheet(some_id(self.chance), agent_id)
        self.sheets[sheet.sheet_id] = sheet
        return sheet

    def _some_open(self) -> tuple[Sheet, TimeEntryRecorded]:
        found = [
            (sheet, entry)
            for sheet in self.sheets.values()
            if sheet.state == "open"
            for entry in sheet.entries.values()
        ]
        if not found:
            raise NothingToDoError
        return self.chance.choice(found)

    def _answered(self, event: ReopeningGranted | ReopeningRefused) -> Event:
        sheet = self.sheets[event.timesheet_id]
        approved, sheet.version = sheet.version - 1, sheet.version + 1
        about = {**self._about(sheet), "approved_version": approved}
        if isinstance(event, ReopeningRefused):
            sheet.state = "approved"
            return TimesheetStayedApproved(**about, reason="billed", refused_at=NOW)
        sheet.state = "open"
        return TimesheetReopened(**about, reopened_at=NOW)

    def _approve(self, sheet: Sheet) -> TimesheetApproved:
        sheet.state, sheet.version = "approved", sheet.version + 1
        return TimesheetApproved(
            **self._about(sheet),
            approved_at=NOW,
            approved_by="manager-1",
            part=1,
            parts=1,
            entries=tuple(_approved(entry) for entry in sheet.entries.values()),
        )

    def _about(self, sheet: Sheet) -> dict[str, Any]:
        return {
            "account_id": self.account,
            "timesheet_id": sheet.sheet_id,
            "version": sheet.version,
            "agent_id": sheet.agent_id,
            "first_day": FIRST_DAY,
            "last_day": FIRST_DAY + timedelta(days=DAYS),
        }


def some_id(chance: Random) -> UUID:
    """An id that the seed decides: the order of ids decides which time an agreement covers first."""
    return UUID(int=chance.getrandbits(128), version=4)


class NothingToDoError(Exception):
    """Nothing is there that this could be done with."""


def _approved(entry: TimeEntryRecorded) -> ApprovedEntry:
    fields = entry.model_dump(include=set(ApprovedEntry.model_fields))
    return ApprovedEntry.model_validate({**fields, "agent_name": "Ada", "work_item_name": "Shop"})
