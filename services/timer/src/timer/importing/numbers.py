"""Decimal numbers and durations. What a file leaves open about them is decided once for all its rows."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from timer.importing.dates import clock
from timer.importing.errors import DecimalMarkError, UnknownDecimalError

Unit = Literal["hours", "seconds"]
_HOUR_SECONDS = 3600
_MOST_HOURS = 10**9
_SPACES = r"\s\'"
_GROUPED = {
    mark: re.compile(
        rf"-?\d{{1,3}}([{other}{_SPACES}]\d{{3}})+({mark}\d+)?|-?\d+({mark}\d+)?|-?{mark}\d+"
    )
    for mark, other in ((r"\.", ","), (",", "."))
}
_HOURS = re.compile(r"[\d.,\s]+h?")
_WHOLE = re.compile(r"\d{1,9}")
_MONEY = re.compile(
    r"(?P<before>[A-Za-z]{3}|[€£$])?\s*(?P<amount>-?[\d.,'](?:[\d.,'\s]*[\d.,'])?)\s*(?P<after>[A-Za-z]{3}|[€£$])?"
)
_LONGEST_NUMBER = 20
"""Characters: more than any export writes, and few enough for exact arithmetic."""
_LONGEST_MONEY = 2 * _LONGEST_NUMBER


def decimal_mark(cells: Iterable[str], given: str | None) -> str | None:
    """`.` or `,`, or None when no cell needs one. Raises FileError rather than guess."""
    if given is not None:
        if given not in (".", ","):
            raise UnknownDecimalError("decimal is '.' or ','", "decimal")
        return given
    proven: set[str] = set()
    ambiguous = None
    for cell in cells:
        if mark := _proven_mark(cell):
            proven.add(mark)
        elif "." in cell or "," in cell:
            ambiguous = cell
    if len(proven) > 1:
        raise DecimalMarkError("some numbers have a decimal comma, some a point", "decimal")
    if not proven and ambiguous is not None:
        raise DecimalMarkError(f"{ambiguous!r} can be read in two ways", "decimal")
    return proven.pop() if proven else None


def _proven_mark(cell: str) -> str | None:
    """The decimal mark this cell proves, if it proves one: `1,234` does not, `0,234` and `1,23` do."""
    dots, commas = cell.count("."), cell.count(",")
    if dots and commas:
        return "." if cell.rfind(".") > cell.rfind(",") else ","
    if dots > 1 or commas > 1:
        return "," if dots else "."
    if dots + commas == 0:
        return None
    mark = "." if dots else ","
    whole, _, part = cell.strip().lstrip("-").partition(mark)
    grouped = len(part) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")
    return None if grouped else mark


def number(text: str, mark: str | None) -> Decimal:
    """The exact value. Raises ValueError when the text is not a number under this decimal mark."""
    mark = mark or "."
    pattern = _GROUPED[r"\." if mark == "." else ","]
    if len(text) > _LONGEST_NUMBER or not pattern.fullmatch(text):
        raise ValueError(f"not a number with decimal mark {mark!r}")
    digits = re.sub(rf"[{'.' if mark == ',' else ','}{_SPACES}]", "", text)
    return Decimal(digits.replace(",", "."))


def money(text: str, mark: str | None) -> tuple[str | None, Decimal]:
    """An amount, and the currency written beside it: `84.00`, `EUR 84.00`, `84,00 €`. Raises ValueError."""
    match = _money(text)
    if not match:
        return None, number(text, mark)
    currency = match["before"] or match["after"]
    return currency.upper() if currency else None, number(match["amount"], mark)


def amount_in(text: str) -> str:
    """The digits of an amount, without the currency beside them."""
    match = _money(text.strip())
    return match["amount"] if match else text


def _money(text: str) -> re.Match[str] | None:
    return _MONEY.fullmatch(text) if len(text) <= _LONGEST_MONEY else None


@dataclass(frozen=True, slots=True)
class Duration:
    """`slack`: the largest difference to end - start, in seconds, that the cell's precision explains.

    `resaved`: a spreadsheet wrote the duration as a time of day.
    """

    seconds: int
    slack: int = 0
    resaved: bool = False


def duration(text: str, mark: str | None, unit: Unit | None) -> Duration:
    """Read a duration by its shape; `unit` is what a bare integer means in this file.

    Raises ValueError for a shape that is not known.
    """
    for shape, read in _SHAPES:
        if match := shape.fullmatch(text):
            return read(match)
    if _WHOLE.fullmatch(text) and unit != "hours":
        if unit is None:
            raise ValueError("a bare integer: hours or seconds? Nothing in the file tells")
        return Duration(int(text))
    if match := _HOURS.fullmatch(text):
        return _decimal_hours(match[0].removesuffix("h").strip(), mark)
    raise ValueError("not a duration")


def unit_of_integers(cells: Iterable[tuple[str, int | None]]) -> Unit | None:
    """Compare bare integers with end - start of their rows (seconds; None: unknown), once per file."""
    fits: dict[Unit, int] = {"seconds": 0, "hours": 0}
    for text, span in cells:
        if "." in text or "," in text:
            return "hours"
        if span is None or not _WHOLE.fullmatch(text):
            continue
        fits["seconds"] += abs(int(text) - span) < 60
        fits["hours"] += abs(int(text) * _HOUR_SECONDS - span) < 60
    if fits["seconds"] == fits["hours"]:
        return None
    return max(fits, key=lambda unit: fits[unit])


def _decimal_hours(text: str, mark: str | None) -> Duration:
    hours = number(text, mark)
    if not 0 <= hours < _MOST_HOURS:
        raise ValueError("not a duration")
    exponent = hours.as_tuple().exponent
    places = max(2, -exponent if isinstance(exponent, int) else 0)
    seconds = (hours * _HOUR_SECONDS).quantize(Decimal(1), ROUND_HALF_UP)
    return Duration(int(seconds), _HOUR_SECONDS // (2 * 10**places))


def _time_of_day(match: re.Match[str]) -> Duration:
    at = clock(match[0])
    return Duration(_seconds(at.hour, at.minute, at.second), resaved=True)


def _seconds(hours: str | int, minutes: str | int, seconds: str | int = 0) -> int:
    return int(hours) * _HOUR_SECONDS + int(minutes) * 60 + int(seconds)


_SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Duration]], ...] = (
    (re.compile(r"(\d{1,9}):([0-5]\d):([0-5]\d)"), lambda m: Duration(_seconds(m[1], m[2], m[3]))),
    (re.compile(r"(\d{1,9}):([0-5]\d)\s*min"), lambda m: Duration(_seconds(0, m[1], m[2]))),
    (re.compile(r"(\d{1,9})\s*sec"), lambda m: Duration(int(m[1]))),
    (re.compile(r"(\d{1,9}):([0-5]\d)"), lambda m: Duration(_seconds(m[1], m[2]), slack=59)),
    (re.compile(r"\d{1,2}:\d{2}:\d{2}\s*[AaPp][Mm]"), _time_of_day),
)
