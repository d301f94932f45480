"""Allocating only the months that a change reaches gives what allocating all of them does."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain_errors import InvalidInputError
from rates.domain.agreement_months import month_number
from rates.domain.agreements import Agreement
from rates.domain.allocated_months import LastAllocation, reach_of
from services.rates.tests import agreement_strategies as made
from services.rates.tests.agreements import CUSTOMER, FIRST_DAY, agreement
from services.rates.tests.kept_months import KeptMonths, Situation, check_same
from services.rates.tests.test_allocation_walk import ACTS, Customer


def longer(customer: Customer) -> None:
    """Somebody writes down what was worked in any of the months that have passed."""
    entry = customer.data.draw(made.entries(next(customer.numbers)))
    day = entry.work_date + timedelta(days=customer.data.draw(st.integers(0, 200)))
    customer.entries[entry.entry_id] = replace(
        entry, work_date=min(day, customer.today), started_at=None, approved=False
    )


def move(customer: Customer) -> None:
    """Time is written down on another day, or longer, also such as an invoice bills."""
    for key, entry in list(customer.entries.items()):
        if customer.data.draw(st.integers(0, 5)) == 0:
            day = customer.data.draw(st.dates(made.FIRST_DAY, customer.today))
            customer.entries[key] = replace(entry, work_date=day)


def agree(customer: Customer) -> None:
    """Terms change, an agreement ends, goes on, comes or goes; blocks are sold, paid, and bounce; milestones are reached."""
    place = customer.data.draw(st.integers(0, len(customer.agreements) - 1))
    try:
        changed = _changed(customer, customer.agreements[place])
        changed.check()
    except InvalidInputError:
        return
    customer.agreements = [*customer.agreements]
    customer.agreements[place] = changed


def _changed(customer: Customer, one: Agreement) -> Agreement:
    draw = customer.data.draw
    day = draw(st.dates(one.first_day, max(one.first_day, customer.today)))
    if draw(st.integers(0, 3)) == 0:
        return one.ended(day) if draw(st.booleans()) else replace(one, last_day=None)
    if one.terms:
        hours = draw(st.integers(0, 40)) * (one.kind == "monthly-minimum")
        terms = replace(one.terms[0], valid_from=day, amount=draw(made.amounts))
        return one.with_terms(replace(terms, included_seconds=hours))
    if one.blocks:
        paid = draw(st.none() | st.just(day))
        return one.paid(draw(st.sampled_from(one.blocks)).block_id, paid)
    if one.milestones:
        reached = draw(st.none() | st.just(day))
        return one.reached(draw(st.sampled_from(one.milestones)).milestone_id, reached)
    return one


def add(customer: Customer) -> None:
    """Another agreement is made, or one is withdrawn."""
    draw = customer.data.draw
    if len(customer.agreements) > 1 and draw(st.booleans()):
        customer.agreements = customer.agreements[1:]
    elif len(customer.agreements) < 4:
        numbers = {one.agreement_id.int - 100 for one in customer.agreements}
        number = next(one for one in range(9) if one not in numbers)
        customer.agreements = [*customer.agreements, draw(made.agreements(number))]


CHANGES = (*ACTS, longer, longer, longer, agree, agree, add)


def situation(customer: Customer) -> Situation:
    return Situation(
        tuple(customer.agreements), dict(customer.entries), dict(customer.closed), customer.today
    )


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_what_a_change_reaches_is_all_that_it_changes(data: st.DataObject) -> None:
    customer, kept = Customer(data, data.draw(made.books())), KeptMonths()
    for act in data.draw(st.lists(st.sampled_from(CHANGES), min_size=8, max_size=40)):
        act(customer)
        kept.follow(now := situation(customer))
        check_same(kept, now.allocate())


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_billed_time_of_another_day_than_it_was_billed_with_is_followed_as_well(
    data: st.DataObject,
) -> None:
    customer, kept = Customer(data, data.draw(made.books())), KeptMonths()
    for act in data.draw(st.lists(st.sampled_from((*CHANGES, move)), min_size=8, max_size=40)):
        act(customer)
        kept.follow(now := situation(customer))
        check_same(kept, now.allocate())


def test_time_from_before_all_agreements_reaches_no_month_before_their_first() -> None:
    today = date(2026, 6, 15)
    first, now = month_number(FIRST_DAY), month_number(today)
    before = LastAllocation(frozenset({CUSTOMER}), (agreement(),), current=now, last=now)
    reach = reach_of(before, {CUSTOMER}, before.agreements, today, {first - 3}, billed=True)
    assert (reach.first, reach.last) == (first, first)
