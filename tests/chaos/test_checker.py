"""The check of a chaos run notices whatever is wrong: each invariant is broken once, by hand, on the evidence of a run."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from tests.chaos.evidence import Evidence, Row
from tests.chaos.invariants import (
    CHECKS,
    books,
    clients,
    events,
    healing,
    merging,
    outside,
    reopening,
)
from tests.harness.topics import StoredEvent

Check = Callable[[Evidence], Iterator[str]]


def unchecked(*statements: str) -> str:
    """Statements that no trigger and no foreign key keeps from being done."""
    return "; ".join(("SET LOCAL session_replication_role = replica", *statements))


_ONE_CLAIMED = "entry_id = (SELECT entry_id FROM claims WHERE released_by IS NULL LIMIT 1)"
_LOSE_AN_EVENT = """
    DELETE FROM outbox_messages WHERE seq = (SELECT min(seq) FROM outbox_messages)
"""
_CLAIM_TWICE = unchecked(
    "ALTER TABLE claims DROP CONSTRAINT claimed_once, DROP CONSTRAINT claims_pkey",
    f"INSERT INTO claims SELECT * FROM claims WHERE {_ONE_CLAIMED}",
)
_LOSE_A_CLAIM = unchecked(f"DELETE FROM claims WHERE {_ONE_CLAIMED}")
_LOSE_AN_ENTRY = unchecked(f"DELETE FROM time_entries WHERE {_ONE_CLAIMED}")
_LOSE_AN_INVOICE = unchecked("DELETE FROM invoices WHERE sequence = 1")
_CHARGE_MORE = unchecked("UPDATE invoice_lines SET amount = amount + 0.01 WHERE position = 1")
_OWE_MORE = unchecked("UPDATE balances SET total = total + 1")
_WORK_AT_ONCE = unchecked(
    "ALTER TABLE time_entries DROP CONSTRAINT time_entries_overlap",
    "UPDATE time_entries SET started_at = date '2026-01-01', ended_at = date '2026-01-01' + interval '1 s' * seconds",
)
_UNDO_APPROVALS = """
    UPDATE timesheets SET state = 'submitted', approved_at = NULL, approved_by = NULL
