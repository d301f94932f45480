"""What time is worth as a table, for files."""

import csv
import io
from collections.abc import Iterator, Sequence

from rates.domain.figures import Dimension
from rates.domain.valued_time import Part, ValuedTime

_FIGURES = (
    *("Currency", "Without a price because", "Entries", "Time"),
    *("Expected", "Invoiced", "Not invoiced", "Time invoiced"),
    *(
        "Approved",
        "Time approved",
        "Not approved",
        "Time not approved",
        "Time included",
        "Time prepaid",
    ),
    *("Of agreements", "Of agreements invoiced", "Of agreements ready"),
    "Cost",
)
_FORMULA = ("=", "-", "@", "+", "\t", "\n", "\r", "'")
"""What a spreadsheet would take for one, and the guard itself."""
Cells = tuple[object, ...]


def lines(found: ValuedTime, by: Sequence[Dimension]) -> Iterator[str]:
    """Lines of CSV: a row for each part and currency, and for its time without a price, by reason."""
    names = (one.replace("_", " ").capitalize() for one in by)
    header = (*names, *(_FIGURES if found.total.costs else _FIGURES[:-1]))
    yield _line(header)
    for group in found.groups:
        for part in group.parts if len(by) > 1 else (group,):
            shown = tuple(_name(one) for one in (group, part)[: len(by)])
            for figures in _figures(part):
                cells = (*shown, *figures)
                yield _line((*cells, *("" for _ in header[len(cells) :])))


def _figures(part: Part) -> Iterator[Cells]:
    for one in part.earnings:
        time, invoiced = _duration(one.seconds), _duration(one.invoiced_seconds)
        amounts = (one.amount.amount, one.invoiced.amount, one.to_invoice.amount)
        states = (
            *(one.approved.amount, _duration(one.approved_seconds)),
            *(one.logged.amount, _duration(one.logged_seconds)),
            *(_duration(one.included_seconds), _duration(one.prepaid_seconds)),
            *(one.charges.amount.amount, one.charges.billed.amount, one.charges.ready.amount),
        )
        yield one.amount.currency, "", one.entries, time, *amounts, invoiced, *states
    for unpriced in part.unpriced:
        time = _duration(unpriced.seconds)
        yield "", unpriced.reason, unpriced.entries, time
    for cost in part.costs.sums if part.costs else ():
        time, amount = _duration(cost.seconds), cost.amount
        blank = [""] * (len(_FIGURES) - 5)
        yield amount.currency, "", cost.entries, time, *blank, amount.amount


def _name(part: Part) -> str:
    if part.day is not None:
        return part.day.isoformat()
    name = part.name or (str(part.id) if part.id else "")
    return f"' {name}" if name.startswith(_FORMULA) else name


def _line(cells: Cells) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _duration(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
