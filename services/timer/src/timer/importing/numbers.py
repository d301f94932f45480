"""Decimal numbers whose decimal mark is decided once per file."""

import re
from collections.abc import Iterable
from decimal import Decimal

from timer.importing.refusal import FileRefusedError

SPACES = r"\s\'"
GROUPS = {
    mark: re.compile(
        rf"-?\d{{1,3}}([{other}{SPACES}]\d{{3}})+({mark}\d+)?|-?\d+({mark}\d+)?|-?{mark}\d+"
    )
    for mark, other in ((r"\.", ","), (",", "."))
}


def decimal_mark(cells: Iterable[str], given: str | None) -> str | None:
    """`.` or `,`, or None when no cell needs one. Only ambiguous cells: refused, never guessed."""
    if given is not None:
        if given not in (".", ","):
            raise FileRefusedError("unknown-decimal", "decimal is '.' or ','", "decimal")
        return given
    told: set[str] = set()
    open_cell = None
    for cell in cells:
        mark = _told_by(cell)
        if mark:
            told.add(mark)
        elif "." in cell or "," in cell:
            open_cell = cell
    if len(told) > 1:
        raise FileRefusedError(
            "decimal-mark", "some numbers have a decimal comma, some a point", "decimal"
        )
    if not told and open_cell is not None:
        raise FileRefusedError("decimal-mark", f"{open_cell!r} can be read in two ways", "decimal")
    return told.pop() if told else None


def _told_by(cell: str) -> str | None:
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
    """The exact value; ValueError when the text is not a number under this mark."""
    mark = mark or "."
    pattern = GROUPS[r"\." if mark == "." else ","]
    if not pattern.fullmatch(text):
        raise ValueError(f"not a number with decimal mark {mark!r}")
    digits = re.sub(rf"[{'.' if mark == ',' else ','}{SPACES}]", "", text)
    return Decimal(digits.replace(",", "."))
