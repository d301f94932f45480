"""Cells: numbers, dates, times, durations and flags as exports write them."""

from datetime import date, time
from decimal import Decimal

import pytest

from timer.importing.billable import billable
from timer.importing.clocks import clock
from timer.importing.dates import Stretch, date_format, day
from timer.importing.durations import Duration, duration, meaning_of_integers
from timer.importing.numbers import decimal_mark, number
from timer.importing.refusal import FileRefusedError


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        (["2,000.50"], "."),
        (["2.000,50"], ","),
        (["2 000,50"], ","),
        (["20,0", "1,234"], ","),
        (["1.234.567"], ","),
        (["0.790"], "."),
        (["475", ""], None),
    ],
)
def test_the_decimal_mark_is_told_by_unambiguous_cells(cells: list[str], mark: str | None) -> None:
    assert decimal_mark(cells, None) == mark


@pytest.mark.parametrize("cells", [["1,234"], ["1.50", "1,50"]])
def test_a_decimal_mark_that_is_not_told_is_asked_for(cells: list[str]) -> None:
    with pytest.raises(FileRefusedError) as refused:
        decimal_mark(cells, None)
    assert refused.value.ask == "decimal"


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("2,000.50", ".", "2000.50"),
        ("2.000,50", ",", "2000.50"),
        ("2 000,50", ",", "2000.50"),
        ("2\u00a0000,50", ",", "2000.50"),
        ("-12.5", ".", "-12.5"),
        ("475", None, "475"),
    ],
)
def test_numbers_are_read_exactly(text: str, mark: str | None, value: str) -> None:
    assert number(text, mark) == Decimal(value)


@pytest.mark.parametrize("text", ["7,50", "1,23.4", "abc", "", "1..2"])
def test_a_number_against_the_decimal_mark_of_its_file_is_not_a_number(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        number(text, ".")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("09:05", time(9, 5)),
        ("9:05", time(9, 5)),
        ("09:05:30", time(9, 5, 30)),
        ("9:05:30 PM", time(21, 5, 30)),
        ("12:00 AM", time(0, 0)),
        ("12:00\u202fPM", time(12, 0)),
    ],
)
def test_times_of_day(text: str, at: time) -> None:
    assert clock(text) == at


@pytest.mark.parametrize("text", ["25:00", "9", "13:00 PM", "44197.39", "'09:00"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"time of day|spreadsheet"):
        clock(text)


def test_a_serial_number_is_named_as_spreadsheet_damage() -> None:
    with pytest.raises(ValueError, match="spreadsheet"):
        day("44197.39", "YYYY-MM-DD")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1:30:00", Duration(5400)),
        ("27:10:05", Duration(97805)),
        ("1:30", Duration(5400, 59)),
        ("18:25 min", Duration(1105)),
        ("45 sec", Duration(45)),
        ("1.5", Duration(5400, 18)),
        ("0.79 h", Duration(2844, 18)),
        ("0.33", Duration(1188, 18)),
        ("02:00:00 AM", Duration(7200, resaved=True)),
        ("12:20:00 AM", Duration(1200, resaved=True)),
    ],
)
def test_durations_are_told_by_their_shape(text: str, read: Duration) -> None:
    assert duration(text, ".", None) == read


def test_a_bare_integer_means_what_the_stretches_of_its_file_say() -> None:
    assert meaning_of_integers([("5400", 5400), ("2", None)]) == "seconds"
    assert meaning_of_integers([("2", 7200)]) == "hours"
    assert meaning_of_integers([("2", None)]) is None
    with pytest.raises(ValueError, match="hours or seconds"):
        duration("2", None, None)


def one_day(text: str) -> Stretch:
    return Stretch(text, text, "09:00:00", "10:00:00", 3600)


@pytest.mark.parametrize(
    ("texts", "form"),
    [
        (["2026-10-24"], "YYYY-MM-DD"),
        (["24.10.2026", "1.2.2026"], "DD.MM.YYYY"),
        (["01/02/2026", "24/10/2026"], "DD/MM/YYYY"),
        (["01/02/2026", "10/24/2026"], "MM/DD/YYYY"),
        (["10/24/2026", "10/25/2026", "13/10/2026"], "MM/DD/YYYY"),
    ],
)
def test_the_date_format_is_decided_once_per_file(texts: list[str], form: str) -> None:
    assert date_format([one_day(text) for text in texts], None) == form


def test_a_night_tells_the_date_format_by_its_length() -> None:
    night = Stretch("01/02/2026", "02/02/2026", "23:30:00", "00:15:00", 2700)
    assert date_format([night], None) == "DD/MM/YYYY"


def test_dates_that_can_be_read_both_ways_are_asked_for_and_never_guessed() -> None:
    with pytest.raises(FileRefusedError) as refused:
        date_format([one_day("01/02/2026")], None)
    assert refused.value.ask == "date_format"
    assert date_format([one_day("01/02/2026")], "MM/DD/YYYY") == "MM/DD/YYYY"
    assert day("1/2/2026", "MM/DD/YYYY") == date(2026, 1, 2)


@pytest.mark.parametrize(
    ("word", "flag"), [("Yes", True), ("Ja", True), ("1", True), ("", False), ("いいえ", False)]
)
def test_billable_words_of_several_languages(word: str, flag: bool) -> None:
    assert billable(word) is flag


def test_an_unknown_billable_word_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="yes or no"):
        billable("perhaps")


@pytest.mark.parametrize("text", ["9999-12-31", "0001-01-01", "1969-12-31"])
def test_far_days_are_errors_of_their_row(text: str) -> None:
    with pytest.raises(ValueError, match="between 1970-01-01 and 2200-12-31"):
        day(text, "YYYY-MM-DD")
