"""Timesheets, and reports of what is in them."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field, model_validator

import web
from timer.schemas.fields import FlatResponse, Name
from timer.sheet_history import SheetAct
from timer.timesheet import RefusedSheet, RejectedEntry, Rejection, TimesheetState


class TimesheetFilterRequest(web.FilterModel):
    """Which timesheets to list."""

    agent_id: UUID | None = None
    """Only those of this agent. Agents get their own in any case."""
    state: TimesheetState | None = None
    """Only those in this state."""
    first_day: web.Day | None = None
    """Only those whose period touches this day or later ones."""
    last_day: web.Day | None = None
    """Only those whose period touches this day or earlier ones."""


class TimesheetVersionRequest(web.RequestModel):
    """A timesheet as the caller read it."""

    id: UUID
    """The timesheet."""
    version: web.WholeNumber
    """The version that the caller read: the number in its `ETag`."""


class TimesheetVersionsRequest(web.RequestModel):
    """Several timesheets as the caller read them."""

    timesheets: list[TimesheetVersionRequest] = Field(min_length=1, max_length=1000)
    """The timesheets, each with the version that was read."""

    @model_validator(mode="after")
    def _one_version_each(self) -> "TimesheetVersionsRequest":
        if len(self.versions) < len({(sheet.id, sheet.version) for sheet in self.timesheets}):
            raise ValueError("the same timesheet with two versions")
        return self

    @property
    def versions(self) -> dict[UUID, int]:
        """The version that was read of each sheet."""
        return {sheet.id: sheet.version for sheet in self.timesheets}


class RejectedEntryRequest(web.RequestModel):
    """Why an entry is rejected."""

    entry_id: UUID
    """The entry, which is on the timesheet."""
    reason: Name
    """What is wrong with it; it is shown until the entry is changed."""

    def to_domain(self) -> RejectedEntry:
        """As the command takes it."""
        return RejectedEntry(self.entry_id, self.reason)


class RejectionRequest(web.RequestModel):
    """Why a timesheet is rejected: as a whole, because of entries, or both."""

    reason: Name | None = None
    """What is wrong with it, for the agent to read; may be left out where entries are named."""
    entries: list[RejectedEntryRequest] = Field(default=[], max_length=500)
    """The entries that are wrong, each with its own reason."""

    @model_validator(mode="after")
    def _some_reason(self) -> "RejectionRequest":
        if self.reason is None and not self.entries:
            raise ValueError("give a reason, or the entries that are wrong")
        if len({one.entry_id for one in self.entries}) < len(self.entries):
            raise ValueError("the same entry with two reasons")
        return self

    def to_domain(self) -> Rejection:
        """As the command takes it."""
        return Rejection(self.reason, tuple(one.to_domain() for one in self.entries))


class RejectedEntryResponse(web.ResponseModel):
    """An entry that was rejected and has not been changed since."""

    entry_id: UUID
    """The entry."""
    reason: str
    """What is wrong with it."""


class TimesheetResponse(FlatResponse):
    """The time of an agent in a period: a week, unless the account has chosen half-months or months."""

    id: UUID
    """Its id, a UUIDv7."""
    version: int
    """Counts its changes and those of its entries; the number in its `ETag`."""
    agent_id: UUID
    """Whose time it is."""
    first_day: date
    """First day of the period."""
    last_day: date
    """Last day of the period, included."""
    state: TimesheetState
    """`draft`, then `submitted`, then `approved`. A rejected or reopened one is a draft again. It is `reopening`, and cannot
    be changed, until it is known whether an invoice charges its time."""
    submitted_at: datetime | None
    """When it was handed in; null while it is a draft."""
    approved_at: datetime | None
    """When it was approved; null before."""
    approved_by: str | None
    """Subject of the token of whoever approved it; null before."""
    rejected_because: str | None
    """Why it was rejected last; null when it was not, or has been handed in again."""
    approved_version: int | None
    """The version that was approved and is in force; null when there is none."""
    approved_digest: str | None
    """SHA-256, in hexadecimal, over the entries as they were approved and published; null before."""
    reopening_reason: str | None
    """Why it was to be reopened last; null when nobody asked since it was approved."""
    charged_by: str | None
    """Numbers of the invoices that kept it from being reopened, or `written-off` where some of its time is and no invoice
    charges any; null when nothing did."""
    reopened_at: datetime | None
    """Since when it is open for a correction; null when it is not."""
    seconds: int
    """Whole seconds of its entries."""
    billable_seconds: int
    """Whole seconds of those of its entries that are billable."""
    rejected_entries: list[RejectedEntryResponse]
    """Its entries that were rejected by name and have not been changed since, until it is approved."""


class ReopeningRequest(web.RequestModel):
    """Why an approved timesheet is to be changed."""

    reason: Name
    """For whoever reads its history."""


class TimesheetsResponse(web.ResponseModel):
    """Several timesheets after a change."""

    items: list[TimesheetResponse]
    """The timesheets, in no particular order."""


class RefusedSheetResponse(web.ResponseModel):
    """A timesheet that was not approved, and is as it was."""

    id: UUID
    """The timesheet."""
    code: str
    """What stands in the way, as the type of a problem after `urn:honorar:problem:`, such as `changed-meanwhile`."""
    detail: str
    """The same for people."""

    @classmethod
    def of(cls, refused: RefusedSheet) -> "RefusedSheetResponse":
        """From what the command says."""
        return cls(id=refused.id, code=refused.code, detail=str(refused.error))


class ApprovalsResponse(TimesheetsResponse):
    """What became of each of several timesheets."""

    refused: list[RefusedSheetResponse]
    """Those that were not approved, each with the reason."""


class TimesheetChangeResponse(web.ResponseModel):
    """What was done to a timesheet, for ever."""

    version: int
    """The timesheet's version after it."""
    act: SheetAct
    """What was done."""
    at: datetime
    """When (UTC)."""
    by: str | None
    """Subject of the token of whoever did it; null for the answer to a reopening that was asked for."""
    reason: str | None
    """Why; of a refused reopening, the numbers of the invoices that charge its time. Null where none is given."""
    digest: str | None
    """SHA-256, in hexadecimal, of the content that was approved; null for other acts."""
    entry_id: UUID | None
    """The entry that a manager changed after the period was locked; null for other acts."""
    file_name: str | None
    """What the file was called that a manager imported after the period was locked; null where that was not said, and for
    other acts."""
    entries: int | None
    """How many entries that added; null for other acts."""


class TimesheetHistoryResponse(web.ResponseModel):
    """All that was done to a timesheet."""

    items: list[TimesheetChangeResponse]
    """In the order in which it happened."""
