"""Work on foreign text grows with its length, not with a power of it: measured by ratio, not by the clock."""

import contextlib
import csv
import io
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from spreadsheets.formulas import unguarded
from testkit.foreign_input import slow_texts
from timer.importing.csv_file import MAX_CELL_LENGTH
from timer.importing.dates import clock, day, split_moment
from timer.importing.errors import FileError
from timer.importing.numbers import decimal_mark, duration, money, number, unit_of_integers
from timer.importing.parsing import ImportOptions, parse
from timer.importing.rows import billable

EXPORTS = Path(__file__).parent / "exports"
FILES = sorted(path.name for path in EXPORTS.iterdir())


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
        lambda text: money(text, ","),
        lambda text: split_moment(text),
        unguarded,
        clock,
        billable,
    ],
)
def test_reading_a_cell_is_linear_and_ends_in_a_value_or_a_reason(
    read: Callable[[str], object],
) -> None:
    assert slow_texts(read) == []


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


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("pump", ["1,", "0:", " ", "' ", "1 1", "T"])
def test_a_megabyte_of_the_worst_of_each_product_takes_a_moment(name: str, pump: str) -> None:
    """Each cell in its turn is as long as a cell may be."""
    text = (EXPORTS / name).read_text()
    header, row, *_ = csv.reader(io.StringIO(text), delimiter=";" if ";" in text[:20] else ",")
    worst = (pump * MAX_CELL_LENGTH)[: MAX_CELL_LENGTH - 1]
    rows = [[*row[:place], worst, *row[place + 1 :]] for place in range(len(row))]
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows, *rows, *rows])
    began = time.process_time()
    with contextlib.suppress(FileError):
        parse(out.getvalue().encode(), ImportOptions("Europe/Copenhagen"))
    assert time.process_time() - began < 2
