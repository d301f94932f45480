"""How many seconds a row means: durations, nights, summer time, limits."""

import pytest

from timer.importing.measuring import Measured
from timer.importing.reading import Options, read

HEADER = "User,Email,Start date,Start time,End date,End time,Duration"


def measured(start: str, end: str, duration: str, zone: str = "Europe/Copenhagen") -> Measured:
    def apart(text: str) -> str:
        return text.replace("T", ",") or ","

    text = f"{HEADER}\nBo,bo@example.dk,{apart(start)},{apart(end)},{duration}"
    (row,) = read(text.encode(), Options(zone, decimal=".")).rows
    return row


def test_a_precise_duration_wins_over_the_times_and_says_so() -> None:
    row = measured("2026-11-02T10:00:00", "2026-11-02T10:34:12", "0:30:00")
    assert (row.seconds, row.span, row.warnings) == (1800, 2052, ("span_differs",))


def test_a_duration_cut_to_minutes_gives_way_to_the_times_that_explain_it() -> None:
    assert measured("2026-11-02T10:00:00", "2026-11-02T10:34:12", "0:34").seconds == 2052


def test_a_duration_cut_to_minutes_wins_where_the_times_contradict_it() -> None:
    row = measured("2026-11-02T10:00:00", "2026-11-02T10:34:12", "0:20")
    assert (row.seconds, row.warnings) == (1200, ("span_differs",))


def test_two_decimals_explain_at_most_18_seconds() -> None:
    assert measured("2026-11-02T10:00:00", "2026-11-02T10:20:00", "0.33").seconds == 1200
    assert measured("2026-11-02T10:00:00", "2026-11-02T10:21:00", "0.33").seconds == 1188


def test_hours_alone_are_not_repaired() -> None:
    assert measured("2026-11-02T", "T", "0.33").seconds == 1188


def test_times_alone_count_the_time_that_passed() -> None:
    assert measured("2026-11-02T22:00:00", "2026-11-03T01:00:00", "").seconds == 10800


def test_a_night_is_one_entry_on_the_day_it_began() -> None:
    row = measured("2026-10-23T23:30:00", "2026-10-24T00:15:00", "00:45:00")
    assert (row.line.work_date.isoformat(), row.seconds) == ("2026-10-23", 2700)


@pytest.mark.parametrize(
    ("duration", "start"), [("01:30:00", "2026-10-25 00:30"), ("00:30:00", "2026-10-25 01:30")]
)
def test_the_double_hour_is_settled_by_the_duration(duration: str, start: str) -> None:
    row = measured("2026-10-25T02:30:00", "2026-10-25T03:00:00", duration)
    assert f"{row.started_at:%Y-%m-%d %H:%M}" == start
    assert row.warnings == ()


def test_the_double_hour_without_proof_takes_the_first_and_warns() -> None:
    row = measured("2026-10-25T02:30:00", "2026-10-25T03:00:00", "00:10:00")
    assert f"{row.started_at:%H:%M}" == "00:30"
    assert row.warnings == ("double_hour", "span_differs")


def test_a_start_in_the_missing_hour_is_a_conflict() -> None:
    row = measured("2026-03-29T02:30:00", "2026-03-29T03:30:00", "01:00:00")
    assert (row.conflict, row.seconds) == ("nonexistent_time", 3600)


def test_elapsed_time_is_counted_across_the_change_to_summer_time() -> None:
    row = measured("2026-03-29T01:30:00", "2026-03-29T03:30:00", "")
    assert (row.seconds, row.key_seconds) == (3600, 7200)


def test_another_zone_moves_the_start_and_nothing_else() -> None:
    here = measured("2026-11-02T10:00:00", "2026-11-02T11:00:00", "1:00:00")
    there = measured("2026-11-02T10:00:00", "2026-11-02T11:00:00", "1:00:00", "America/New_York")
    assert (here.started_at, here.seconds) != (there.started_at, there.seconds)
    assert (here.line.start, here.key_seconds) == (there.line.start, there.key_seconds)


def test_zero_seconds_are_skipped() -> None:
    assert measured("2026-11-02T10:00:00", "2026-11-02T10:00:00", "00:00:00").skip == "zero"
    assert measured("2026-11-02T10:00:00", "2026-11-02T10:00:00", "-").skip == "zero"


def test_a_running_timer_is_skipped() -> None:
    assert measured("2026-11-02T10:00:00", "T", "-").skip == "running"


@pytest.mark.parametrize(("duration", "kind"), [("24:00:00", None), ("24:00:01", "too_long")])
def test_a_day_is_the_longest_entry(duration: str, kind: str | None) -> None:
    assert measured("2026-11-02T", "T", duration).conflict == kind


def test_an_end_before_its_start_is_an_error_of_that_row() -> None:
    text = f"{HEADER}\nBo,bo@example.dk,2026-11-02,10:00:00,2026-11-02,09:00:00,"
    (error,) = read(text.encode(), Options("Europe/Copenhagen")).errors
    assert (error.line, error.reason) == (2, "ends before it starts")
