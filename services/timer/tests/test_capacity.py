"""How long people can work: their weeks, less public holidays and absences."""

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_errors import InvalidInputError
from timer.absence import DaysAway
from timer.capacity import USUAL_WEEK, Period, Week, WorkingHours, capacity, week_on
from timer.public_holidays import public_holidays

HOUR = 3600
MONDAY = date(2026, 10, 5)
FRIDAY = MONDAY + timedelta(days=4)
SUNDAY = MONDAY + timedelta(days=6)
WEEK = Period(MONDAY, SUNDAY)
PART_TIME: Week = (4 * HOUR, 0, 4 * HOUR, 0, 3 * HOUR, 0, 0)
ODD: Week = (3601,) * 7


def hours_of(period: Period, *own: WorkingHours, away: tuple[DaysAway, ...] = ()) -> list[float]:
    return [seconds / HOUR for seconds in capacity(period, USUAL_WEEK, own, (), away)]


def test_who_has_no_hours_of_their_own_works_the_accounts() -> None:
    assert hours_of(WEEK) == [8, 8, 8, 8, 8, 0, 0]
    assert hours_of(Period(FRIDAY, FRIDAY)) == [8]


def test_a_week_of_ones_own_holds_from_its_day_until_the_next_ones() -> None:
    wednesday = MONDAY + timedelta(days=2)
    own = WorkingHours(wednesday, PART_TIME), WorkingHours(FRIDAY, (0,) * 7)
    assert hours_of(WEEK, *own) == [8, 8, 4, 0, 0, 0, 0]
    later = Period(MONDAY + timedelta(days=365), SUNDAY + timedelta(days=365))
    assert hours_of(later, own[0]) == [0, 4, 0, 3, 0, 0, 4]


def test_nobody_works_on_a_public_holiday() -> None:
    friday_before = MONDAY - timedelta(days=3)
    worked = capacity(WEEK, USUAL_WEEK, (), (friday_before, FRIDAY), ())
    assert worked == (*(8 * HOUR,) * 4, 0, 0, 0)


def test_whole_and_half_days_away_are_not_worked() -> None:
    tuesday, thursday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=3)
    away = DaysAway(tuesday, thursday, starts_at_noon=True)
    assert hours_of(WEEK, away=(away,)) == [8, 4, 0, 0, 8, 0, 0]
    both_ends = DaysAway(tuesday, thursday, starts_at_noon=True, ends_at_noon=True)
    assert hours_of(WEEK, away=(both_ends,)) == [8, 4, 0, 4, 8, 0, 0]
    halves = DaysAway(MONDAY, MONDAY, ends_at_noon=True), DaysAway(MONDAY, MONDAY, True)
    assert hours_of(Period(MONDAY, MONDAY), away=halves) == [0]


def test_half_of_an_odd_number_of_seconds_is_a_whole_number() -> None:
    half = DaysAway(MONDAY, MONDAY, ends_at_noon=True)
    assert capacity(Period(MONDAY, MONDAY), ODD, (), (), (half,)) == (1800,)


def test_absences_that_reach_out_of_the_period_count_inside_it_only() -> None:
    away = DaysAway(MONDAY - timedelta(days=900), MONDAY)
    assert hours_of(WEEK, away=(away,)) == [0, 8, 8, 8, 8, 0, 0]


DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
WEEKS = st.tuples(*(st.integers(0, 86_400),) * 7)
OWN = st.dictionaries(DAYS, WEEKS, max_size=6).map(
    lambda weeks: tuple(WorkingHours(day, weeks[day]) for day in sorted(weeks))
)


@given(DAYS, st.integers(1, 366), WEEKS, OWN)
def test_each_day_has_the_seconds_of_the_week_that_holds_on_it(
    first: date, length: int, usual: Week, own: tuple[WorkingHours, ...]
) -> None:
    period = Period(first, first + timedelta(days=length - 1))
    for number, seconds in enumerate(capacity(period, usual, own, (), ())):
        day = first + timedelta(days=number)
        assert seconds == week_on(day, usual, own)[day.weekday()]


@given(DAYS, st.integers(0, 40), st.booleans(), st.booleans(), st.data())
def test_two_absences_that_meet_take_as_much_as_the_one_they_make(
    first: date, length: int, noon: bool, until_noon: bool, data: st.DataObject
) -> None:
    last = first + timedelta(days=length)
    whole = DaysAway(first, last, noon, until_noon)
    cut = first + timedelta(days=data.draw(st.integers(0, length)))
    if (cut == first and noon) or (cut == last and until_noon):
        return
    parts = DaysAway(first, cut, noon, True), DaysAway(cut, last, True, until_noon)
    period = Period(first - timedelta(days=3), last + timedelta(days=3))
    assert capacity(period, USUAL_WEEK, (), (), parts) == capacity(
        period, USUAL_WEEK, (), (), (whole,)
    )


def test_a_period_ends_after_it_begins_and_within_a_year() -> None:
    with pytest.raises(InvalidInputError):
        Period(SUNDAY, MONDAY).must_be_possible()
    Period(MONDAY, MONDAY + timedelta(days=365)).must_be_possible()
    with pytest.raises(InvalidInputError):
        Period(MONDAY, MONDAY + timedelta(days=366)).must_be_possible()


def test_a_year_of_two_hundred_agents_is_computed_in_a_moment() -> None:
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    holidays = public_holidays("DK", year.first, year.last, "da")
    own = WorkingHours(date(2025, 3, 1), PART_TIME), WorkingHours(date(2026, 8, 1), USUAL_WEEK)
    away = [
        DaysAway(day, day + timedelta(days=6))
        for day in (date(2026, month, 8) for month in range(1, 13))
    ]
    began = time.process_time()
    for _ in range(200):
        capacity(year, USUAL_WEEK, own, holidays, away)
    assert time.process_time() - began < 0.5
