"""Work on foreign text grows with its length, not with a power of it: measured by ratio, not by the clock."""

import contextlib
from collections.abc import Callable
from decimal import Decimal

import pytest

from testkit.foreign_input import grows_linearly
from timer.importing.csv_file import MAX_CELL_LENGTH
from timer.importing.dates import clock, day
from timer.importing.numbers import decimal_mark, duration, number, unit_of_integers
from timer.importing.rows import billable

PUMPS = ("0", "1,", "1.", " ", "1 ", "1'", "0:", "-", ":00", "1:00:00 ", "a", "amount(", "(", "'")
ENDS = ("", "x", "h", ":", " min", " sec", "AM", ")", "\0", ",")


@pytest.mark.parametrize(
    "read",
    [
        lambda text: number(text, "."),
        lambda text: number(text, ","),
        lambda text: duration(text, ".", "seconds"),
        lambda text: duration(text, ",", "hours"),
        lambda text: decimal_mark([text], None),
        lambda text: unit_of_integers([(text, 60)]),
        lambda text: day(text, "DD.MM.YYYY"),
        clock,
        billable,
    ],
)
def test_reading_a_cell_is_linear_and_ends_in_a_value_or_a_reason(
    read: Callable[[str], object],
) -> None:
    slow = [(p, e) for p in PUMPS for e in ENDS if not grows_linearly(read, p, e)]
    assert slow == []


@pytest.mark.parametrize("digits", [10, 20, 30, 300, 5_000, MAX_CELL_LENGTH])
def test_a_number_of_any_length_is_a_value_or_a_reason(digits: int) -> None:
    for text in ("9" * digits, "9" * digits + ".5", "9" * digits + ":00:00", "0." + "9" * digits):
        for unit in ("hours", "seconds", None):
            try:
                found = duration(text, ".", unit)
            except ValueError:
                continue
            assert 0 <= found.seconds < 10**15
        with contextlib.suppress(ValueError):
            assert isinstance(number(text, "."), Decimal)
        unit_of_integers([(text, 60)])
