"""The states of a timesheet: draft, submitted, approved; a rejected one is a draft again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar, Literal
from uuid import UUID

from domain_errors import ConflictError, FieldError

TimesheetState = Literal["draft", "submitted", "approved"]


class TimesheetError(ConflictError):
    """A timesheet does not allow what is asked. `code` is stable, for programs."""

    code: ClassVar[str]


class TimesheetClosedError(TimesheetError):
    """Only drafts change."""

    code = "timesheet-closed"


class TimesheetNotSubmittedError(TimesheetError):
    """Only a submitted timesheet is approved or rejected."""

    code = "timesheet-not-submitted"


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


class CappedEntryError(TimesheetError):
    """An entry of a forgotten timer has to be corrected first."""

    code = "entry-capped"


class TimesheetsRefusedError(ConflictError):
    """Some of several sheets do not allow what is asked, so none was changed; `fields` name each and why."""


@dataclass(frozen=True, slots=True)
class Timesheet:
    """All entries of one agent in one period. Its entries are in the state it is in."""

    id: UUID
    version: int
    agent_id: UUID
    first_day: date
    last_day: date
    state: TimesheetState = "draft"
    submitted_at: datetime | None = None
    approved_at: datetime | None = None
    approved_by: str | None = None
    rejected_because: str | None = None

    def must_be_draft(self) -> None:
        """Raises `TimesheetClosedError` otherwise: only drafts change."""
        if self.state != "draft":
            raise TimesheetClosedError(f"The week of {self.first_day} is {self.state}")

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
        if self.state == "draft":
            raise TimesheetNotSubmittedError
        if not allow_own:
            self._must_be_of_another(approver_id)
        return replace(self._next("approved"), approved_at=at, approved_by=by)

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

    def _next(self, state: TimesheetState) -> "Timesheet":
        return replace(self, state=state, version=self.version + 1)


@dataclass(frozen=True, slots=True)
class SummedTimesheet:
    """A sheet with the seconds of its entries, and of those that are billable."""

    sheet: Timesheet
    seconds: int
    billable_seconds: int

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
