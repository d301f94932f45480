"""One row of a file as typed values, before zones and rules."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from timer.importing.billable import billable
from timer.importing.clocks import clock, has_seconds
from timer.importing.columns import Columns
from timer.importing.dates import day
from timer.importing.durations import Duration, Unit, duration
from timer.importing.numbers import number
from timer.importing.refusal import BadCellError
from timer.names import folded

LONGEST_NAME, LONGEST_TEXT = 255, 5000
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Notation:
    """How this file writes dates, numbers and bare integers: decided once, for all its rows."""

    date_format: str
    decimal: str | None
    whole: Unit | None


@dataclass(frozen=True, slots=True)
class Line:
    """`start` and `end` are clock faces as written. `coarse`: one of the two was written without seconds."""

    line: int
    name: str
    email: str
    client: str
    project: str
    task: str
    description: str
    tags: tuple[str, ...]
    billable: bool | None
    work_date: date
    start: datetime | None
    end: datetime | None
    coarse: bool
    duration: Duration | None

    @property
    def person(self) -> str:
        """The agent's identity as in the file."""
        return self.email or folded(self.name)


def clean(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def read_line(at: int, cells: tuple[str, ...], columns: Columns, notation: Notation) -> Line:
    """BadCellError for the first cell that cannot be read."""
    reader = _Cells(cells, columns, notation)
    work_date, start = reader.moment("start", None)
    if work_date is None:
        raise BadCellError(columns.name("start_date"), "", "no start date")
    name, email = reader.name("who"), reader.name("email").casefold()
    if not name and not email:
        raise BadCellError(columns.name("who"), "", "nobody is named")
    _, end = reader.moment("end", work_date)
    if start and end and not columns.has("end_date") and end < start:
        end += DAY
    return Line(
        at, name, email,
        reader.name("client"), reader.name("project"), reader.name("task"),
        reader.text("description"), reader.tags(), reader.billable(),
        work_date, start, end, reader.coarse(), reader.duration(),
    )  # fmt: skip


def amounts(
    cells: tuple[str, ...], columns: Columns, mark: str | None
) -> Iterable[tuple[str | None, Decimal]]:
    """The money of one row by currency; BadCellError when it is not a number."""
    for place, currency in columns.amounts:
        text = cells[place].strip()
        if text in ("", "-"):
            continue
        try:
            yield currency or columns.cell(cells, "currency").upper() or None, number(text, mark)
        except ValueError as error:
            raise BadCellError(columns.names[place], text, str(error)) from None


@dataclass(frozen=True, slots=True)
class _Cells:
    cells: tuple[str, ...]
    columns: Columns
    notation: Notation

    def raw(self, field: str) -> str:
        return self.columns.cell(self.cells, field)

    def bad(self, field: str, reason: object) -> BadCellError:
        return BadCellError(self.columns.name(field), self.raw(field)[:80], str(reason))

    def name(self, field: str) -> str:
        text = " ".join(clean(self.raw(field)).split())
        if len(text) > LONGEST_NAME:
            raise self.bad(field, f"longer than {LONGEST_NAME} characters")
        return text

    def text(self, field: str) -> str:
        text = clean(self.raw(field))
        if len(text) > LONGEST_TEXT:
            raise self.bad(field, f"longer than {LONGEST_TEXT} characters")
        return text

    def tags(self) -> tuple[str, ...]:
        return tuple(
            sorted({tag for part in self.text("tags").split(", ") if (tag := part.strip())})
        )

    def billable(self) -> bool | None:
        if not self.columns.has("billable"):
            return None
        try:
            return billable(self.raw("billable"))
        except ValueError as error:
            raise self.bad("billable", error) from None

    def duration(self) -> Duration | None:
        text = self.raw("duration")
        if text in ("", "-"):
            return None
        try:
            return duration(text, self.notation.decimal, self.notation.whole)
        except ValueError as error:
            raise self.bad("duration", error) from None

    def moment(self, side: str, default: date | None) -> tuple[date | None, datetime | None]:
        date_text, time_text = self.raw(f"{side}_date"), self.raw(f"{side}_time")
        try:
            on = day(date_text, self.notation.date_format) if date_text else default
        except ValueError as error:
            raise self.bad(f"{side}_date", error) from None
        at = self._time(f"{side}_time", time_text)
        return on, datetime.combine(on, at) if on and at is not None else None

    def _time(self, field: str, text: str) -> time | None:
        try:
            return clock(text) if text else None
        except ValueError as error:
            raise self.bad(field, error) from None

    def coarse(self) -> bool:
        return not (has_seconds(self.raw("start_time")) and has_seconds(self.raw("end_time")))
