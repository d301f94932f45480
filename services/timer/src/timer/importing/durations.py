"""Durations by the shape of the cell, each with how far it may be off by having been cut."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from timer.importing.clocks import clock
from timer.importing.numbers import number

Unit = Literal["hours", "seconds"]
HOUR = 3600
LONG = re.compile(r"(\d+):([0-5]\d):([0-5]\d)")
SHORT = re.compile(r"(\d+):([0-5]\d)")
MINUTES = re.compile(r"(\d+):([0-5]\d)\s*min")
SECONDS = re.compile(r"(\d+)\s*sec")
SPREADSHEET = re.compile(r"\d{1,2}:\d{2}:\d{2}\s*[AaPp][Mm]")
HOURS = re.compile(r"([\d.,\s]+?)\s*h?")
WHOLE = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Duration:
    """`slack`: the largest difference to end - start, in seconds, that the cell's precision explains."""

    seconds: int
    slack: int = 0
    resaved: bool = False


def duration(text: str, mark: str | None, whole: Unit | None) -> Duration:
    """`whole` is what a bare integer means in this file. ValueError for no known shape."""
    for shape, read in SHAPES:
        if match := shape.fullmatch(text):
            return read(match)
    if WHOLE.fullmatch(text) and whole != "hours":
        if whole is None:
            raise ValueError("a bare integer: hours or seconds? Nothing in the file tells")
        return Duration(int(text))
    if match := HOURS.fullmatch(text):
        return _decimal_hours(match[1].strip(), mark)
    raise ValueError("not a duration")


def meaning_of_integers(cells: Iterable[tuple[str, int | None]]) -> Unit | None:
    """Compares bare integers with end - start of their rows (seconds, None if unknown), once per file."""
    fits: dict[Unit, int] = {"seconds": 0, "hours": 0}
    for text, span in cells:
        if "." in text or "," in text:
            return "hours"
        if span is None or not WHOLE.fullmatch(text):
            continue
        fits["seconds"] += abs(int(text) - span) < 60
        fits["hours"] += abs(int(text) * HOUR - span) < 60
    if fits["seconds"] == fits["hours"]:
        return None
    return max(fits, key=lambda unit: fits[unit])


def _decimal_hours(text: str, mark: str | None) -> Duration:
    hours = number(text, mark)
    exponent = hours.as_tuple().exponent
    places = max(2, -exponent if isinstance(exponent, int) else 0)
    seconds = (hours * HOUR).quantize(Decimal(1), ROUND_HALF_UP)
    return Duration(int(seconds), HOUR // (2 * 10**places))


def _resaved(match: re.Match[str]) -> Duration:
    face = clock(match[0])
    return Duration(face.hour * HOUR + face.minute * 60 + face.second, resaved=True)


Shape = tuple[re.Pattern[str], Callable[[re.Match[str]], Duration]]
SHAPES: tuple[Shape, ...] = (
    (LONG, lambda m: Duration(int(m[1]) * HOUR + int(m[2]) * 60 + int(m[3]))),
    (MINUTES, lambda m: Duration(int(m[1]) * 60 + int(m[2]))),
    (SECONDS, lambda m: Duration(int(m[1]))),
    (SHORT, lambda m: Duration(int(m[1]) * HOUR + int(m[2]) * 60, 59)),
    (SPREADSHEET, _resaved),
)
