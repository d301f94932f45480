"""The state machine of timesheets, without a database."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from timer.timesheet import OwnTimesheetError, Timesheet, TimesheetError

NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)
METTE, BOSS = UUID(int=1), UUID(int=2)
DRAFT = Timesheet(UUID(int=9), 1, METTE, date(2026, 9, 28), date(2026, 10, 4))
SUBMITTED = DRAFT.submit(NOW)
APPROVED = SUBMITTED.approve(NOW, "boss", BOSS, allow_own=False)


def test_a_draft_is_handed_in_and_approved() -> None:
    assert (SUBMITTED.state, SUBMITTED.submitted_at, SUBMITTED.version) == ("submitted", NOW, 2)
    assert (APPROVED.state, APPROVED.approved_by, APPROVED.version) == ("approved", "boss", 3)


def test_a_repeat_answers_with_what_already_is() -> None:
    assert SUBMITTED.submit(NOW) is SUBMITTED
    assert APPROVED.approve(NOW, "other", None, allow_own=False) is APPROVED


def test_a_rejected_sheet_is_a_draft_again_with_the_reason() -> None:
    rejected = SUBMITTED.reject("Tuesday is missing")
    assert (rejected.state, rejected.rejected_because) == ("draft", "Tuesday is missing")
    assert rejected.submit(NOW).rejected_because is None


def test_nobody_approves_their_own_sheet_unless_the_account_allows_it() -> None:
    with pytest.raises(OwnTimesheetError):
        SUBMITTED.approve(NOW, "mette", METTE, allow_own=False)
    assert SUBMITTED.approve(NOW, "mette", METTE, allow_own=True).state == "approved"


def test_a_draft_is_neither_approved_nor_rejected() -> None:
    with pytest.raises(TimesheetError):
        DRAFT.approve(NOW, "boss", BOSS, allow_own=False)
    with pytest.raises(TimesheetError):
        DRAFT.reject("why")


@pytest.mark.parametrize("sheet", [SUBMITTED, APPROVED])
def test_only_drafts_change(sheet: Timesheet) -> None:
    with pytest.raises(TimesheetError):
        sheet.must_be_draft()


def test_an_approved_sheet_is_neither_submitted_nor_rejected() -> None:
    with pytest.raises(TimesheetError):
        APPROVED.submit(NOW)
    with pytest.raises(TimesheetError):
        APPROVED.reject("late")
