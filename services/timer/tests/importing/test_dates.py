"""Dates and times of day as exports write them; a format without proof is never guessed."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timer.calendar import FIRST_DAY, LAST_DAY
from timer.importing.dates import (
    DAY_FIRST,
    DOTS,
    ISO,
    MONTH_FIRST,
    WrittenSpan,
    clock,
    date_format,
    day,
    instants,
    zone,
)
from timer.importing.errors import (
    DateFormatError,
    FileError,
    UnknownDateFormatError,
    UnknownTimeZoneError,
)

FORMATS = {ISO: "%Y-%m-%d", DOTS: "%d.%m.%Y", MONTH_FIRST: "%m/%d/%Y", DAY_FIRST: "%d/%m/%Y"}
COPENHAGEN = zone("Europe/Copenhagen")
days = st.dates(FIRST_DAY, LAST_DAY)


def on_one_day(text: str) -> WrittenSpan:
    return WrittenSpan(text, text, "09:00:00", "10:00:00", 3600)


@given(days, st.sampled_from(list(FORMATS)))
def test_every_day_survives_every_format(on: date, form: str) -> None:
    assert day(on.strftime(FORMATS[form]), form) == on


@given(st.lists(days, min_size=1, max_size=20), st.sampled_from(list(FORMATS)))
def test_a_format_that_is_found_is_the_one_that_was_written(on: list[date], form: str) -> None:
    rows = [on_one_day(one.strftime(FORMATS[form])) for one in on]
    try:
        assert date_format(rows, None) == form
    except DateFormatError:
        assert form in (MONTH_FIRST, DAY_FIRST)
        assert all(one.day <= 12 for one in on)


@pytest.mark.parametrize(
    ("texts", "form"),
    [
        (["2026-10-24"], ISO),
        (["2026-10-24", "2026-1-2", "24.10.2026"], ISO),
        (["24.10.2026", "1.2.2026"], DOTS),
        (["01/02/2026", "24/10/2026"], DAY_FIRST),
        (["01/02/2026", "10/24/2026"], MONTH_FIRST),
        ([""], ISO),
    ],
)
def test_the_date_format_is_decided_once_per_file(texts: list[str], form: str) -> None:
    assert date_format([on_one_day(text) for text in texts], None) == form


def test_one_impossible_date_does_not_change_the_format_of_the_others() -> None:
    rows = [on_one_day(text) for text in ("10/24/2026", "10/25/2026", "13/10/2026")]
    assert date_format(rows, None) == MONTH_FIRST


def test_a_night_tells_the_date_format_by_its_length() -> None:
    night = WrittenSpan("01/02/2026", "02/02/2026", "23:30:00", "00:15:00", 2700)
    assert date_format([night], None) == DAY_FIRST
    other = WrittenSpan("02/01/2026", "02/02/2026", "23:30:00", "00:15:00", 2700)
    assert date_format([other], None) == MONTH_FIRST


@pytest.mark.parametrize(
    "texts", [["01/02/2026"], ["24/10/2026", "10/24/2026"], ["2026-10-24", "24.10.2026"]]
)
def test_dates_that_can_be_read_both_ways_are_asked_for_and_never_guessed(texts: list[str]) -> None:
    rows = [on_one_day(text) for text in texts]
    with pytest.raises(DateFormatError) as refused:
        date_format(rows, None)
    assert [field.field for field in refused.value.fields] == ["date_format"]
    assert date_format(rows, MONTH_FIRST) == MONTH_FIRST


def test_a_format_that_nobody_knows_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(UnknownDateFormatError, match="YYYY-MM-DD"):
        date_format([], "DD-MM-YY")


@pytest.mark.parametrize(
    ("text", "form", "reason"),
    [
        ("2026-02-30", ISO, "no such day"),
        ("13/13/2026", DAY_FIRST, "no such day"),
        ("24.10.2026", ISO, "not a date as YYYY-MM-DD"),
        ("1/2/26", DAY_FIRST, "not a date as DD/MM/YYYY"),
        ("44197.39", ISO, "spreadsheet's serial number"),
        ("'2026-01-01", ISO, "spreadsheet's apostrophe"),
        ("9999-12-31", ISO, "between 2000-01-01 and 2100-12-31"),
        ("0001-01-01", ISO, "between 2000-01-01 and 2100-12-31"),
        ("1999-12-31", ISO, "between 2000-01-01 and 2100-12-31"),
    ],
)
def test_what_is_no_date_says_why(text: str, form: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        day(text, form)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("09:05", time(9, 5)),
        ("9:05", time(9, 5)),
        ("09:05:30", time(9, 5, 30)),
        ("9:05:30 PM", time(21, 5, 30)),
        ("9:05 p.m.", time(21, 5)),
        ("12:00 AM", time(0, 0)),
        ("12:30PM", time(12, 30)),
        ("12:00\u00a0AM", time(0, 0)),
        ("12:00\u202fPM", time(12, 0)),
    ],
)
def test_times_of_day(text: str, at: time) -> None:
    assert clock(text) == at


@given(st.times().map(lambda at: at.replace(microsecond=0)), st.booleans())
def test_every_time_of_day_survives_both_clocks(at: time, unpadded: bool) -> None:
    for form in ("%H:%M:%S", "%I:%M:%S %p"):
        text = at.strftime(form)
        assert clock(text.removeprefix("0") if unpadded else text) == at


@pytest.mark.parametrize("text", ["25:00", "09:60", "9", "13:00 PM", "0:30 AM", "noon", ""])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a time of day"):
        clock(text)


@pytest.mark.parametrize("text", ["44197.39", "0.375", "'09:00"])
def test_spreadsheet_damage_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="do not re-save the file"):
        clock(text)


@pytest.mark.parametrize("name", ["Europe/Atlantis", "localtime", ""])
def test_a_zone_that_names_no_place_is_refused(name: str) -> None:
    with pytest.raises(UnknownTimeZoneError) as refused:
        zone(name)
    assert isinstance(refused.value, FileError)
    assert [field.field for field in refused.value.fields] == ["time_zone"]


@given(st.dates(date(1980, 1, 1), date(2100, 1, 1)), st.times(timezones=st.just(UTC)))
def test_every_instant_is_among_those_that_its_clock_face_means(on: date, at: time) -> None:
    instant = datetime.combine(on, at)
    face = instant.astimezone(COPENHAGEN).replace(tzinfo=None)
    assert instant in instants(face, COPENHAGEN)


def test_a_clock_face_means_one_instant_except_in_two_nights_of_the_year() -> None:
    usual, spring, autumn = (
        instants(datetime.fromisoformat(text), COPENHAGEN)
        for text in ("2026-07-01 12:00", "2026-03-29 02:30", "2026-10-25 02:30")
    )
    assert usual == (datetime(2026, 7, 1, 10, tzinfo=UTC),)
    assert spring == ()
    assert [later - autumn[0] for later in autumn] == [timedelta(0), timedelta(hours=1)]
