"""What agreements make of a plan is what they would make of the same time if it had been worked and approved."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from rates.domain.agreements import Agreement
from rates.domain.allocation import Allocation, Claimant, allocate
from rates.domain.planned_agreements import Agreed, UsedSoFar, forecast
from rates.domain.planned_time import PlannedPart, PlannedValue, PlannedWork, add_up
from rates.domain.segments import Segment
from rates.domain.terms import Rollover
from services.rates.tests import agreement_strategies as made
from services.rates.tests.agreements import CUSTOMER, FIRST_DAY, agreement, terms

TASK = UUID(int=9)


def used_so_far(outcome: Allocation) -> list[UsedSoFar]:
    """As it is stored."""
    months = [
        UsedSoFar(one.agreement_id, one.charge_id, one.first_day, "included", used, Decimal(0))
        if one.minimum is None
        else UsedSoFar(one.agreement_id, one.charge_id, one.first_day, "hourly", 0, one.fees)
        for one in outcome.months
        if (used := one.used_seconds) or one.minimum is not None
    ]
    blocks = [
        UsedSoFar(
            *(one.agreement_id, one.charge_id, made.FIRST_DAY, "prepaid"),
            one.drawn_seconds,
            one.drawn_amount or Decimal(0),
        )
        for one in outcome.blocks
        if one.drawn_seconds
    ]
    return [*months, *blocks]


def part_of(entry: Claimant) -> tuple[PlannedPart, PlannedValue]:
    """The same time as a plan."""
    work = PlannedWork(
        *(entry.project_id, made.CUSTOMER, entry.service_type_id),
        *(None, True, entry.work_date),
    )
    rate = entry.segments[0].hourly_rate if entry.segments else None
    return PlannedPart(TASK, work, entry.seconds), PlannedValue(rate, entry.currency)


def worked(entry: Claimant) -> Claimant:
    """As it is when it is done as planned: at one rate, not rounded, approved."""
    segments = tuple(
        Segment(0, entry.seconds, "hourly", entry.seconds, one.hourly_rate, None)
        for one in entry.segments[:1]
    )
    return replace(
        *(entry,), segments=segments, billed_seconds=entry.seconds, approved=True, started_at=None
    )


@settings(max_examples=150, deadline=None)
@given(made.books(), made.work(rounded=False), made.todays)
def test_a_plan_is_covered_and_charged_as_the_same_time_will_be(
    book: list[Agreement], entries: list[Claimant], today: date
) -> None:
    done = [replace(one, approved=True) for one in entries if one.work_date < today]
    planned = [one for one in entries if one.work_date >= today]
    so_far = allocate(book, done, [], today)
    agreed = Agreed(frozenset({made.CUSTOMER}), book, [], used_so_far(so_far), today)
    found = forecast(agreed, [part_of(one) for one in planned], made.LAST_DAY)

    later = allocate(book, [*done, *map(worked, planned)], [], max(today, made.LAST_DAY))
    amounts = {one.charge_id: one.amount for one in later.charges}
    for one in found.charges:
        close = Decimal("0.01") if one.kind == "true-up" else 0
        assert abs(one.amount - amounts[one.charge_id]) <= close, one
    covered = [
        sum(
            one.seconds for one in later.entries[entry.entry_id].segments if not one.charged_by_hour
        )
        for entry in planned
    ]
    exact = not any(one.kind == "prepaid-amount" for one in book)
    shown = sum(part.covered_seconds for part, _ in found.plan)
    assert shown == sum(covered) if exact else abs(shown - sum(covered)) <= len(book)
    assert all(part.covered_seconds <= part.seconds for part, _ in found.plan)
    assert add_up(found.plan).seconds == sum(one.seconds for one in planned)


def test_hours_that_a_month_to_come_leaves_unused_roll_over() -> None:
    rolls = Rollover("all", None, 1)
    changes = (terms(FIRST_DAY, "1000", 1), terms(date(2026, 3, 1), "1000"))
    retainer = agreement(terms=changes, rollover=rolls)
    work = PlannedWork(None, CUSTOMER, None, None, True, date(2026, 3, 2))
    plan = [(PlannedPart(TASK, work, 2 * 3600), PlannedValue(Decimal(100), "DKK"))]
    agreed = Agreed(frozenset({CUSTOMER}), [retainer], [], [], date(2026, 2, 10))
    [(part, _)] = forecast(agreed, plan, date(2026, 3, 31)).plan
    assert part.covered_seconds == 3600


@given(st.integers(1, 5))
def test_what_earns_nothing_by_the_hour_is_planned_time_all_the_same(hours: int) -> None:
    work = PlannedWork(None, made.CUSTOMER, None, None, True, made.FIRST_DAY)
    part = PlannedPart(TASK, work, hours * 3600, covered_seconds=3600)
    sums = add_up([(part, PlannedValue(Decimal(100), "DKK"))])
    assert (sums.seconds, sums.earned) == (hours * 3600, {"DKK": Decimal(100 * (hours - 1))})
