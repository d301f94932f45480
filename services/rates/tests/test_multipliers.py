"""Rules of evenings, weekends, holidays and overtime: what they may say, and from what hours overtime is counted."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_errors import InvalidInputError
from money import Money
from rates.domain.multipliers import Multiplier, NewMultiplier, Window
from rates.domain.overtime import Earlier, Worked, earlier_of
from rates.domain.rules import Scope
from rates.domain.weekly_hours import minutes_of_week
from services.rates.tests.multiplied import EVENING, HOLIDAY, LONG_AGO, hours, overtime

DAY = 24 * 60
NEW = NewMultiplier("Evening", Scope(), EVENING, Decimal("1.5"), None, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("weekdays", "starts_at", "ends_at", "expected"),
    [
        ([1], time(18), time(22), [(18 * 60, 22 * 60)]),
        ([1], time(22), time(6), [(22 * 60, DAY + 6 * 60)]),
        ([6, 7], time(0), time(0), [(5 * DAY, 7 * DAY)]),
        ([7], time(22), time(6), [(0, 6 * 60), (6 * DAY + 22 * 60, 7 * DAY)]),
        ([5], time(16), time(16), [(4 * DAY + 16 * 60, 5 * DAY + 16 * 60)]),
    ],
)
def test_hours_may_go_on_after_midnight_and_after_sunday(
    weekdays: list[int], starts_at: time, ends_at: time, expected: list[tuple[int, int]]
) -> None:
    assert list(minutes_of_week(weekdays, starts_at, ends_at)) == expected


@pytest.mark.parametrize(
    ("window", "field"),
    [
        (Window("hours", (), time(18), time(22)), "weekdays"),
        (Window("hours", (1, 1), time(18), time(22)), "weekdays"),
        (Window("hours", (0,), time(18), time(22)), "weekdays"),
        (Window("hours", (1,), None, time(22)), "starts_at"),
        (Window("hours", (1,), time(18), time(22, 0, 1)), "ends_at"),
        (Window("hours", (1,), time(18), time(22), 3600), "above_seconds"),
        (Window("holiday", (1,)), "weekdays"),
        (Window("holiday", (), time(0, 1)), "starts_at"),
        (Window("holiday", above_seconds=3600), "above_seconds"),
        (Window("overtime-day"), "above_seconds"),
        (Window("overtime-day", above_seconds=0), "above_seconds"),
        (Window("overtime-day", above_seconds=24 * 3600), "above_seconds"),
        (Window("overtime-week", above_seconds=7 * 24 * 3600), "above_seconds"),
        (Window("overtime-day", (), None, time(22), 3600), "ends_at"),
    ],
)
def test_a_window_that_does_not_say_when_is_refused(window: Window, field: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        Multiplier.first(UUID(int=1), replace(NEW, window=window), LONG_AGO)
    assert [one.field for one in refused.value.fields] == [field]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"factor": None}, "factor"),
        ({"hourly_rate": Money(Decimal(900), "DKK")}, "factor"),
        ({"factor": Decimal("-0.1")}, "factor"),
        ({"factor": Decimal(101)}, "factor"),
        ({"valid_to": date(2025, 12, 31)}, "valid_to"),
    ],
)
def test_a_multiplier_says_how_much_and_until_when(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        Multiplier.first(UUID(int=1), replace(NEW, **changes), LONG_AGO)
    assert [one.field for one in refused.value.fields] == [field]


@pytest.mark.parametrize(
    "window", [EVENING, HOLIDAY, overtime(8), overtime(37, "week"), hours("22:00", "06:00", 5)]
)
def test_what_says_when_is_kept(window: Window) -> None:
    kept = Multiplier.first(UUID(int=1), replace(NEW, window=window), LONG_AGO)
    assert (kept.version, kept.window, kept.ended(date(2026, 5, 1), LONG_AGO).version) == (
        1,
        window,
        2,
    )


def test_a_multiplier_does_not_end_before_it_begins() -> None:
    with pytest.raises(InvalidInputError):
        Multiplier.first(UUID(int=1), NEW, LONG_AGO).ended(date(2025, 12, 31), LONG_AGO)


def entry(number: int, day: int, hour: int | None, long: int, agent: int = 1) -> Worked:
    """Work on a day of March 2026, which began on a Sunday."""
    start = None if hour is None else datetime(2026, 3, day, hour, tzinfo=UTC)
    return Worked(UUID(int=number), UUID(int=agent), date(2026, 3, day), start, long)


def test_earlier_time_is_of_the_same_day_or_week_in_order_of_start() -> None:
    entries = [
        entry(1, 3, 13, 40),
        entry(2, 3, 8, 30),
        entry(3, 2, 8, 20),
        entry(4, 1, 8, 10),
        entry(5, 3, 9, 5, agent=2),
    ]
    assert earlier_of(entries) == {
        UUID(int=4): Earlier(0, 0),
        UUID(int=3): Earlier(0, 0),
        UUID(int=2): Earlier(0, 20),
        UUID(int=1): Earlier(30, 50),
        UUID(int=5): Earlier(0, 0),
    }


def test_time_whose_start_nobody_knows_counts_as_worked_first_on_its_day() -> None:
    entries = [entry(1, 3, 0, 40), entry(2, 3, None, 30)]
    assert earlier_of(entries)[UUID(int=1)] == Earlier(30, 30)


_entries = st.lists(
    st.tuples(
        st.integers(1, 15), st.none() | st.integers(0, 23), st.integers(1, 50), st.integers(1, 2)
    ),
    max_size=12,
).map(lambda rows: [entry(number, *row) for number, row in enumerate(rows)])


@given(_entries, st.randoms())
def test_the_last_of_a_day_has_all_others_before_it_in_whatever_order_they_come(
    entries: list[Worked], chance: Any
) -> None:
    earlier = earlier_of(entries)
    shuffled = list(entries)
    chance.shuffle(shuffled)
    assert earlier_of(shuffled) == earlier
    for key in {(one.agent_id, one.work_date) for one in entries}:
        day = [one for one in entries if (one.agent_id, one.work_date) == key]
        ends = [earlier[one.entry_id].day_seconds + one.seconds for one in day]
        assert max(ends) == sum(one.seconds for one in day)
