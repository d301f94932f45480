"""How many seconds a row means: durations, nights, summer time, limits."""

import pytest

from services.timer.tests.importing.factories import parsed
from timer.importing.parsing import ImportOptions
from timer.importing.rows import ParsedRow

HEADER = "User,Email,Start date,Start time,End date,End time,Duration"


def row(start: str, end: str, duration: str, time_zone: str = "Europe/Copenhagen") -> ParsedRow:
    def apart(text: str) -> str:
        return text.replace("T", ",") or ","

    text = f"Bo,bo@example.dk,{apart(start)},{apart(end)},{duration}"
    file = parsed(text, header=HEADER, options=ImportOptions(time_zone, decimal="."))
    return file.rows[0]


def test_a_duration_with_seconds_wins_over_the_times_and_says_so() -> None:
    time = row("2026-11-02T10:00:00", "2026-11-02T10:34:12", "0:30:00").time
    assert (time.seconds, time.span, time.warnings) == (1800, 2052, ("span_differs",))


@pytest.mark.parametrize(
    ("end", "duration", "seconds", "warnings"),
    [
        ("10:34:12", "0:34", 2052, ()),
        ("10:34:12", "0:20", 1200, ("span_differs",)),
        ("10:20:00", "0.33", 1200, ()),
        ("10:20:06", "0.33", 1206, ()),
        ("10:20:07", "0.33", 1188, ("span_differs",)),
        ("10:21:00", "0.33", 1188, ("span_differs",)),
    ],
)
def test_a_cut_duration_gives_way_to_the_times_only_where_the_cut_explains_the_difference(
    end: str, duration: str, seconds: int, warnings: tuple[str, ...]
) -> None:
    time = row("2026-11-02T10:00:00", f"2026-11-02T{end}", duration).time
    assert (time.seconds, time.warnings) == (seconds, warnings)


@pytest.mark.parametrize(
    ("duration", "warnings"), [("0:34:59", ()), ("0:33:01", ()), ("0:35:00", ("span_differs",))]
)
def test_times_without_seconds_contradict_a_duration_only_by_a_minute(
    duration: str, warnings: tuple[str, ...]
) -> None:
    time = row("2026-11-02T10:00", "2026-11-02T10:34", duration).time
    assert (time.span, time.warnings) == (2040, warnings)


def test_hours_alone_are_not_repaired() -> None:
    time = row("2026-11-02T", "T", "0.33").time
    assert (time.seconds, time.started_at, time.span) == (1188, None, None)


def test_times_alone_count_the_time_that_passed() -> None:
    found = row("2026-11-02T22:00:00", "2026-11-03T01:00:00", "")
    assert (found.seconds, found.time.source_seconds) == (10800, 10800)


def test_a_night_is_one_entry_on_the_day_it_began() -> None:
    found = row("2026-10-23T23:30:00", "2026-10-24T00:15:00", "00:45:00")
    assert (found.work_date.isoformat(), found.seconds) == ("2026-10-23", 2700)


def test_without_a_column_for_the_end_date_an_earlier_end_is_on_the_next_day() -> None:
    text = "Bo,bo@example.dk,2026-10-05,23:30,00:45"
    (night,) = parsed(text, header="User,Email,Start date,Start time,End time").rows
    assert (night.seconds, night.work_date.isoformat()) == (4500, "2026-10-05")


@pytest.mark.parametrize(
    ("duration", "start"), [("01:30:00", "2026-10-25 00:30"), ("00:30:00", "2026-10-25 01:30")]
)
def test_the_double_hour_is_settled_by_the_duration(duration: str, start: str) -> None:
    time = row("2026-10-25T02:30:00", "2026-10-25T03:00:00", duration).time
    assert f"{time.started_at:%Y-%m-%d %H:%M}" == start
    assert time.warnings == ()


def test_the_double_hour_without_proof_takes_the_first_and_warns() -> None:
    time = row("2026-10-25T02:30:00", "2026-10-25T03:00:00", "00:10:00").time
    assert f"{time.started_at:%H:%M}" == "00:30"
    assert time.warnings == ("double_hour", "span_differs")


def test_a_start_in_the_missing_hour_is_a_conflict_and_keeps_its_seconds() -> None:
    time = row("2026-03-29T02:30:00", "2026-03-29T03:30:00", "01:00:00").time
    assert (time.conflict, time.started_at, time.seconds) == ("nonexistent_time", None, 3600)
    timed = row("2026-03-29T02:30:00", "2026-03-29T03:30:00", "").time
    assert (timed.conflict, timed.seconds) == ("nonexistent_time", 3600)


def test_elapsed_time_is_counted_across_the_change_to_summer_time() -> None:
    time = row("2026-03-29T01:30:00", "2026-03-29T03:30:00", "").time
    assert (time.seconds, time.key_seconds) == (3600, 7200)


def test_another_zone_moves_the_start_and_nothing_else() -> None:
    here = row("2026-11-02T10:00:00", "2026-11-02T11:00:00", "1:00:00")
    there = row("2026-11-02T10:00:00", "2026-11-02T11:00:00", "1:00:00", "America/New_York")
    assert here.time.started_at != there.time.started_at
    assert here.seconds == there.seconds
    assert here.written_start == there.written_start
    assert here.time.key_seconds == there.time.key_seconds


@pytest.mark.parametrize(
    ("end", "duration", "reason"),
    [
        ("2026-11-02T10:00:00", "00:00:00", "zero"),
        ("2026-11-02T10:00:00", "-", "zero"),
        ("T", "-", "running"),
        ("T", "", "running"),
        ("2026-11-02T11:00:00", "-", None),
    ],
)
def test_running_timers_and_zero_seconds_are_skipped(
    end: str, duration: str, reason: str | None
) -> None:
    assert row("2026-11-02T10:00:00", end, duration).time.skip == reason


@pytest.mark.parametrize(("duration", "kind"), [("24:00:00", None), ("24:00:01", "too_long")])
def test_a_day_is_the_longest_entry_and_more_is_not_split(duration: str, kind: str | None) -> None:
    assert row("2026-11-02T", "T", duration).time.conflict == kind


def test_a_duration_that_a_spreadsheet_wrote_as_a_time_of_day_is_taken_with_a_warning() -> None:
    time = row("2026-11-02T", "T", "02:00:00 AM").time
    assert (time.seconds, time.warnings) == (7200, ("resaved_by_spreadsheet",))
