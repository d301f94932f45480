"""Work on foreign text grows with its length, not with a power of it: measured by ratio, not by the clock."""

import contextlib
import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest

import timer.importing
from timer.importing.csv_file import MAX_CELL_LENGTH
from timer.importing.dates import clock, day
from timer.importing.numbers import decimal_mark, duration, number, unit_of_integers
from timer.importing.rows import billable

PUMPS = ("0", "1,", "1.", " ", "1 ", "1'", "0:", "-", ":00", "1:00:00 ", "a", "amount(", "(", "'")
ENDS = ("", "x", "h", ":", " min", " sec", "AM", ")", "\0", ",")


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every pattern that a module of the import holds, however it holds it."""
    for module in pkgutil.iter_modules(timer.importing.__path__):
        if module.name != "worker":
            values = vars(importlib.import_module(f"timer.importing.{module.name}"))
            for name, value in values.items():
                yield from ((f"{module.name}.{name}", found) for found in held(value))


def held(value: object) -> Iterator[re.Pattern[str]]:
    match value:
        case re.Pattern():
            yield value
        case dict():
            yield from held(tuple(value.values()))
        case list() | tuple():
            for one in value:
                yield from held(one)


def seconds_of(work: Callable[[], object]) -> float:
    """The least of several runs, in seconds of this process."""
    spent = []
    for _ in range(3):
        began = time.process_time()
        with contextlib.suppress(ValueError):
            work()
        spent.append(time.process_time() - began)
    return min(spent)


def grows_linearly(work: Callable[[str], object], pump: str, end: str) -> bool:
    """Four times the text takes far less than sixteen times the time; what takes no time at all grows as it likes."""
    short, long = (pump * (length // len(pump)) + end for length in (2_000, 8_000))
    took = seconds_of(lambda: work(long))
    return took < 0.002 or took < 9 * seconds_of(lambda: work(short))


ALL_PATTERNS = sorted({pattern.pattern: name for name, pattern in patterns()}.items())


def test_patterns_are_found_wherever_they_are() -> None:
    assert len(ALL_PATTERNS) > 10


@pytest.mark.parametrize(("pattern", "name"), ALL_PATTERNS)
def test_each_pattern_is_linear(pattern: str, name: str) -> None:
    match = re.compile(pattern).fullmatch
    slow = [(p, e) for p in PUMPS for e in ENDS if not grows_linearly(match, p, e)]
    assert slow == [], name


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
