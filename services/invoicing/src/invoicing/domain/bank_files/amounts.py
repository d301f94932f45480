"""Amounts and dates as banks write them."""

import re
from datetime import date
from decimal import Decimal
from typing import Literal

DecimalMark = Literal[",", "."]
DateOrder = Literal["day-first", "month-first", "year-first"]
_NUMBER = re.compile(r"[+-]?\d{1,13}([.,' ]\d{3})*([.,]\d{1,4})?-?|[+-]?[.,]\d{1,4}-?", re.ASCII)
_DAY = re.compile(r"(\d{1,4})[-./ ](\d{1,2})[-./ ](\d{1,4})", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)


def decimal_mark(cells: list[str]) -> DecimalMark | None:
    """Which mark the amounts of a file have; None when they do not say it, as 1.234 alone does not."""
    marks: set[DecimalMark] = set()
    for cell in cells:
        comma, point = cell.rfind(","), cell.rfind(".")
        if comma >= 0 and point >= 0:
            marks.add("," if comma > point else ".")
        elif comma >= 0 and not re.search(r",\d{3}(\D|$)", cell):
            marks.add(",")
        elif point >= 0 and not re.search(r"\.\d{3}(\D|$)", cell):
            marks.add(".")
    if len(marks) == 1:
        return marks.pop()
    return None if marks or any(re.search(r"[.,]", cell) for cell in cells) else ","


def to_amount(cell: str, mark: DecimalMark) -> Decimal | None:
    """A number with this decimal mark, its sign before or after; None for what is none."""
    written = cell.replace("\xa0", " ").replace("−", "-").strip()
    if not _NUMBER.fullmatch(written):
        return None
    thousands = "." if mark == "," else ","
    sign = -1 if "-" in written else 1
    digits = re.sub(r"[+\-' ]", "", written)
    if thousands in digits.partition(mark)[2] or not _grouped(digits.partition(mark)[0], thousands):
        return None
    return sign * Decimal(digits.replace(thousands, "").replace(mark, ".") or "0")


def _grouped(whole: str, thousands: str) -> bool:
    """Whether marks of thousands, if there are any, stand before each three digits."""
    first, *others = whole.split(thousands)
    return not others or (0 < len(first) <= 3 and all(len(one) == 3 for one in others))


def to_day(cell: str, order: DateOrder) -> date | None:
    """A date in this order of its parts; a year with four digits always says itself."""
    written = cell.strip().partition("T")[0]
    found = _COMPACT.fullmatch(written) or _DAY.fullmatch(written)
    if not found:
        return None
    first, second, third = found.groups()
    if len(first) == 4 or order == "year-first":
        year, month, day = first, second, third
    elif order == "month-first":
        month, day, year = first, second, third
    else:
        day, month, year = first, second, third
    if len(year) not in (2, 4):
        return None
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None
