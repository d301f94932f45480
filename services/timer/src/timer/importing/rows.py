"""One record of a file as a row of time: who, for whom, on what, and when."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from timer.addresses import checked
from timer.importing.columns import Cells, Columns
from timer.importing.csv_file import CsvRecord
from timer.importing.dates import clock, day, has_seconds
from timer.importing.errors import CellError
from timer.importing.numbers import Duration, Unit, duration
from timer.importing.seconds import WorkedTime, WrittenTime, measure
from timer.names import folded

MAX_NAME_LENGTH, MAX_TEXT_LENGTH = 255, 5000
YES = frozenset({"yes", "1", "true", "ja", "oui", "sim", "sí", "si", "tak", "kyllä", "はい"})
NO = frozenset(
    {"no", "0", "", "false", "nein", "nej", "nei", "nee", "non", "não", "nie", "ei", "いいえ"}
)
_ONE_DAY = timedelta(days=1)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Notation:
    """How a file writes dates, decimal numbers and bare integers: decided once, for all its rows."""

    date_format: str
    decimal: str | None
    unit: Unit | None


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """`name` and `email` are those of the agent. `billable` is None where the file has no such column."""

    line: int
    name: str
    email: str
    client: str
    project: str
    task: str
    description: str
    tags: tuple[str, ...]
    billable: bool | None
    time: WorkedTime

    @property
    def person(self) -> str:
        """The agent's identity as in the file."""
        return self.email or folded(self.name)

    @property
    def seconds(self) -> int:
        return self.time.seconds

    @property
    def work_date(self) -> date:
        return self.time.written.work_date

    @property
    def written_start(self) -> datetime | None:
        """Local, as the file has it."""
        return self.time.written.start


def parse_row(
    record: CsvRecord, columns: Columns, notation: Notation, place: ZoneInfo
) -> ParsedRow:
    """Raises CellError for the first cell that cannot be read."""
    cells = _RowCells(record.cells, columns, notation)
    work_date, start = cells.moment("start", None)
    if work_date is None:
        raise CellError(columns.name("start_date"), "", "no start date")
    name, email = cells.name("who"), cells.email()
    if not name and not email:
        raise CellError(columns.name("who"), "", "nobody is named")
    _, end = cells.moment("end", work_date)
    if start and end and not columns.has("end_date") and end < start:
        end += _ONE_DAY
    return ParsedRow(
        record.line, name, email,
        cells.name("client"), cells.name("project"), cells.name("task"),
        cells.text("description"), cells.tags(), cells.billable(),
        measure(WrittenTime(work_date, start, end, cells.coarse(), cells.duration()), place),
    )  # fmt: skip


def billable(word: str) -> bool:
    """Raises ValueError for a word we do not know: money is not guessed."""
    folded_word = word.strip().casefold()
    if folded_word in YES:
        return True
    if folded_word in NO:
        return False
    raise ValueError("not a word for yes or no")


@dataclass(frozen=True, slots=True)
class _RowCells:
    """The cells of one record by field. All methods raise CellError."""

    cells: Cells
    columns: Columns
    notation: Notation

    def name(self, field: str) -> str:
        return self._limited(field, " ".join(self._normal(field).split()), MAX_NAME_LENGTH)

    def email(self) -> str:
        address = self.name("email").casefold()
        try:
            return checked(address) if address else ""
        except ValueError as error:
            raise self._error("email", str(error)) from None

    def text(self, field: str) -> str:
        return self._limited(field, self._normal(field), MAX_TEXT_LENGTH)

    def tags(self) -> tuple[str, ...]:
        parts = (part.strip() for part in self.text("tags").split(", "))
        return tuple(sorted({tag for tag in parts if tag}))

    def billable(self) -> bool | None:
        return self._read("billable", billable) if self.columns.has("billable") else None

    def duration(self) -> Duration | None:
        if self._raw("duration") in ("", "-"):
            return None
        return self._read(
            "duration", lambda text: duration(text, self.notation.decimal, self.notation.unit)
        )

    def moment(self, side: str, default: date | None) -> tuple[date | None, datetime | None]:
        """The date (else the default) and, where there is a time too, both together."""
        date_field, time_field = f"{side}_date", f"{side}_time"
        on, at = default, None
        if self._raw(date_field):
            on = self._read(date_field, lambda text: day(text, self.notation.date_format))
        if self._raw(time_field):
            at = self._read(time_field, clock)
        return on, datetime.combine(on, at) if on and at is not None else None

    def coarse(self) -> bool:
        return not (has_seconds(self._raw("start_time")) and has_seconds(self._raw("end_time")))

    def _raw(self, field: str) -> str:
        return self.columns.cell(self.cells, field)

    def _normal(self, field: str) -> str:
        """In one Unicode form and with one end of line, which programs write differently for the same text."""
        text = self._raw(field).replace("\r\n", "\n").replace("\r", "\n")
        return unicodedata.normalize("NFC", text)

    def _read(self, field: str, read: Callable[[str], _T]) -> _T:
        try:
            return read(self._raw(field))
        except ValueError as error:
            raise self._error(field, str(error)) from None

    def _limited(self, field: str, text: str, longest: int) -> str:
        if len(text) > longest:
            raise self._error(field, f"longer than {longest} characters")
        return text

    def _error(self, field: str, reason: str) -> CellError:
        return CellError(self.columns.name(field), self._raw(field)[:80], reason)
