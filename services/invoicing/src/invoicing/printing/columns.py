"""Long tables as columns of text, whose rows and heights are known before anything is set.

The typesetter takes twice as long for a table of cells. It has the rows beside each other, for who hears the document or
takes its text out, and that is worth more where the lines are few.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from typesetting.widths import rows as rows_of

MOST_IN_A_TABLE = 200
_SURELY = 0.98
"""Some letters stand further apart than they are wide: as part of a row that is nothing."""
_MOST_POINTS = 500
"""What stays together fits on a page."""
_TEXT_POINTS, _DETAIL_POINTS = 10, 8
_BLANK = "\N{NO-BREAK SPACE}"
FIRST, MORE, DETAIL, MORE_DETAIL = range(4)
"""How a row is set: the first of a line, those that its text goes on in, its detail, and those that this goes on in."""
_POINTS = {FIRST: 19.62, MORE: 12.08, DETAIL: 13.032, MORE_DETAIL: 9.664}
"""From one row to the next: `columns` of the template."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a line says: its text, a smaller one below that, and the numbers to the right of the first row."""

    text: str
    detail: str
    numbers: Sequence[str]


def in_columns(groups: Sequence[Sequence[Entry]], points: float) -> dict[str, Any] | None:
    """The cells of each column, what kind of row each is, and behind which rows a page may end, with their height so far.

    None: something needs a table.
    """
    placed: list[tuple[int, list[str]]] = []
    ends, height = [], 0.0
    for group in groups:
        rows = [_rows(entry, points * _SURELY) for entry in group]
        if not all(rows):
            return None
        added = [row for entry in rows for row in entry]
        points_high = sum(_POINTS[kind] for kind, _ in added)
        if points_high > _MOST_POINTS:
            return None
        placed += added
        height += points_high
        ends.append([len(placed), round(height, 3)])
    return {
        "cells": list(zip(*(cells for _, cells in placed), strict=True)),
        "kinds": [kind for kind, _ in placed],
        "ends": ends,
    }


def _rows(entry: Entry, points: float) -> list[tuple[int, list[str]]]:
    """Empty: it needs a table."""
    texts = rows_of(entry.text, points / _TEXT_POINTS)
    details = rows_of(entry.detail, points / _DETAIL_POINTS) if entry.detail else []
    if texts is None or details is None:
        return []
    blank = [_BLANK] * len(entry.numbers)
    return [
        (FIRST, [texts[0], *entry.numbers]),
        *((MORE, [text, *blank]) for text in texts[1:]),
        *((MORE_DETAIL if n else DETAIL, [text, *blank]) for n, text in enumerate(details)),
    ]
