"""Days, weeks and zones."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.timer.tests.factories import INSTANTS
from timer.calendar import (
    FIRST_DAY,
    LAST_DAY,
    TIME_ZONES,
    first_day_of_week,
    is_possible_day,
    last_day_of_week,
    local_date,
)

DAYS = st.dates(FIRST_DAY, LAST_DAY)


@given(DAYS)
def test_a_week_runs_from_monday_to_sunday_and_holds_its_day(day: date) -> None:
    first, last = first_day_of_week(day), last_day_of_week(day)
    assert (first.isoweekday(), last.isoweekday()) == (1, 7)
    assert first <= day <= last
    assert last - first == timedelta(days=6)


@given(DAYS)
def test_all_days_of_a_week_have_the_same_week(day: date) -> None:
    first = first_day_of_week(day)
    assert {first_day_of_week(first + timedelta(days=n)) for n in range(7)} == {first}
    assert first_day_of_week(first - timedelta(days=1)) != first


def test_weeks_cross_the_turn_of_the_year() -> None:
    assert first_day_of_week(date(2027, 1, 1)) == date(2026, 12, 28)
    assert last_day_of_week(date(2026, 12, 31)) == date(2027, 1, 3)


@pytest.mark.parametrize(
    ("at", "zone", "expected"),
    [
        ("2026-10-06T21:59:59", "Europe/Copenhagen", "2026-10-06"),
        ("2026-10-06T22:00:00", "Europe/Copenhagen", "2026-10-07"),
        ("2026-12-31T23:00:00", "Europe/Copenhagen", "2027-01-01"),
        ("2026-10-06T10:30:00", "Pacific/Kiritimati", "2026-10-07"),
        ("2026-10-06T10:30:00", "Pacific/Niue", "2026-10-05"),
    ],
)
def test_the_local_date_is_that_of_the_wall_where_work_is_done(
    at: str, zone: str, expected: str
) -> None:
    assert local_date(datetime.fromisoformat(at).replace(tzinfo=UTC), zone) == date.fromisoformat(
        expected
    )


@given(INSTANTS)
def test_no_zone_moves_a_date_by_more_than_a_day(at: datetime) -> None:
    for zone in ("Pacific/Kiritimati", "Pacific/Niue", "Asia/Kathmandu"):
        assert abs(local_date(at, zone) - at.date()) <= timedelta(days=1)


def test_zones_are_places() -> None:
    assert {"Europe/Copenhagen", "UTC", "America/New_York"} <= TIME_ZONES
    assert not {"localtime", "Factory", "posixrules"} & TIME_ZONES


def test_far_days_are_slips_of_the_pen() -> None:
    assert is_possible_day(FIRST_DAY)
    assert is_possible_day(LAST_DAY)
    assert not is_possible_day(FIRST_DAY - timedelta(days=1))
    assert not is_possible_day(LAST_DAY + timedelta(days=1))