"""
_KEEP_ASKING = unchecked(
    "UPDATE timesheets SET state = 'reopening' WHERE id = (SELECT id FROM timesheets WHERE state = 'approved' LIMIT 1)"
)
_CHANGE_BILLED_TIME = unchecked(
    "ALTER TABLE time_entries DROP CONSTRAINT time_entries_span_check",
    "UPDATE time_entries SET seconds = seconds - 1 WHERE seconds > 600",
)
_CONTRADICT = unchecked(
    "INSERT INTO refused_changes (account_id, entry_id, timesheet_id, version, approved_at, reason, hours)"
    " SELECT account_id, entry_id, timesheet_id, 9, now(), 'changed', '{}'"
    " FROM time_entries WHERE timesheet_id IS NOT NULL LIMIT 1"
)
_PART_CUSTOMERS = unchecked("UPDATE organizations SET merged_into = NULL, version = 99")
_GO_ASTRAY = unchecked(
    f"DELETE FROM claims WHERE {_ONE_CLAIMED}",
    "UPDATE time_entries SET organization_id = gen_random_uuid(), claimed_seconds = 0",
)

IN_TABLES: list[tuple[Check, str, str]] = [
    (healing.everything_is_done, "timer", "UPDATE outbox_messages SET published_at = NULL"),
    (healing.nothing_is_dead, "invoicing", "UPDATE scheduled_tasks SET state = 'failed'"),
    (healing.every_event_was_processed, "rates", "DELETE FROM inbox_messages"),
    (events.what_was_committed_was_sent, "rates", _LOSE_AN_EVENT),
    (events.first_occurrences_are_in_order, "timer", _LOSE_AN_EVENT),
    (
        events.entries_are_as_last_published,
        "timer",
        "UPDATE time_entries SET version = version + 1",
    ),
    (books.approved_time_is_in_invoicing, "invoicing", _LOSE_AN_ENTRY),
    (books.no_second_is_claimed_twice, "invoicing", _CLAIM_TWICE),
    (books.timer_and_rates_know_what_was_billed, "invoicing", _LOSE_A_CLAIM),
    (books.numbers_have_no_gaps, "invoicing", _LOSE_AN_INVOICE),
    (books.lines_and_tax_add_up, "invoicing", _CHARGE_MORE),
    (books.balances_are_what_events_say, "invoicing", _OWE_MORE),
    (books.one_timer_runs_and_no_time_overlaps, "timer", _WORK_AT_ONCE),
    (reopening.no_sheet_waits_for_an_answer, "timer", _KEEP_ASKING),
    (reopening.time_is_billed_as_it_was_approved, "timer", _CHANGE_BILLED_TIME),
    (reopening.no_hours_contradict_an_invoice, "invoicing", _CONTRADICT),
    (merging.everybody_agrees_on_who_was_merged, "rates", _PART_CUSTOMERS),
    (merging.open_time_is_the_staying_customers, "invoicing", _GO_ASTRAY),
    (merging.revenue_is_of_all_time, "timer", unchecked("DELETE FROM time_entries")),
    (clients.acknowledged_time_is_there, "timer", unchecked("DELETE FROM time_entries")),
    (clients.acknowledged_approvals_are_there, "timer", _UNDO_APPROVALS),
    (clients.acknowledged_invoices_are_there, "invoicing", _LOSE_AN_INVOICE),
    (
        clients.acknowledged_payments_are_there_once,
        "invoicing",
        unchecked("DELETE FROM payments"),
    ),
    (
        outside.each_invoice_is_once_in_quickbooks,
        "invoicing",
        unchecked("DELETE FROM invoices"),
    ),
]
"""A check, and what is done to which database before it looks."""


@dataclass
class Altered(Evidence):
    """Evidence of tables that somebody changed: in a transaction that is rolled back after each look."""

    changes: dict[str, str] = field(default_factory=dict)

    def rows(self, database: str, statement: str, *, after: str = "") -> list[Row]:
        return super().rows(database, statement, after=after or self.changes.get(database, ""))


def altered(evidence: Evidence, **changes: str) -> Altered:
    """The same system with other tables."""
    return Altered(
        evidence.system, evidence.accounts, evidence.history, evidence.harm, changes=changes
    )


def with_events(evidence: Evidence, change: Callable[[list[StoredEvent]], None]) -> Altered:
    """The same system with other topics."""
    found = altered(evidence)
    found.events = list(evidence.events)
    change(found.events)
    return found


def with_body(event: StoredEvent, **fields: Any) -> StoredEvent:
    """The event with other content."""
    return replace(event, body=json.dumps(json.loads(event.body) | fields).encode())


@pytest.mark.parametrize(
    ("check", "database", "change"), IN_TABLES, ids=lambda it: getattr(it, "__name__", "")
)
def test_a_wrong_row_is_noticed(
    found: tuple[Evidence, list[str]], check: Check, database: str, change: str
) -> None:
    evidence, _ = found
    assert [*check(altered(evidence))] == []
    assert [*check(altered(evidence, **{database: change}))]


def _send_differently(stored: list[StoredEvent]) -> None:
    stored.append(with_body(stored[0], note="another"))


def _send_much_again(stored: list[StoredEvent]) -> None:
    stored.extend(stored * 1000)


def _fall_back(stored: list[StoredEvent]) -> None:
    stored.append(replace(with_body(stored[0], version=0), id="another"))


def _mix_accounts(stored: list[StoredEvent]) -> None:
    stored[0] = replace(stored[0], account="another")


def _answer_again(stored: list[StoredEvent]) -> None:
    answer = next(event for event in stored if event.type == "invoicing.reopening-granted.v1")
    stored.append(replace(answer, id="another"))


def _sell_cheaper(stored: list[StoredEvent]) -> None:
    for place, event in enumerate(stored):
        if event.type == "rates.time-priced.v1":
            stored[place] = with_body(event, segments=[])


@pytest.mark.parametrize(
    ("check", "change"),
    [
        (events.a_repetition_is_the_same, _send_differently),
        (events.repetitions_come_from_harm, _send_much_again),
        (events.versions_grow, _fall_back),
        (events.an_aggregate_is_of_one_account, _mix_accounts),
        (events.billed_time_has_the_price_of_rates, _sell_cheaper),
        (reopening.every_question_has_one_answer, _answer_again),
    ],
)
def test_a_wrong_event_is_noticed(
    found: tuple[Evidence, list[str]], check: Check, change: Callable[[list[StoredEvent]], None]
) -> None:
    evidence, _ = found
    assert [*check(evidence)] == []
    assert [*check(with_events(evidence, change))]


@pytest.mark.parametrize("times", [0, 2])
def test_a_mail_too_few_or_too_many_is_noticed(
    found: tuple[Evidence, list[str]], times: int
) -> None:
    evidence, _ = found
    wrong = altered(evidence)
    wrong.harm = ()
    wrong.mails = evidence.mails * times
    assert [*outside.each_invoice_was_mailed_once(evidence)] == []
    assert [*outside.each_invoice_was_mailed_once(wrong)]


def test_an_unanswered_request_is_noticed(found: tuple[Evidence, list[str]]) -> None:
    evidence, _ = found
    wrong = altered(evidence)
    unknown = replace(evidence.history.operations[0], outcome="unknown")
    wrong.history = replace(evidence.history, operations=[unknown])
    assert [*clients.everybody_knows_what_became_of_it(wrong)]


def test_every_check_was_seen_to_notice() -> None:
    """Those that ask the service for its own report are proved in its tests."""
    seen = {check for check, *_ in IN_TABLES} | {
        events.a_repetition_is_the_same,
        events.repetitions_come_from_harm,
        events.versions_grow,
        events.an_aggregate_is_of_one_account,
        events.billed_time_has_the_price_of_rates,
        reopening.every_question_has_one_answer,
        outside.each_invoice_was_mailed_once,
        clients.everybody_knows_what_became_of_it,
    }
    reports = {books.every_second_is_in_one_bucket, books.chains_are_whole}
    assert set(CHECKS) == seen | reports
