"""Numbers and durations mean what was written, or are asked for: they are never guessed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timer.importing.errors import DecimalMarkError, UnknownDecimalError
from timer.importing.numbers import (
    Duration,
    Unit,
    decimal_mark,
    duration,
    number,
    unit_of_integers,
)

marks = st.sampled_from([".", ","])
seconds = st.integers(0, 999 * 3600)


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        (["2,000.50"], "."),
        (["2.000,50"], ","),
        (["2 000,50"], ","),
        (["20,0", "1,234"], ","),
        (["1.234.567"], ","),
        (["1,234,567"], "."),
        (["0.790"], "."),
        (["-0,5"], ","),
        (["475", ""], None),
        ([], None),
    ],
)
def test_the_decimal_mark_is_proven_by_unambiguous_cells(
    cells: list[str], mark: str | None
) -> None:
    assert decimal_mark(cells, None) == mark


@pytest.mark.parametrize("cells", [["1,234"], ["12.345", "7"], ["1.50", "1,50"]])
def test_a_decimal_mark_without_proof_is_asked_for(cells: list[str]) -> None:
    with pytest.raises(DecimalMarkError) as refused:
        decimal_mark(cells, None)
    assert [field.field for field in refused.value.fields] == ["decimal"]


def test_a_decimal_mark_that_is_said_decides() -> None:
    assert decimal_mark(["1,234"], ",") == ","
    with pytest.raises(UnknownDecimalError):
        decimal_mark([], ";")


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("2,000.50", ".", "2000.50"),
        ("2.000,50", ",", "2000.50"),
        ("2 000,50", ",", "2000.50"),
        ("2\u00a0000,50", ",", "2000.50"),
        ("2'000.50", ".", "2000.50"),
        ("-12.5", ".", "-12.5"),
        (".5", ".", "0.5"),
        ("475", None, "475"),
    ],
)
def test_numbers_are_read_exactly(text: str, mark: str | None, value: str) -> None:
    assert number(text, mark) == Decimal(value)


@pytest.mark.parametrize("text", ["7,50", "1,23.4", "abc", "", "1..2", "1e3", "+1", "∞"])
def test_a_number_against_the_decimal_mark_of_its_file_is_not_a_number(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        number(text, ".")


@given(st.decimals(-(10**9), 10**9, places=2), marks, st.sampled_from(["", " ", "\u202f", "group"]))
def test_every_amount_survives_being_written_with_any_marks(
    amount: Decimal, mark: str, group: str
) -> None:
    grouping = {".": ",", ",": "."}[mark] if group == "group" else group
    text = f"{amount:,.2f}".replace(",", "_").replace(".", mark).replace("_", grouping)
    assert number(text, mark) == amount
    assert decimal_mark([text], None) == mark


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1:30:00", Duration(5400)),
        ("01:30:00", Duration(5400)),
        ("27:10:05", Duration(97805)),
        ("1:30", Duration(5400, slack=59)),
        ("18:25 min", Duration(1105)),
        ("45 sec", Duration(45)),
        ("1.5", Duration(5400, slack=18)),
        ("0.79 h", Duration(2844, slack=18)),
        ("0.33", Duration(1188, slack=18)),
        ("0.3333", Duration(1200, slack=0)),
        ("02:00:00 AM", Duration(7200, resaved=True)),
        ("12:20:00 AM", Duration(1200, resaved=True)),
    ],
)
def test_durations_are_recognised_by_their_shape(text: str, read: Duration) -> None:
    assert duration(text, ".", None) == read


@pytest.mark.parametrize("text", ["", "-", "-1:00:00", "1:60:00", "1:00:60", "soon", "1 day"])
def test_what_has_no_shape_of_a_duration_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="not a "):
        duration(text, ".", "seconds")


@given(seconds, st.booleans())
def test_a_duration_with_seconds_survives_being_written(total: int, padded: bool) -> None:
    hours, rest = divmod(total, 3600)
    text = f"{hours:02}" if padded else f"{hours}"
    assert duration(f"{text}:{rest // 60:02}:{rest % 60:02}", None, None) == Duration(total)
    assert duration(f"{total // 60}:{total % 60:02} min", None, None) == Duration(total)


@given(seconds, marks)
def test_a_cut_duration_is_off_by_its_slack_at_most(total: int, mark: str) -> None:
    minutes = duration(f"{total // 3600}:{total % 3600 // 60:02}", None, None)
    assert 0 <= total - minutes.seconds <= minutes.slack
    hours = duration(f"{Decimal(total) / 3600:.2f}".replace(".", mark), mark, None)
    assert abs(total - hours.seconds) <= hours.slack


@given(st.integers(0, 10**6))
def test_two_decimals_of_an_hour_are_whole_seconds(hundredths: int) -> None:
    text = f"{hundredths // 100}.{hundredths % 100:02}"
    assert duration(text, ".", None).seconds == hundredths * 36


@pytest.mark.parametrize(
    ("cells", "unit"),
    [
        ([("5400", 5400), ("2", None)], "seconds"),
        ([("2", 7200)], "hours"),
        ([("2", None), ("1.5", None)], "hours"),
        ([("2", None)], None),
        ([("5400", 5400), ("2", 7200)], None),
        ([("1:30", 5400)], None),
    ],
)
def test_a_bare_integer_means_what_the_times_of_its_file_say(
    cells: list[tuple[str, int | None]], unit: Unit | None
) -> None:
    assert unit_of_integers(cells) == unit


def test_a_bare_integer_without_proof_is_an_error_of_its_row() -> None:
    assert duration("5400", None, "seconds").seconds == 5400
    assert duration("2", None, "hours").seconds == 7200
    with pytest.raises(ValueError, match="hours or seconds"):
        duration("2", None, None)
