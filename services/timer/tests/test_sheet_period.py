"""The periods of timesheets, and what becomes of them when the account chooses others."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from timer.calendar import FIRST_DAY, LAST_DAY
from timer.capacity import Period
from timer.sheet_period import Periods, changed_periods, kind_chosen, period_of

DAYS = st.dates(FIRST_DAY, LAST_DAY)
KINDS = st.sampled_from(["week", "half-month", "month"])
CHOICES = st.lists(st.tuples(KINDS, DAYS), max_size=6)
ONE_DAY = timedelta(days=1)


def after(choices: list[tuple[str, date]]) -> Periods:
    periods: Periods = ()
    for kind, last_used in choices:
        periods = changed_periods(periods, kind, last_used)  # type: ignore[arg-type]
    return periods


@given(CHOICES, DAYS)
def test_periods_tile_all_days_whatever_the_changes(
    choices: list[tuple[str, date]], day: date
) -> None:
    periods = after(choices)
    period = period_of(day, periods)
    assert period.first <= day <= period.last
    for one in range(len(period)):
        assert period_of(period.first + one * ONE_DAY, periods) == period
    assert period_of(period.last + ONE_DAY, periods).first == period.last + ONE_DAY
    assert period_of(period.first - ONE_DAY, periods).last == period.first - ONE_DAY


@given(CHOICES, KINDS, DAYS, DAYS)
def test_a_change_leaves_what_was_used_as_it_was(
    choices: list[tuple[str, date]], kind: str, last_used: date, day: date
) -> None:
    before = after(choices)
    changed = changed_periods(before, kind, last_used)  # type: ignore[arg-type]
    day = min(day, last_used)
    assert period_of(day, changed) == period_of(day, before)
    assert kind_chosen(changed) == kind


def test_a_month_that_begins_in_its_midst_is_as_long_as_is_left_of_it() -> None:
    periods = changed_periods((), "month", date(2026, 10, 8))
    assert period_of(date(2026, 10, 8), periods) == Period(date(2026, 10, 5), date(2026, 10, 11))
    assert period_of(date(2026, 10, 12), periods) == Period(date(2026, 10, 12), date(2026, 10, 31))
    assert period_of(date(2026, 11, 30), periods) == Period(date(2026, 11, 1), date(2026, 11, 30))


def test_half_a_month_ends_on_the_15th_and_on_the_last_day() -> None:
    periods = changed_periods((), "half-month", date(2026, 1, 1))
    assert period_of(date(2026, 2, 15), periods) == Period(date(2026, 2, 1), date(2026, 2, 15))
    assert period_of(date(2026, 2, 16), periods) == Period(date(2026, 2, 16), date(2026, 2, 28))
    assert period_of(date(2028, 2, 29), periods) == Period(date(2028, 2, 16), date(2028, 2, 29))


def test_a_week_after_months_is_as_long_as_is_left_of_it() -> None:
    months = changed_periods((), "month", date(2026, 8, 1))
    weeks = changed_periods(months, "week", date(2026, 9, 10))
    assert period_of(date(2026, 10, 1), weeks) == Period(date(2026, 10, 1), date(2026, 10, 4))
    assert period_of(date(2026, 10, 5), weeks) == Period(date(2026, 10, 5), date(2026, 10, 11))


def test_a_change_that_does_not_hold_yet_can_be_taken_back() -> None:
    months = changed_periods((), "month", date(2026, 8, 1))
    assert changed_periods(months, "week", date(2026, 8, 1)) == ()
