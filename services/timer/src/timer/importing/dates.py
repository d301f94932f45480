"""Dates whose format is decided once per file, and never guessed."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from timer.calendar import DAY_RANGE, is_possible_day
from timer.importing.clocks import clock, damage
from timer.importing.refusal import FileRefusedError

ISO, DOTS, MONTH_FIRST, DAY_FIRST = "YYYY-MM-DD", "DD.MM.YYYY", "MM/DD/YYYY", "DD/MM/YYYY"
PATTERNS = {
    ISO: re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    DOTS: re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})"),
    MONTH_FIRST: re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})"),
    DAY_FIRST: re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})"),
}
NEAR = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The cells of one row that tell a date format apart; `seconds` is its duration, when readable."""

    start_date: str
    end_date: str
    start_time: str
    end_time: str
    seconds: int | None


def day(text: str, form: str) -> date:
    """ValueError says what is wrong with the cell."""
    match = PATTERNS[form].fullmatch(text)
    if not match:
        raise ValueError(damage(text) or f"not a date as {form}")
    try:
        found = date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        raise ValueError(f"no such day, read as {form}") from None
    if not is_possible_day(found):
        raise ValueError(DAY_RANGE)
    return found


def date_format(rows: Iterable[Stretch], given: str | None) -> str:
    """The one format of the file. Slashes that can be read both ways are refused."""
    if given is not None:
        if given not in PATTERNS:
            raise FileRefusedError(
                "unknown-date-format", f"known: {', '.join(PATTERNS)}", "date_format"
            )
        return given
    evidence = _Evidence()
    for row in rows:
        evidence.add(row)
    return evidence.verdict()


class _Evidence:
    def __init__(self) -> None:
        self.shapes: Counter[str] = Counter()
        self.by_part: Counter[str] = Counter()
        self.by_span: Counter[str] = Counter()

    def add(self, row: Stretch) -> None:
        cells = [cell for cell in (row.start_date, row.end_date) if cell]
        self.shapes.update(shape for cell in cells if (shape := _shape(cell)))
        slashed = [cell for cell in cells if _shape(cell) == DAY_FIRST]
        self.by_part.update({told for cell in slashed if (told := _told_by_part(cell))})
        if told := _told_by_span(row):
            self.by_span[told] += 1

    def verdict(self) -> str:
        if not self.shapes:
            return ISO
        (shape, most), *others = self.shapes.most_common()
        if others and others[0][1] * 2 > most:
            raise FileRefusedError(
                "date-format", "the file mixes ways of writing dates", "date_format"
            )
        return shape if shape != DAY_FIRST else self._slashed()

    def _slashed(self) -> str:
        for votes in (self.by_part, self.by_span):
            day_first, month_first = votes[DAY_FIRST], votes[MONTH_FIRST]
            if max(day_first, month_first) == 0:
                continue
            # One impossible date is that row's error, not a reason to doubt all the others.
            if min(day_first, month_first) == 0 or (
                min(day_first, month_first) == 1 and max(day_first, month_first) > 1
            ):
                return DAY_FIRST if day_first > month_first else MONTH_FIRST
        raise FileRefusedError(
            "date-format", "MM/DD/YYYY or DD/MM/YYYY? The file does not tell", "date_format"
        )


def _shape(cell: str) -> str | None:
    return next((form for form in (ISO, DOTS, DAY_FIRST) if PATTERNS[form].fullmatch(cell)), None)


def _told_by_part(cell: str) -> str | None:
    first, second, _ = (int(part) for part in cell.split("/"))
    if first > 12 >= second:
        return DAY_FIRST
    return MONTH_FIRST if second > 12 >= first else None


def _told_by_span(row: Stretch) -> str | None:
    if row.start_date == row.end_date or row.seconds is None:
        return None
    fits = [form for form in (DAY_FIRST, MONTH_FIRST) if _fits(row, form, row.seconds)]
    return fits[0] if len(fits) == 1 else None


def _fits(row: Stretch, form: str, seconds: int) -> bool:
    try:
        start = datetime.combine(day(row.start_date, form), clock(row.start_time))
        end = datetime.combine(day(row.end_date, form), clock(row.end_time))
    except ValueError:
        return False
    return end >= start and abs(end - start - timedelta(seconds=seconds)) <= NEAR
