"""The states of a timesheet: draft, submitted, approved; a rejected or reopened one is a draft again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar, Literal
from uuid import UUID

from domain_errors import ConflictError, DomainError, FieldError
from timer.sheet_period import PeriodRules

TimesheetState = Literal["draft", "submitted", "approved", "reopening"]
"""`reopening`: approved, and invoicing was asked whether its time can be given back."""


class TimesheetError(ConflictError):
    """A timesheet does not allow what is asked. `code` is stable, for programs."""

    code: ClassVar[str]


class TimesheetClosedError(TimesheetError):
    """Only drafts change."""

    code = "timesheet-closed"


class TimesheetNotSubmittedError(TimesheetError):
    """Only a submitted timesheet is approved or rejected."""

    code = "timesheet-not-submitted"


class TimesheetNotApprovedError(TimesheetError):
    """Only an approved timesheet is reopened."""

    code = "timesheet-not-approved"


class OwnTimesheetError(TimesheetError):
    """Nobody approves their own timesheet here."""

    code = "own-timesheet"


class ApproverUnknownError(TimesheetError):
    """The token does not name an agent, so nobody knows whether the sheet is the approver's own."""

    code = "approver-unknown"


class TimesheetChangedError(TimesheetError):
    """Somebody changed the sheet since the caller read it."""

    code = "changed-meanwhile"


class TimerStillRunningError(TimesheetError):
    """A timer of this week is still running."""

    code = "timer-running"


class PeriodLockedError(TimesheetError):
    """The period is over for longer than the account lets agents change its time."""

    code = "period-locked"


class CappedEntryError(TimesheetError):
    """An entry of a forgotten timer has to be corrected first."""

    code = "entry-capped"


class TimesheetsRefusedError(ConflictError):
    """Some of several sheets do not allow what is asked, so none was changed; `fields` name each and why."""


def must_be_draft(first_day: date, state: str) -> None:
    """Raises `TimesheetClosedError` for a sheet in any other state: only drafts change."""
    if state != "draft":
        raise TimesheetClosedError(f"The timesheet from {first_day} is {state}")


@dataclass(frozen=True, slots=True)
class Writer:
    """Who adds, changes or deletes time, by the subject of their token, and when. Managers may after the lock."""

    by: str
    is_manager: bool
    now: datetime


WRITTEN_OFF = "written-off"
"""No invoice charges its time, but some of it is written off."""


