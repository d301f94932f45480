"""Which reminder is due when, and what stands in the way: rules without a database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain_errors import InvalidInputError
from notifier.reminder_texts import default_text, text_of, tone_of
from notifier.reminders import (
    DEFAULT_STEPS,
    LANGUAGES,
    OpenInvoice,
    ReminderSettings,
    Step,
    StepText,
    Taken,
    check,
    due_step,
    fill,
    hindrance,
    look_again,
    planned,
    step_to_ask_for,
)

DUE = date(2026, 3, 2)
"""A Monday."""
SETTINGS = ReminderSettings(on=True, due_from=date(2026, 1, 1), workdays_only=False)
INVOICE = OpenInvoice(
    id=UUID(int=1),
    number="2026-0001",
    issue_date=date(2026, 2, 1),
    due_date=DUE,
    balance=Decimal(100),
    delivered=True,
)
BEFORE, FIRST, SECOND, LAST = DEFAULT_STEPS


def after(days: int) -> date:
    return DUE + timedelta(days=days)


def sent(step: Step, day: date, **more: Any) -> Taken:
    return Taken(step.id, day, **more)


@pytest.mark.parametrize(
    ("days", "step"), [(-4, None), (-3, BEFORE), (0, BEFORE), (1, FIRST), (8, SECOND), (15, LAST)]
)
def test_a_step_is_due_from_its_day_on(days: int, step: Step | None) -> None:
    assert due_step(INVOICE, SETTINGS, [], after(days)).step == step


def test_after_days_of_outage_the_newest_step_alone_is_sent() -> None:
    found = due_step(INVOICE, SETTINGS, [], after(20))
    assert (found.step, found.passed_over) == (LAST, (BEFORE, FIRST, SECOND))


def test_a_step_is_sent_once() -> None:
    taken = [sent(BEFORE, after(-3)), sent(FIRST, after(1))]
    assert due_step(INVOICE, SETTINGS, taken, after(4)).step is None
    assert due_step(INVOICE, SETTINGS, taken, after(8)).step == SECOND


def test_a_step_that_is_added_before_what_was_sent_is_passed_over() -> None:
    new = Step(id=UUID(int=9), days=0)
    settings = replace(SETTINGS, steps=(*DEFAULT_STEPS, new))
    found = due_step(INVOICE, settings, [sent(BEFORE, DUE), sent(FIRST, after(1))], after(2))
    assert (found.step, found.passed_over) == (None, (new,))


def test_a_word_before_the_due_date_is_not_sent_after_it() -> None:
    settings = replace(SETTINGS, steps=(BEFORE, LAST))
    found = due_step(INVOICE, settings, [], after(1))
    assert (found.step, found.passed_over) == (None, (BEFORE,))


def test_an_invoice_that_has_just_come_needs_no_word_before_its_due_date() -> None:
    invoice = replace(INVOICE, issue_date=after(-2))
    found = due_step(invoice, SETTINGS, [], after(-1))
    assert (found.step, found.passed_over) == (None, (BEFORE,))


def test_a_step_that_was_held_up_does_not_follow_the_one_before_it_on_the_next_day() -> None:
    late = [sent(FIRST, after(7))]
    assert due_step(INVOICE, SETTINGS, late, after(8)).step is None
    assert due_step(INVOICE, SETTINGS, late, after(10)).step == SECOND


def test_steps_that_the_account_has_on_following_days_do_follow_each_other() -> None:
    steps = (FIRST, Step(id=UUID(int=9), days=2))
    settings = replace(SETTINGS, steps=steps)
    assert due_step(INVOICE, settings, [sent(FIRST, after(1))], after(2)).step == steps[1]


def test_what_a_person_asked_for_is_no_step_but_the_next_step_keeps_its_distance() -> None:
    asked = [sent(SECOND, after(7), asked=True)]
    assert due_step(INVOICE, SETTINGS, asked, after(8)).step is None
    assert due_step(INVOICE, SETTINGS, asked, after(10)).step == SECOND


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"number": None}, "not-issued"),
        ({"balance": Decimal(0)}, "paid"),
        ({"balance": Decimal(-5)}, "paid"),
        ({"disputed": True}, "disputed"),
        ({"delivered": False}, "not-delivered"),
        ({"pause": "invoice"}, "invoice-paused"),
        ({"pause": "customer"}, "customer-paused"),
        ({"due_date": date(2025, 12, 31)}, "due-before-start"),
    ],
)
def test_what_stands_in_the_way_is_named_and_nothing_is_sent(
    change: dict[str, Any], why: str
) -> None:
    invoice = replace(INVOICE, **change)
    assert hindrance(invoice, SETTINGS) == why
    assert due_step(invoice, SETTINGS, [], after(20)).step is None
    assert planned(invoice, SETTINGS, [], after(0)) is None


def test_nothing_is_sent_until_the_account_switches_reminders_on() -> None:
    assert hindrance(INVOICE, ReminderSettings()) == "off"
    assert due_step(INVOICE, ReminderSettings(), [], after(20)).step is None


def test_weekends_wait_for_monday() -> None:
    settings = replace(SETTINGS, workdays_only=True)
    saturday = DUE - timedelta(days=2)
    invoice = replace(INVOICE, due_date=saturday - timedelta(days=1))
    assert due_step(invoice, settings, [], saturday).step is None
    found = planned(invoice, settings, [], saturday)
    assert found
    assert (found.step, found.day) == (FIRST, DUE)
    assert due_step(invoice, settings, [], DUE).step == FIRST


EASTER = [date(2026, 4, day) for day in (2, 3, 4, 5, 6)]
"""Maundy Thursday to Easter Monday."""


@pytest.mark.parametrize("day", EASTER)
def test_public_holidays_wait_for_the_next_working_day(day: date) -> None:
    settings = replace(SETTINGS, workdays_only=True, holiday_region="DK")
    invoice = replace(INVOICE, due_date=day - timedelta(days=1), issue_date=date(2026, 3, 1))
    assert due_step(invoice, settings, [], day).step is None
    found = planned(invoice, settings, [], day)
    assert found
    assert (found.step, found.day) == (FIRST, date(2026, 4, 7))
    assert due_step(invoice, settings, [], date(2026, 4, 7)).step == FIRST
    run = settings.next_run(datetime(2026, 4, 1, 12, tzinfo=UTC), "Europe/Copenhagen")
    assert run.date() == date(2026, 4, 7)


@pytest.mark.parametrize(
    ("region", "day", "is_off"),
    [
        ("DK", date(2026, 5, 14), True),  # Ascension Day
        ("DK", date(2026, 5, 1), False),  # general prayer day, until 2023
        ("DK", date(2023, 5, 5), True),
        ("DE-BY", date(2026, 1, 6), True),  # Epiphany, in Bavaria
        ("DE", date(2026, 1, 6), False),
        (None, date(2026, 12, 25), False),
        ("XX", date(2026, 12, 25), False),
        ("DE-XX", date(2026, 12, 25), False),
    ],
)
def test_holidays_are_those_of_the_accounts_region(
    region: str | None, day: date, is_off: bool
) -> None:
    settings = replace(SETTINGS, workdays_only=True, holiday_region=region)
    assert settings.is_reminding_day(day) is not is_off
    assert replace(settings, workdays_only=False).is_reminding_day(day)


def test_what_is_planned_is_what_will_be_sent() -> None:
    found = planned(INVOICE, SETTINGS, [sent(FIRST, after(1))], after(2))
    assert found
    assert (found.step, found.day) == (SECOND, after(8))
    assert planned(INVOICE, SETTINGS, [sent(LAST, after(15))], after(16)) is None


@pytest.mark.parametrize(
    ("now", "run"),
    [
        ("2026-03-28T12:00", "2026-03-29T06:00"),  # summer time begins in the night between
        ("2026-03-27T06:59", "2026-03-27T07:00"),
        ("2026-03-27T07:00", "2026-03-28T07:00"),
    ],
)
def test_reminders_are_sent_at_the_hour_of_the_account(now: str, run: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    following = SETTINGS.next_run(moment, "Europe/Copenhagen")
    assert following == datetime.fromisoformat(run).replace(tzinfo=UTC)


def test_on_workdays_alone_the_next_one_after_friday_is_monday() -> None:
    settings = replace(SETTINGS, workdays_only=True)
    friday = datetime(2026, 3, 6, 12, tzinfo=UTC)
    assert settings.next_run(friday, "UTC") == datetime(2026, 3, 9, 8, tzinfo=UTC)


def test_asked_for_is_the_next_late_step_and_then_the_last_again() -> None:
    assert step_to_ask_for(SETTINGS, []) == FIRST
    assert step_to_ask_for(SETTINGS, [sent(FIRST, DUE)]) == SECOND
    everything = [sent(step, DUE) for step in DEFAULT_STEPS]
    assert step_to_ask_for(SETTINGS, everything) == LAST
    assert step_to_ask_for(replace(SETTINGS, steps=()), []) is None


@pytest.mark.parametrize("text", ["{balanse}", "{", "}", "{}", "{number.real}", "{{number}}"])
@pytest.mark.parametrize("field", ["subject", "text"])
def test_a_text_that_names_what_is_not_known_is_refused(field: str, text: str) -> None:
    said = StepText(**{"subject": "S", "text": "T", field: text})
    step = Step(id=UUID(int=9), days=3, texts={"da": said})
    with pytest.raises(InvalidInputError) as refused:
        check(replace(SETTINGS, steps=(step,)))
    assert f"steps.0.texts.da.{field}" in str(vars(refused.value)) + str(refused.value)


@pytest.mark.parametrize("change", [{"days": 8}, {"id": SECOND.id}])
def test_two_steps_of_one_day_or_id_are_refused(change: dict[str, Any]) -> None:
    new = Step(**{"id": UUID(int=9), "days": 3, **change})
    with pytest.raises(InvalidInputError):
        check(replace(SETTINGS, steps=(*DEFAULT_STEPS, new)))


def test_what_is_filled_in_is_text_whatever_it_holds() -> None:
    assert fill("{customer} {number}", {"customer": "{number}", "number": "7"}) == "{number} 7"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", DEFAULT_STEPS, ids=lambda step: str(step.days))
def test_every_step_has_a_text_of_its_tone_in_every_language(language: str, step: Step) -> None:
    said = text_of(step, language)
    assert said == default_text(tone_of(step.days), language)
    check(replace(SETTINGS, steps=(step.model_copy(update={"texts": {language: said}}),)))
    assert "{number}" in said.subject
    assert "{balance}" in said.text


Happening = tuple[str, int]
HAPPENINGS = st.lists(
    st.tuples(
        st.sampled_from(["pay", "undo", "dispute", "resolve", "pause", "resume", "ask", "day"]),
        st.integers(1, 9),
    ),
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(
    HAPPENINGS,
    st.booleans(),
    st.sampled_from([None, "DK", "NO"]),
    st.sets(st.integers(-10, 30), min_size=1, max_size=6),
)
def test_in_any_life_no_step_comes_twice_nor_after_paying_nor_while_disputed(
    life: Sequence[Happening], workdays_only: bool, region: str | None, days: set[int]
) -> None:
    steps = tuple(Step(id=UUID(int=100 + one), days=one) for one in sorted(days))
    chosen = replace(SETTINGS, workdays_only=workdays_only, holiday_region=region, steps=steps)
    invoice, today, taken = INVOICE, after(-12), list[Taken]()
    not_before = date.min
    for what, number in [*life, ("resume", 1), *[("day", 1)] * 20]:
        if what == "day":
            today += timedelta(days=number)
            expected = planned(invoice, chosen, taken, today)
            due = due_step(invoice, chosen, taken, today)
            if due.step:
                assert expected
                assert (expected.step, expected.day) == (due.step, today)
                assert invoice.balance > 0
                assert not invoice.disputed
                assert not invoice.pause
                assert chosen.is_reminding_day(today)
                assert due.step.day(DUE) <= today
                assert all(one.day < today for one in taken if not one.passed_over)
            known = {one.step_id for one in taken if not one.asked}
            new = [due.step, *due.passed_over] if due.step else [*due.passed_over]
            assert known.isdisjoint(one.id for one in new)
            if today < not_before:
                assert not new
            taken += due.taken(today)
            not_before = look_again(invoice, chosen, taken, today) or not_before
        elif what == "ask":
            if step := step_to_ask_for(chosen, taken):
                taken.append(sent(step, today, asked=True))
        else:
            invoice = replace(invoice, **after_happening(what))
    assert len({one.step_id for one in taken if not one.asked}) == len(
        [one for one in taken if not one.asked]
    )


def after_happening(what: str) -> dict[str, Any]:
    """What is so of the invoice then."""
    changes: dict[str, dict[str, Any]] = {
        "pay": {"balance": Decimal(0)},
        "undo": {"balance": Decimal(60)},
        "dispute": {"disputed": True},
        "resolve": {"disputed": False},
        "pause": {"pause": "invoice"},
        "resume": {"pause": None},
    }
    return changes[what]
