"""Rows as lines of CSV in UTF-8."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from spreadsheets.formulas import guarded

Cell = str | int | bool | Decimal | date | datetime | UUID | Sequence[str] | None


def written(rows: Iterable[Sequence[Cell]]) -> str:
    """Rows as lines of CSV. Text that a spreadsheet would take for a formula is guarded; numbers stay numbers."""
    out = io.StringIO()
    csv.writer(out).writerows([_text(cell) for cell in row] for row in rows)
    return out.getvalue()


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "Yes" if cell else "No"
        case str():
            return guarded(cell)
        case Decimal():
            return f"{cell:f}"
        case int() | date() | UUID():
            return str(cell)
    return guarded(", ".join(cell))