@dataclass(frozen=True, slots=True)
class Timesheet:
    """All entries of one agent in one period. Its entries are in the state it is in, approved while it is reopening.

    `approved_version` and `approved_digest`: what is in force, read and accepted by `approved_by`, the
    subject of a token, who is the agent `approver_id` where the token says so.
    `reopening_reason`: why it was to be reopened last; `charged_by`: invoices that stood in the way, or `WRITTEN_OFF`.
    `reopened_at`: since when it is open for a correction.
    """

    id: UUID
    version: int
    agent_id: UUID
    first_day: date
    last_day: date
    state: TimesheetState = "draft"
    submitted_at: datetime | None = None
    approved_at: datetime | None = None
    approved_by: str | None = None
    approver_id: UUID | None = None
    rejected_because: str | None = None
    approved_version: int | None = None
    approved_digest: str | None = None
    reopening_reason: str | None = None
    charged_by: str | None = None
    reopened_at: datetime | None = None

    def holds(self, agent_id: UUID, day: date) -> bool:
        """Whether what the agent does on this day belongs to it."""
        return agent_id == self.agent_id and self.first_day <= day <= self.last_day

    def must_be_draft(self) -> None:
        """Raises `TimesheetClosedError` otherwise: only drafts change."""
        must_be_draft(self.first_day, self.state)

    def is_changed_after_lock(self, rules: PeriodRules, writer: Writer) -> bool:
        """Whether a manager changes it though its period is locked. Raises `PeriodLockedError` for anybody else."""
        if not rules.locks(self.last_day, writer.now):
            return False
        if not writer.is_manager:
            reason = f"the time of {self.first_day} to {self.last_day} is locked; a manager can change it"
            raise PeriodLockedError(fields=[FieldError("work_date", reason)])
        return True

    def must_be_as_read(self, version: int) -> None:
        """Raises `TimesheetChangedError` when it is no longer the version that the caller read."""
        if version != self.version:
            raise TimesheetChangedError(f"you have version {version}, it is {self.version}")

    def submit(self, at: datetime, version: int) -> "Timesheet":
        """Ask for approval of what was read as `version`. A repeat changes nothing."""
        if self.state == "submitted" and version == self.version - 1:
            return self
        self.must_be_as_read(version)
        if self.state == "submitted":
            return self
        self.must_be_draft()
        return replace(self._next("submitted"), submitted_at=at, rejected_because=None)

    def approve(
        self, at: datetime, version: int, by: str, approver_id: UUID | None, *, allow_own: bool
    ) -> "Timesheet":
        """Accept what was read as `version` in the name of `by`. A repeat changes nothing.

        `approver_id`: the agent who approves. `allow_own`: the account lets people approve their own sheets.
        """
        if self.state == "approved" and version == self.version - 1:
            return self
        self.must_be_as_read(version)
        if self.state == "approved":
            return self
        if self.state != "submitted":
            raise TimesheetNotSubmittedError
        if not allow_own:
            self._must_be_of_another(approver_id)
        return replace(
            self._next("approved"),
            approved_at=at,
            approved_by=by,
            approver_id=approver_id,
            approved_version=self.version + 1,
            reopening_reason=None,
            reopened_at=None,
        )

    def _must_be_of_another(self, approver_id: UUID | None) -> None:
        """A token that leaves out who its bearer is must not get further than one that says so."""
        if approver_id is None:
            raise ApproverUnknownError
        if approver_id == self.agent_id:
            raise OwnTimesheetError

    def reject(self, reason: str, version: int) -> "Timesheet":
        """Return what was read as `version` to its agent, with the reason."""
        self.must_be_as_read(version)
        if self.state != "submitted":
            raise TimesheetNotSubmittedError
        return replace(self._next("draft"), rejected_because=reason, submitted_at=None)

    def ask_to_reopen(self, reason: str, version: int) -> "Timesheet":
        """Ask invoicing to give back what was read as `version`. A repeat changes nothing."""
        if self.state == "reopening" and version == self.version - 1:
            return self
        self.must_be_as_read(version)
        if self.state == "reopening":
            return self
        if self.state != "approved":
            raise TimesheetNotApprovedError
        return replace(self._next("reopening"), reopening_reason=reason, charged_by=None)

    def waits_for(self, version: int) -> bool:
        """Whether an answer to the question that was asked as `version` is still awaited."""
        return self.state == "reopening" and self.version == version

    def reopen(self, at: datetime) -> "Timesheet":
        """Its time was given back: it is a draft again."""
        return replace(
            self._next("draft"),
            submitted_at=None,
            approved_at=None,
            approved_by=None,
            approver_id=None,
            approved_version=None,
            approved_digest=None,
            reopened_at=at,
        )

    def stay_approved(self, invoices: str) -> "Timesheet":
        """Issued invoices, by their numbers, charge its time, or it is written off: it stays as it was approved."""
        return replace(self._next("approved"), charged_by=invoices)

    def _next(self, state: TimesheetState) -> "Timesheet":
        return replace(self, state=state, version=self.version + 1)


@dataclass(frozen=True, slots=True)
class RejectedEntry:
    """An entry that was rejected, and has not been changed since."""

    entry_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a sheet goes back: as a whole, or because of these entries, or both."""

    reason: str | None
    entries: tuple[RejectedEntry, ...] = ()

    @property
    def in_short(self) -> str:
        """What is said of the sheet: the reason, else those of its entries, each once."""
        return self.reason or "; ".join(dict.fromkeys(one.reason for one in self.entries))


@dataclass(frozen=True, slots=True)
class SummedTimesheet:
    """A sheet with the seconds of its entries, of those that are billable, and those that were rejected."""

    sheet: Timesheet
    seconds: int
    billable_seconds: int
    rejected_entries: tuple[RejectedEntry, ...] = ()

    @property
    def id(self) -> UUID:
        """The sheet's id."""
        return self.sheet.id


def change_all(
    sheets: Sequence[Timesheet], change: Callable[[Timesheet], Timesheet]
) -> list[Timesheet]:
    """Change all sheets or none. What stands in the way is raised as it is, or as a list for several sheets."""
    if len(sheets) == 1:
        return [change(sheets[0])]
    changed, refused = [], []
    for sheet in sheets:
        try:
            changed.append(change(sheet))
        except TimesheetError as error:
            reason = f"{error.code}: {error}".removesuffix(".")
            refused.append(FieldError(str(sheet.id), reason))
    if refused:
        raise TimesheetsRefusedError(fields=refused)
    return changed


@dataclass(frozen=True, slots=True)
class RefusedSheet:
    """A sheet of several that does not allow what is asked, or is not there."""

    id: UUID
    error: DomainError

    @property
    def code(self) -> str:
        """The refusal for programs: the type of its problem."""
        return self.error.code if isinstance(self.error, TimesheetError) else "not-found"


def change_each(
    sheets: Sequence[Timesheet], change: Callable[[Timesheet], Timesheet]
) -> tuple[list[Timesheet], list[RefusedSheet]]:
    """Change each sheet that can be, in the order of their ids; the others with what stands in the way."""
    changed, refused = [], []
    for sheet in sorted(sheets, key=lambda one: one.id):
        try:
            changed.append(change(sheet))
        except TimesheetError as error:
            refused.append(RefusedSheet(sheet.id, error))
    return changed, refused
