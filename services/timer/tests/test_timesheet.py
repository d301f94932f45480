"""The states of a timesheet, without a database."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.timer.tests.factories import BOSS, METTE, NOON, timesheet
from timer.timesheet import (
    ApproverUnknownError,
    OwnTimesheetError,
    TimerStillRunningError,
    Timesheet,
    TimesheetChangedError,
    TimesheetClosedError,
    TimesheetNotSubmittedError,
    TimesheetsRefusedError,
    change_all,
)

DRAFT = timesheet()
SUBMITTED = DRAFT.submit(NOON, 1)
APPROVED = SUBMITTED.approve(NOON, 2, "boss", BOSS, allow_own=False)


class TimesheetStates(RuleBasedStateMachine):
    """Draft → submitted → approved, and back to draft with a reason; nothing else happens, whoever tries."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet = timesheet()
        self.clock = NOON

    def _becomes(self, sheet: Timesheet) -> None:
        grown = sheet.version - self.sheet.version
        assert grown == (0 if sheet == self.sheet else 1)
        self.sheet = sheet

    @rule(seconds=st.integers(1, 10**6))
    def time_passes(self, seconds: int) -> None:
        self.clock += timedelta(seconds=seconds)

    @precondition(lambda self: self.sheet.state == "draft")
    @rule()
    def a_draft_is_submitted(self) -> None:
        self._becomes(self.sheet.submit(self.clock, self.sheet.version))
        assert (self.sheet.state, self.sheet.submitted_at) == ("submitted", self.clock)

    @precondition(lambda self: self.sheet.state == "submitted")
    @rule(allow_own=st.booleans())
    def somebody_else_approves(self, allow_own: bool) -> None:
        self._becomes(
            self.sheet.approve(self.clock, self.sheet.version, "boss", BOSS, allow_own=allow_own)
        )
        assert (self.sheet.approved_by, self.sheet.approved_at) == ("boss", self.clock)

    @precondition(lambda self: self.sheet.state == "submitted")
    @rule()
    def nobody_approves_their_own(self) -> None:
        with pytest.raises(OwnTimesheetError):
            self.sheet.approve(self.clock, self.sheet.version, "mette", METTE, allow_own=False)

    @precondition(lambda self: self.sheet.state == "submitted")
    @rule()
    def nobody_approves_without_saying_who_they_are(self) -> None:
        with pytest.raises(ApproverUnknownError):
            self.sheet.approve(self.clock, self.sheet.version, "mette", None, allow_own=False)

    @rule(behind=st.integers(2, 5))
    def nothing_is_done_to_a_version_that_nobody_read(self, behind: int) -> None:
        version = self.sheet.version - behind
        with pytest.raises(TimesheetChangedError):
            self.sheet.submit(self.clock, version)
        with pytest.raises(TimesheetChangedError):
            self.sheet.approve(self.clock, version, "boss", BOSS, allow_own=True)
        with pytest.raises(TimesheetChangedError):
            self.sheet.reject("late", version)

    @precondition(lambda self: self.sheet.state == "submitted")
    @rule(reason=st.text(min_size=1, max_size=9))
    def a_manager_rejects(self, reason: str) -> None:
        self._becomes(self.sheet.reject(reason, self.sheet.version))
        assert (self.sheet.state, self.sheet.rejected_because) == ("draft", reason)

    @precondition(lambda self: self.sheet.state != "submitted")
    @rule()
    def only_a_submitted_one_is_rejected(self) -> None:
        with pytest.raises(TimesheetNotSubmittedError):
            self.sheet.reject("late", self.sheet.version)

    @precondition(lambda self: self.sheet.state == "draft")
    @rule()
    def only_a_submitted_one_is_approved(self) -> None:
        with pytest.raises(TimesheetNotSubmittedError):
            self.sheet.approve(self.clock, self.sheet.version, "boss", BOSS, allow_own=True)

    @precondition(lambda self: self.sheet.state == "approved")
    @rule()
    def an_approved_one_is_not_submitted(self) -> None:
        with pytest.raises(TimesheetClosedError):
            self.sheet.submit(self.clock, self.sheet.version)

    @precondition(lambda self: self.sheet.state != "draft")
    @rule()
    def a_repeat_changes_nothing(self) -> None:
        if self.sheet.state == "submitted":
            assert self.sheet.submit(self.clock, self.sheet.version) is self.sheet
            assert self.sheet.submit(self.clock, self.sheet.version - 1) is self.sheet
        else:
            assert (
                self.sheet.approve(self.clock, self.sheet.version, "x", None, allow_own=False)
                is self.sheet
            )

    @invariant()
    def only_drafts_change(self) -> None:
        if self.sheet.state == "draft":
            self.sheet.must_be_draft()
        else:
            with pytest.raises(TimesheetClosedError):
                self.sheet.must_be_draft()

    @invariant()
    def the_record_tells_the_state(self) -> None:
        sheet = self.sheet
        assert (sheet.approved_at is not None) == (sheet.state == "approved")
        assert (sheet.approved_by is not None) == (sheet.state == "approved")
        assert (sheet.submitted_at is not None) == (sheet.state != "draft")
        assert sheet.rejected_because is None or sheet.state == "draft"


TestTimesheetStates = TimesheetStates.TestCase


def test_a_freelancer_alone_approves_their_own_sheet_where_the_account_allows_it() -> None:
    assert SUBMITTED.approve(NOON, 2, "mette", METTE, allow_own=True).state == "approved"


def test_a_sheet_names_its_week_and_state_when_it_refuses() -> None:
    with pytest.raises(TimesheetClosedError, match="The timesheet from 2026-09-28 is submitted"):
        SUBMITTED.must_be_draft()


def sheets(*states: Timesheet) -> list[Timesheet]:
    return [replace(sheet, id=UUID(int=10 + n)) for n, sheet in enumerate(states)]


def test_several_are_changed_together() -> None:
    after = change_all(sheets(DRAFT, SUBMITTED), lambda sheet: sheet.submit(NOON, sheet.version))
    assert [sheet.state for sheet in after] == ["submitted", "submitted"]


def test_or_none_is_and_each_that_stands_in_the_way_is_named() -> None:
    mixed = sheets(DRAFT, SUBMITTED, APPROVED)
    with pytest.raises(TimesheetsRefusedError) as refused:
        change_all(mixed, lambda sheet: sheet.reject("late", sheet.version))
    reason = "timesheet-not-submitted: Only a submitted timesheet is approved or rejected"
    assert [(error.field, error.reason) for error in refused.value.fields] == [
        (str(mixed[0].id), reason),
        (str(mixed[2].id), reason),
    ]


def test_one_alone_is_refused_as_what_it_is() -> None:
    def busy(sheet: Timesheet) -> Timesheet:
        raise TimerStillRunningError

    with pytest.raises(TimerStillRunningError):
        change_all([DRAFT], busy)
