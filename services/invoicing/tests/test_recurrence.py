"""Days on which recurring invoices are made, and the days that each of them bills."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import islice, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_errors import InvalidInputError
from invoicing.domain.recurrence import Recurrence

STARTS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
RECURRENCES = st.one_of(
    st.builds(
        Recurrence,
        STARTS,
        st.sampled_from(["month", "quarter", "year"]),
        st.integers(1, 24),
        st.sampled_from(["advance", "arrears"]),
        st.none() | st.integers(1, 31),
    ),
    st.builds(
        Recurrence,
        STARTS,
        st.just("week"),
        st.integers(1, 60),
        st.sampled_from(["advance", "arrears"]),
    ),
)


def days(recurrence: Recurrence, count: int = 4) -> list[str]:
    return [str(period.due_on) for period in islice(recurrence.from_place(0), count)]


@given(RECURRENCES)
def test_days_rise_and_periods_follow_each_other(recurrence: Recurrence) -> None:
    periods = list(islice(recurrence.from_place(0), 40))
    for one, following in pairwise(periods):
        assert one.due_on < following.due_on
        assert one.first_day <= one.last_day
        assert following.first_day == one.last_day + timedelta(days=1)


@given(RECURRENCES)
def test_a_period_is_billed_before_it_begins_or_when_it_is_over(recurrence: Recurrence) -> None:
    for one in islice(recurrence.from_place(0), 40):
        if recurrence.timing == "advance":
            assert one.first_day - timedelta(days=31) <= one.due_on <= one.first_day
        else:
            assert one.last_day <= one.due_on <= one.last_day + timedelta(days=32)


@given(RECURRENCES)
def test_the_day_of_the_month_is_kept_or_the_last_one_taken(recurrence: Recurrence) -> None:
    if recurrence.day_of_month is None:
        return
    for one in islice(recurrence.from_place(0), 40):
        tomorrow = one.due_on + timedelta(days=1)
        is_last = tomorrow.day == 1 and one.due_on.day < recurrence.day_of_month
        assert one.due_on.day == recurrence.day_of_month or is_last


def test_the_thirty_first_comes_back_after_february() -> None:
    recurrence = Recurrence(date(2027, 1, 31))
    assert days(recurrence) == ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]


def test_a_leap_day_comes_back_after_four_years() -> None:
    recurrence = Recurrence(date(2028, 2, 29), "year")
    assert days(recurrence, 5)[1:] == ["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]


@pytest.mark.parametrize(
    ("timing", "day", "first"),
    [
        ("advance", None, "2026-11-01"),
        ("advance", 1, "2026-11-01"),
        ("advance", 25, "2026-10-25"),
        ("advance", 31, "2026-10-31"),
        ("arrears", None, "2026-12-01"),
        ("arrears", 1, "2026-12-01"),
        ("arrears", 15, "2026-12-15"),
        ("arrears", 31, "2026-11-30"),
    ],
)
def test_november_is_billed_on_the_day_that_was_chosen(
    timing: str, day: int | None, first: str
) -> None:
    recurrence = Recurrence(date(2026, 11, 1), "month", 1, timing, day)  # type: ignore[arg-type]
    assert days(recurrence, 1) == [first]


def test_it_ends_after_so_many_times_or_on_a_day() -> None:
    assert len(days(Recurrence(date(2026, 1, 1), times=3), 9)) == 3
    ends = Recurrence(date(2026, 1, 1), "quarter", ends_on=date(2026, 7, 1))
    assert days(ends, 9) == ["2026-01-01", "2026-04-01", "2026-07-01"]


@pytest.mark.parametrize(
    ("end", "last"),
    [
        ({"ends_on": date(2026, 12, 1)}, date(2026, 12, 1)),
        ({"ends_on": date(2026, 11, 30)}, date(2026, 11, 1)),
        ({"times": 2}, date(2026, 12, 1)),
        ({"times": 1}, date(2026, 11, 1)),
    ],
)
def test_it_ends_before_what_it_would_never_make(end: dict[str, Any], last: date) -> None:
    recurrence = Recurrence(date(2026, 11, 1), **end)
    assert not recurrence.ends_before(last)
    assert recurrence.ends_before(last + timedelta(days=31))


@pytest.mark.parametrize(
    "recurrence",
    [
        Recurrence(date(2026, 1, 1), "week", day_of_month=1),
        Recurrence(date(2026, 1, 2), ends_on=date(2026, 1, 1)),
        Recurrence(date(2026, 1, 1), ends_on=date(2026, 2, 1), times=2),
    ],
)
def test_what_no_calendar_can_follow_is_refused(recurrence: Recurrence) -> None:
    with pytest.raises(InvalidInputError):
        recurrence.check()


def test_a_month_has_a_third_of_a_quarter() -> None:
    assert Recurrence(date(2026, 1, 1), "quarter").a_month * 3 == 1
    assert Recurrence(date(2026, 1, 1), "week", 2).a_month == Fraction(52, 24)
