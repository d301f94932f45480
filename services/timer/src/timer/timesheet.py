"""The states of a timesheet: draft, submitted, approved; a rejected one is a draft again."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from timer.refusal import RefusedError

State = Literal["draft", "submitted", "approved"]


@dataclass(frozen=True, slots=True)
class Timesheet:
    """All entries of one agent in one period. Its entries are in the state it is in."""

    id: UUID
    version: int
    agent_id: UUID
    first_day: date
    last_day: date
    state: State = "draft"
    submitted_at: datetime | None = None
    approved_at: datetime | None = None
    approved_by: str | None = None
    rejected_because: str | None = None

    def must_be_draft(self) -> None:
        """Only drafts change."""
        if self.state != "draft":
            raise RefusedError("timesheet-closed", f"The week of {self.first_day} is {self.state}")

    def submit(self, at: datetime) -> "Timesheet":
        """Hand it in. A repeat answers with what already is."""
        if self.state == "submitted":
            return self
        self.must_be_draft()
        return replace(self._next("submitted"), submitted_at=at, rejected_because=None)

    def approve(self, at: datetime, by: str, approver: UUID | None, *, own: bool) -> "Timesheet":
        """Accept it. `own`: the account lets people approve their own sheets."""
        if self.state == "approved":
            return self
        if self.state == "draft":
            raise RefusedError("timesheet-not-submitted", "Only a submitted timesheet is approved")
        self._must_be_anothers(approver, own=own)
        return replace(self._next("approved"), approved_at=at, approved_by=by)

    def reject(self, reason: str) -> "Timesheet":
        """Give it back, with the reason."""
        if self.state != "submitted":
            raise RefusedError("timesheet-not-submitted", "Only a submitted timesheet is rejected")
        return replace(self._next("draft"), rejected_because=reason, submitted_at=None)

    def _must_be_anothers(self, approver: UUID | None, *, own: bool) -> None:
        if approver == self.agent_id and not own:
            raise RefusedError("own-timesheet", "Nobody approves their own timesheet here")

    def _next(self, state: State) -> "Timesheet":
        return replace(self, state=state, version=self.version + 1)
