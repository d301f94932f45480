"""What comes of customers in a run, and which drafts are issued without a person."""

from datetime import UTC, datetime
from typing import Any

import pytest

from database import new_id
from domain_errors import DomainError, FieldError
from invoicing.domain.billing_runs import (
    NEEDS_A_PERSON,
    BillingRun,
    Failure,
    Issuing,
    RunCounts,
    held_back,
    issues_at_once,
    needing,
    outcome_of,
    state_of,
)
from invoicing.domain.errors import NothingToBillError, TimeOnItsWayError, TooManyLinesError
from invoicing.domain.left_out import LeftOut, LeftOutReason, nothing_to_bill
from services.invoicing.tests.factories import DAY, NOW


def left_out(reason: LeftOutReason) -> LeftOut:
    return LeftOut(reason, None, 600, 1)


def run(**changed: Any) -> BillingRun:
    days = {"first_day": DAY, "last_day": DAY, **changed}
    return BillingRun(id=new_id(), created_at=NOW, created_by="eva", **days)


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (NothingToBillError("no time"), "nothing"),
        (nothing_to_bill("DKK", [left_out("billed")]), "nothing"),
        (nothing_to_bill("DKK", [left_out("on-another-draft")]), "nothing"),
        (nothing_to_bill("DKK", [left_out("held-by-agreement")]), "nothing"),
        (nothing_to_bill("DKK", [left_out("billed"), left_out("unpriced")]), "failed"),
        (TimeOnItsWayError("the price"), "failed"),
        (TooManyLinesError("751"), "failed"),
    ],
)
def test_nothing_to_bill_is_a_failure_only_where_time_should_have_been_billed(
    error: DomainError, outcome: str
) -> None:
    assert outcome_of(error) == outcome


@pytest.mark.parametrize(
    ("asked", "customer", "account", "at_once"),
    [
        (None, None, None, False),
        (None, None, "automatic", True),
        (None, "none", "automatic", False),
        (None, "automatic", None, True),
        (None, "automatic", "none", True),
        ("none", "automatic", "automatic", False),
        ("automatic", None, None, True),
        ("automatic", None, "none", True),
        ("automatic", "none", "automatic", False),
    ],
)
def test_who_says_no_wins_then_the_run_the_customer_and_the_account(
    asked: Issuing | None, customer: Issuing | None, account: Issuing | None, at_once: bool
) -> None:
    assert issues_at_once(asked, customer, account) is at_once


def test_a_draft_waits_for_a_person_when_the_law_or_its_time_does() -> None:
    missing = [FieldError("buyer.name", "the customer has no name")]
    kept = [left_out("unpriced"), left_out("billed"), left_out("unpriced")]
    assert held_back(missing, kept) == ("missing:buyer.name", "left-out:unpriced")
    assert held_back([], [left_out("held-by-agreement"), left_out("other-currency")]) == ()


def test_what_is_left_out_needs_a_person_or_does_not() -> None:
    reasons: list[LeftOutReason] = ["billed", "on-another-draft", "other-currency", "not-billable"]
    assert needing([left_out(one) for one in reasons]) == ()
    assert len(needing([left_out(one) for one in sorted(NEEDS_A_PERSON)])) == len(NEEDS_A_PERSON)


def test_how_far_a_run_is() -> None:
    at = datetime(2026, 10, 5, tzinfo=UTC)
    assert state_of(run(), RunCounts()) == "planning"
    assert state_of(run(planned_at=at), RunCounts(waiting=1)) == "drafting"
    assert state_of(run(planned_at=at), RunCounts()) == "drafting"
    assert state_of(run(planned_at=at), RunCounts(issuing=1)) == "issuing"
    assert state_of(run(planned_at=at, finished_at=at), RunCounts()) == "finished"
    cancelled = run(planned_at=at, finished_at=at, cancelled_at=at)
    assert state_of(cancelled, RunCounts()) == "cancelled"
    assert state_of(cancelled, RunCounts(issuing=1)) == "issuing"


def test_a_run_of_chosen_drafts_issues_until_it_has_ended() -> None:
    at = datetime(2026, 10, 5, tzinfo=UTC)
    chosen = run(first_day=None, last_day=None, planned_at=at)
    assert state_of(chosen, RunCounts(issuing=1)) == state_of(chosen, RunCounts()) == "issuing"


def test_every_failure_has_a_way_out() -> None:
    known = Failure("invoice-incomplete", "The invoice does not say what the law demands")
    assert known.way_out.startswith("add what is missing")
    assert Failure("internal-error", "Something went wrong").way_out.startswith("try again")
