"""Time at the rates of its hours: golden cases of the trade, and laws that hold for all work."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rates.domain.matching import Work
from rates.domain.multiplied_time import MOST_PARTS, MultiplierBook, TimedWork, parts_of, split
from rates.domain.multipliers import Multiplier, Window
from rates.domain.overtime import Earlier
from rates.domain.rules import Scope
from rates.domain.segments import Segment, segments_of
from services.rates.tests.multiplied import (
    COPENHAGEN,
    CUSTOMER,
    EVENING,
    HOLIDAY,
    NIGHT,
    RATE,
    WEEKEND,
    Oracle,
    divided,
    hours,
    multiplier,
    overtime,
    told,
    worked,
)

HOUR = 3600
OURS = Scope(organization_id=CUSTOMER)
CHRISTMAS_EVE = date(2026, 12, 24)


@pytest.mark.parametrize(
    ("start", "hours_worked", "expected"),
    [
        ("2026-03-02 16:00", 2, "120 at 1000"),
        ("2026-03-02 16:00", 3, "120 at 1000, 60 at 1500.00"),
        ("2026-03-02 18:00", 1, "60 at 1500.00"),
        ("2026-03-02 21:30", 1, "30 at 1500.00, 30 at 2000.00"),
        ("2026-03-02 17:59:59", 1, "0.0166667 at 1000, 59.9833 at 1500.00"),
        ("2026-03-02 17:59:59.500", 1, "0.0166667 at 1000, 59.9833 at 1500.00"),
        ("2026-03-02 17:00", 14, "60 at 1000, 240 at 1500.00, 480 at 2000.00, 60 at 1000"),
        ("2026-03-06 21:00", 4, "60 at 1500.00, 120 at 2000.00, 60 at 1750.00"),
        ("2026-03-08 23:00", 2, "60 at 1750.00, 60 at 2000.00"),
        ("2026-03-07 10:00", 24, "1440 at 1750.00"),
    ],
)
def test_work_that_crosses_the_edge_of_a_window_is_cut_there(
    start: str, hours_worked: float, expected: str
) -> None:
    night = hours("22:00", "06:00", 7, 1, 2, 3, 4)
    friday = hours("22:00", "00:00", 5)
    rules = [
        multiplier(1, EVENING, "1.5"),
        multiplier(2, night, "2"),
        multiplier(3, friday, "2"),
        multiplier(4, WEEKEND, "1.75", OURS),
    ]
    assert told(divided(worked(start, int(hours_worked * HOUR)), *rules)) == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        # The clock goes from 2:00 to 3:00: of three hours that really passed one is before it.
        ("2026-03-29 01:00", "60 at 1000, 120 at 2000.00"),
        # From 3:00 back to 2:00: the hour from 2:00 comes twice.
        ("2026-10-25 01:00", "60 at 1000, 120 at 2000.00"),
        ("2026-10-25 00:00", "120 at 1000, 60 at 2000.00"),
    ],
)
def test_when_clocks_are_changed_what_they_show_decides(start: str, expected: str) -> None:
    assert (
        told(divided(worked(start, 3 * HOUR), multiplier(1, hours("02:00", "05:00"), "2")))
        == expected
    )


def test_an_hour_that_comes_twice_is_in_its_window_twice() -> None:
    half = multiplier(1, hours("02:30", "03:00"), "2")
    cut = divided(worked("2026-10-25 01:00", 4 * HOUR), half)
    assert told(cut) == "90 at 1000, 30 at 2000.00, 30 at 1000, 30 at 2000.00, 60 at 1000"


def test_an_hour_that_is_passed_over_is_in_no_window() -> None:
    passed_over = multiplier(1, hours("02:00", "03:00"), "2")
    assert told(divided(worked("2026-03-29 01:00", 3 * HOUR), passed_over)) == "180 at 1000"


def test_the_clock_of_the_place_of_work_decides_and_not_that_of_the_customer() -> None:
    evening = multiplier(1, EVENING)
    noon_in_new_york = worked("2026-03-02 12:00", HOUR, "America/New_York")
    assert told(divided(noon_in_new_york, evening)) == "60 at 1000"
    at_the_same_time = replace(noon_in_new_york, time_zone=COPENHAGEN)
    assert told(divided(at_the_same_time, evening)) == "60 at 1500.00"


def test_a_holiday_is_a_day_of_the_calendar_and_goes_before_the_hours_of_the_day() -> None:
    rules = [multiplier(1, HOLIDAY, "2"), multiplier(2, EVENING, "1.5")]
    eve_of = worked("2026-12-23 20:00", 6 * HOUR)
    cut = divided(eve_of, *rules, holidays=[CHRISTMAS_EVE])
    assert told(cut) == "120 at 1500.00, 120 at 1000, 120 at 2000.00"
    evening_of = worked("2026-12-24 17:00", 2 * HOUR)
    assert told(divided(evening_of, *rules, holidays=[CHRISTMAS_EVE])) == "120 at 2000.00"


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [
        (Earlier(0, 0), "300 at 1000"),
        (Earlier(5 * HOUR, 5 * HOUR), "180 at 1000, 120 at 1500.00"),
        (Earlier(7 * HOUR, 7 * HOUR), "60 at 1000, 120 at 1500.00, 120 at 2000.00"),
        (Earlier(9 * HOUR, 9 * HOUR), "60 at 1500.00, 240 at 2000.00"),
        (Earlier(0, 36 * HOUR), "60 at 1000, 240 at 1250.00"),
        (Earlier(5 * HOUR, 38 * HOUR), "180 at 1250.00, 120 at 1500.00"),
    ],
)
def test_overtime_begins_when_the_agent_has_worked_so_long_on_the_day_or_in_the_week(
    earlier: Earlier, expected: str
) -> None:
    rules = [
        multiplier(1, overtime(8), "1.5"),
        multiplier(2, overtime(10), "2"),
        multiplier(3, overtime(37, "week"), "1.25"),
    ]
    assert told(divided(worked("2026-03-05 13:00", 5 * HOUR, earlier=earlier), *rules)) == expected


def test_multipliers_are_never_stacked_and_the_most_specific_of_a_kind_holds() -> None:
    rules = [
        multiplier(1, EVENING, "1.5"),
        multiplier(2, EVENING, "1.25", OURS),
        multiplier(3, overtime(8), "3"),
        multiplier(4, EVENING, "9", Scope(organization_id=UUID(int=2))),
    ]
    late = worked("2026-03-02 18:00", HOUR, earlier=Earlier(7 * HOUR + 1800, 0))
    assert told(divided(late, *rules)) == "30 at 1250.00, 30 at 3000.00"


def test_a_factor_of_one_lets_a_customer_off() -> None:
    rules = [multiplier(1, WEEKEND, "2"), multiplier(2, WEEKEND, "1", OURS)]
    (whole,) = divided(worked("2026-03-07 10:00", HOUR), *rules)
    assert (whole.hourly_rate, whole.multiplier_id) == (Decimal(1000), UUID(int=1002))


def test_a_rate_of_its_own_takes_the_place_of_the_other() -> None:
    (_, evening) = divided(worked("2026-03-02 17:00", 2 * HOUR), multiplier(1, EVENING, "900 DKK"))
    assert evening == Segment(HOUR, 2 * HOUR, "hourly", HOUR, Decimal(900), RATE, UUID(int=1001))


def test_a_rate_of_its_own_in_another_currency_is_left_out_and_the_next_one_holds() -> None:
    rules = [multiplier(1, EVENING, "120 EUR", OURS), multiplier(2, EVENING, "1.1")]
    assert told(divided(worked("2026-03-02 18:00", HOUR), *rules)) == "60 at 1100.00"
    assert told(divided(worked("2026-03-02 18:00", HOUR), rules[0])) == "60 at 1000"


def test_a_multiplied_rate_has_four_decimals_at_the_most() -> None:
    assert multiplier(1, EVENING, "1.3333").rate(Decimal("99.9999"), "DKK") == Decimal("133.3299")
    assert str(multiplier(1, EVENING, "1.5").rate(Decimal(1200), "DKK")) == "1800.00"


def test_rounding_is_shared_among_the_parts_to_the_second() -> None:
    ten_past = worked("2026-03-02 17:50", 20 * 60)
    before, after = divided(ten_past, multiplier(1, EVENING), rounding=10 * 60)
    assert (before.billed_seconds, after.billed_seconds) == (900, 900)
    odd = divided(replace(ten_past, seconds=1201), multiplier(1, EVENING), rounding=599)
    assert [one.billed_seconds for one in odd] == [899, 901]
    nothing = divided(replace(ten_past, seconds=1201), multiplier(1, EVENING), rounding=-1201)
    assert [one.billed_seconds for one in nothing] == [0, 0]


@pytest.mark.parametrize(
    ("start", "zone"),
    [(None, COPENHAGEN), ("2026-03-02 18:00", None), ("2026-03-02 18:00", "Mars/X")],
)
def test_time_of_which_nobody_knows_when_it_was_has_no_multiplier(
    start: str | None, zone: str | None
) -> None:
    entry = replace(worked(start, HOUR), time_zone=zone)
    book = MultiplierBook([multiplier(1, hours("00:00", "00:00"))])
    assert parts_of(entry, book, "DKK") == "no-start"
    assert (
        told(split(entry, segments_of(HOUR, 0, Decimal(1000), RATE), "DKK", book)) == "60 at 1000"
    )


def test_a_price_that_somebody_set_stays() -> None:
    by_hand = segments_of(HOUR, 0, Decimal(1000), None)
    book = MultiplierBook([multiplier(1, EVENING)])
    assert split(worked("2026-03-02 18:00", HOUR), by_hand, "DKK", book) == tuple(by_hand)


def test_a_multiplier_holds_by_the_day_on_which_the_work_began() -> None:
    until_monday = multiplier(1, NIGHT, "2", valid_to=date(2026, 3, 2))
    assert told(divided(worked("2026-03-02 23:00", 2 * HOUR), until_monday)) == "120 at 2000.00"
    assert told(divided(worked("2026-03-03 00:00", HOUR), until_monday)) == "60 at 1000"


def test_work_that_would_be_cut_to_pieces_is_left_whole() -> None:
    windows = [
        hours(
            f"{number // 2:02}:{number % 2 * 30:02}", f"{number // 2:02}:{number % 2 * 30 + 15:02}"
        )
        for number in range(48)
    ]
    rules = [multiplier(number, window) for number, window in enumerate(windows)]
    book = MultiplierBook(rules)
    assert parts_of(worked("2026-03-02 00:00", 24 * HOUR), book, "DKK") == "too-many-parts"
    assert len(parts_of(worked("2026-03-02 00:00", 12 * HOUR), book, "DKK")) == 48 <= MOST_PARTS


_zones = st.sampled_from([COPENHAGEN, "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"])
_starts = st.sampled_from(
    [
        datetime(2026, 3, 28, 20, tzinfo=UTC),
        datetime(2026, 10, 24, 20, tzinfo=UTC),
        datetime(2026, 11, 1, 2, tzinfo=UTC),
        datetime(2026, 4, 4, 10, tzinfo=UTC),
        datetime(2026, 12, 23, 15, tzinfo=UTC),
    ]
).flatmap(
    lambda around: st.integers(0, 12 * HOUR * 1000).map(
        lambda later: around + timedelta(milliseconds=later)
    )
)
_clocks = st.sampled_from([time(0), time(1, 30), time(2), time(2, 30), time(3), time(18), time(22)])
_windows = st.one_of(
    st.just(HOLIDAY),
    st.builds(overtime, st.sampled_from([0.5, 1, 7.75, 8, 10])),
    st.builds(overtime, st.sampled_from([1, 37, 40]), st.just("week")),
    st.builds(
        Window,
        st.just("hours"),
        st.sets(st.integers(1, 7), min_size=1).map(lambda days: tuple(sorted(days))),
        _clocks,
        _clocks,
    ),
)
_effects = st.sampled_from(["1.5", "2", "1", "0", "900 DKK", "120 EUR"])
_scopes = st.sampled_from([Scope(), OURS, Scope(agent_id=UUID(int=4)), Scope(UUID(int=9))])


@st.composite
def _books(draw: st.DrawFn) -> list[Multiplier]:
    chosen = draw(st.lists(st.tuples(_windows, _effects, _scopes), max_size=6))
    return [multiplier(number, *one) for number, one in enumerate(chosen)]


@st.composite
def _entries(draw: st.DrawFn) -> TimedWork:
    started_at, zone = draw(_starts), draw(_zones)
    local = started_at.astimezone(ZoneInfo(zone))
    day = draw(st.integers(0, 9 * HOUR))
    earlier = Earlier(day, day + draw(st.integers(0, 40 * HOUR)))
    work = Work(Scope(organization_id=CUSTOMER, agent_id=UUID(int=4)), local.date())
    seconds = draw(st.integers(1, 1800) | st.integers(1, 24 * HOUR))
    return TimedWork(work, seconds, started_at, zone, earlier)


HOLIDAYS = frozenset({CHRISTMAS_EVE, date(2026, 10, 25), date(2026, 3, 29)})


@given(_entries(), _books(), st.integers(-HOUR, HOUR))
def test_parts_cover_an_entry_without_gap_or_overlap_and_their_sums_are_its_own(
    entry: TimedWork, book: list[Multiplier], rounding: int
) -> None:
    base = segments_of(entry.seconds, rounding, Decimal(1000), RATE)
    cut = split(entry, base, "DKK", MultiplierBook(book, HOLIDAYS))
    assert (cut[0].start, cut[-1].end) == (0, entry.seconds)
    assert all(one.end == other.start for one, other in pairwise(cut))
    assert all(one.seconds > 0 and one.billed_seconds >= 0 for one in cut)
    assert sum(one.billed_seconds for one in cut) == base[0].billed_seconds
    assert all(one.multiplier_id != other.multiplier_id for one, other in pairwise(cut))


@given(_entries(), _books())
def test_each_second_is_charged_as_one_who_asks_for_it_alone_says(
    entry: TimedWork, book: list[Multiplier]
) -> None:
    cut = split(
        entry,
        segments_of(entry.seconds, 0, Decimal(1000), RATE),
        "DKK",
        MultiplierBook(book, HOLIDAYS),
    )
    oracle = Oracle(entry, book, HOLIDAYS)
    edges = {second for one in cut for second in (one.start, one.end - 1)}
    asked = edges | set(range(0, entry.seconds, 1 if entry.seconds <= 1800 else 173))
    charged: dict[int, Any] = {
        second: one.multiplier_id
        for one in cut
        for second in asked
        if one.start <= second < one.end
    }
    assert charged == {second: oracle.charged_by(second) for second in asked}
