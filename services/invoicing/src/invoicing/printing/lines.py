"""The lines, as they are printed: each cell's text, how wide the columns of numbers are, and which lines need one row."""

from itertools import pairwise
from typing import Any

from invoicing.domain.discounts import says_percent
from invoicing.domain.lines import Line, decimal_hours
from invoicing.domain.words import Wording
from invoicing.printing.columns import MOST_IN_A_TABLE, Entry, in_columns
from money import format_hours, format_number, format_price
from typesetting.languages import hours
from typesetting.widths import is_plain, width

_TEXT_POINTS, _LABEL_POINTS = 10, 7.5
_PAGE_POINTS = 470
"""Between the margins of an A4 page."""
_GAP_POINTS = 15
_LEAST_POINTS = {"hours": 52, "rate": 68, "amount": 88}
"""So that the columns look the same on most invoices."""
_LONG = 800
"""Characters of a line that may be split between two pages."""


def table(lines: tuple[Line, ...], currency: str, words: Wording) -> dict[str, Any]:
    """The table of the lines."""
    timed = any(line.kind == "time" for line in lines)
    counted = any(line.quantity is not None for line in lines)
    names = ("hours", "rate", "amount") if timed or counted else ("amount",)
    titles = {**_titles(timed, counted, words), "amount": words.amount}
    rows = [_row(line, currency, words) for line in lines]
    widths = [_width(name, titles[name], rows) for name in names]
    left = _PAGE_POINTS - sum(widths)
    joined = [line.of_line_id is not None for line in lines]
    columns, split = _columns(rows, joined, names, left)
    return {
        "titles": [words.description, *(titles[name] for name in names)],
        "widths": widths,
        "columns": columns,
        "rows": [
            {**_placed(row, names, left), "joined": is_joined}
            for row, is_joined in zip(rows[split:], joined[split:], strict=True)
        ],
    }


def _columns(
    rows: list[dict[str, str]], joined: list[bool], names: tuple[str, ...], left: float
) -> tuple[dict[str, Any] | None, int]:
    """Many lines but the last, which has the totals below it and its discounts beside it, as columns; and how many."""
    if len(rows) <= MOST_IN_A_TABLE:
        return None, 0
    starts = [n for n, is_joined in enumerate(joined) if n == 0 or not is_joined]
    entries = [Entry(row["text"], row["detail"], [row[name] for name in names]) for row in rows]
    groups = [entries[first:next_] for first, next_ in pairwise(starts)]
    columns = None if len(rows[-1]["text"]) > _LONG else in_columns(groups, left)
    return columns, starts[-1] if columns else 0


def _titles(timed: bool, counted: bool, words: Wording) -> dict[str, str]:
    """Of the columns that hours and quantities share."""
    if not counted:
        return {"hours": words.hours, "rate": words.rate}
    how_many = f"{words.hours} / {words.quantity.lower()}" if timed else words.quantity
    return {"hours": how_many, "rate": words.unit_price}


def _row(line: Line, currency: str, words: Wording) -> dict[str, str]:
    rate = line.hourly_rate if line.unit_price is None else line.unit_price
    amount = line.amount
    return {
        "text": line.description,
        "detail": _detail(line, words),
        "hours": _hours(line, words) if line.quantity is None else _quantity(line, words),
        "rate": "" if rate is None else format_price(rate, currency, words.locale),
        "amount": "" if amount is None else format_number(amount, currency, words.locale),
    }


def _width(name: str, title: str, rows: list[dict[str, str]]) -> float:
    label = width(title.upper()) * _LABEL_POINTS * 1.06
    longest = max((width(row[name]) for row in rows), default=0) * _TEXT_POINTS
    return round(max(_LEAST_POINTS[name], label + _GAP_POINTS, longest + _GAP_POINTS), 1)


def _placed(row: dict[str, str], names: tuple[str, ...], left: float) -> dict[str, Any]:
    """`plain` text needs no care for scripts and long words, `one` row is all that it takes."""
    text, detail = row["text"], row["detail"]
    plain = is_plain(text) and is_plain(detail)
    return {
        "text": text,
        "detail": detail,
        "numbers": [row[name] for name in names],
        "plain": plain,
        "one": plain and not detail and width(text) * _TEXT_POINTS <= left,
        "long": len(text) > _LONG,
    }


def _hours(line: Line, words: Wording) -> str:
    """The time worked and, where rounding makes that another, the time that is charged."""
    if line.seconds is None or line.billed_seconds is None or line.kind == "agreement":
        return ""
    if line.hour_decimals is not None:
        return _decimal_hours(line, line.hour_decimals, words)
    return written_hours(line.seconds, line.billed_seconds, words)


def _quantity(line: Line, words: Wording) -> str:
    """How many of what: 2,5 km."""
    assert line.quantity is not None
    return f"{words.number_of(line.quantity)} {line.unit or ''}".strip()


def _decimal_hours(line: Line, decimals: int, words: Wording) -> str:
    """The hours that are charged, behind those worked where rounding makes that another time."""
    assert line.hours is not None
    charged = format_hours(line.hours, words.locale)
    if line.seconds is None or not line.is_rounded:
        return charged
    worked = decimal_hours(line.seconds, decimals) or line.hours
    return f"{format_hours(worked, words.locale)} ({words.billed(charged)})"


def written_hours(seconds: int, billed_seconds: int, words: Wording) -> str:
    """Hours and minutes, and what is charged of them where that is something else."""
    worked = hours(seconds)
    if seconds == billed_seconds:
        return worked
    return f"{worked} ({words.billed(hours(billed_seconds))})"


def _detail(line: Line, words: Wording) -> str:
    """Of an agreement's line: its days, and how much of what it includes is used. Of a discount in per cent: how many,
    unless its text says so.
    """
    if line.percent is not None:
        said = says_percent(line.description, line.percent)
        return "" if said else f"{words.number_of(line.percent)} %"
    if line.kind != "agreement":
        return ""
    days = words.days(line.first_day, line.last_day) if line.first_day and line.last_day else ""
    return " · ".join(filter(None, (days, _agreed(line, words))))


def _agreed(line: Line, words: Wording) -> str:
    """How much of what an agreement includes is used: hours, after rounding."""
    if line.included_seconds is None:
        return ""
    included = hours(line.included_seconds)
    text = (
        words.used(hours(line.billed_seconds), included)
        if line.billed_seconds
        else words.included(included)
    )
    if line.rolled_over_seconds:
        return f"{text}, {words.rolled_over(hours(line.rolled_over_seconds))}"
    return text
