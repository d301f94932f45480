"""One record of a file as a row of time: who, for whom, on what, and when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from timer.addresses import checked
from timer.importing.columns import Cells, Columns
from timer.importing.csv_file import CsvRecord
from timer.importing.dates import WrittenMoment, clock, day, has_seconds, offset, split_moment, zone
from timer.importing.errors import CellError, UnknownTimeZoneError
from timer.importing.numbers import Duration, Unit, duration
from timer.importing.seconds import WorkedTime, WrittenTime, measure
from timer.names import composed, folded

MAX_NAME_LENGTH, MAX_TEXT_LENGTH = 255, 5000
YES = frozenset(
    {"yes", "1", "true", "ja", "oui", "sim", "sí", "si", "sì", "tak", "kyllä", "ano", "はい"}
)
NO = frozenset(
    {"no", "0", "", "false", "nein", "nej", "nei", "nee", "non", "não", "nie", "ei", "ne", "いいえ"}
)
_BREAKS = ("break", "pause")
_ONE_DAY = timedelta(days=1)
_NO_INVOICE = ("", "-", "0")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Notation:
    """How a file writes dates, decimal numbers and bare integers: decided once, for all its rows."""

    date_format: str
    decimal: str | None
    unit: Unit | None


class Person(NamedTuple):
    """Somebody as a file names them."""

    name: str
    email: str

    @property
    def identity(self) -> str:
        """The address, else the name in one spelling."""
        return self.email or folded(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedRow:
    """`name` and `email` are those of the agent. `billable` is None where the file has no such column.

    `kind`: of work. `invoiced`: money was asked for elsewhere, so it is not billable here. `not_time` is why the row is
    no work (`break`, `not_time`). `record_id` and `time_zone` are the row's own, where the file has such columns.
    """

    line: int
    name: str
    email: str
    client: str
    project: str
    task: str
    kind: str
    description: str
    tags: tuple[str, ...]
    billable: bool | None
    invoiced: bool
    not_time: str | None
    record_id: str
    time_zone: str
    time: WorkedTime

    @property
    def person(self) -> Person:
        return Person(self.name, self.email)

    @property
    def skip(self) -> str | None:
        """Why the row by itself is left out."""
        return self.not_time or self.time.skip

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
    invoiced = cells.invoiced()
    task = cells.name("task")
    row_place = cells.place() or place
    return ParsedRow(
        line=record.line,
        name=cells.person(),
        email=cells.email(),
        client=cells.name("client"),
        project=cells.name("project"),
        task=task,
        kind=task if columns.task_is_kind else cells.name("kind"),
        description=cells.text("description"),
        tags=cells.tags(),
        billable=False if invoiced else cells.billable(),
        invoiced=invoiced,
        not_time=cells.not_time(),
        record_id=cells.name("id"),
        time_zone=str(row_place) if row_place is not place else "",
        time=measure(cells.time(row_place), row_place),
    )


def billable(word: str) -> bool:
    """Raises ValueError for a word we do not know: money is not guessed."""
    folded_word = word.strip().casefold()
    if folded_word in YES:
        return True
    if folded_word in NO:
        return False
    raise ValueError("not a word for yes or no")


def written_moment(columns: Columns, cells: Cells, side: str) -> WrittenMoment:
    """The start or the end (`side`) of a row, which may stand in one column or in two."""
    if both := columns.cell(cells, f"{side}ed_at"):
        return split_moment(both)
    on = split_moment(columns.cell(cells, f"{side}_date")).day
    return WrittenMoment(on, columns.cell(cells, f"{side}_time"))


@dataclass(frozen=True, slots=True)
class _Moment:
    on: date | None
    coarse: bool
    local: datetime | None = None
    exact: datetime | None = None


@dataclass(frozen=True, slots=True)
class _RowCells:
    """The cells of one record by field. All methods raise CellError."""

    cells: Cells
    columns: Columns
    notation: Notation

    def person(self) -> str:
        first, last = self.name("first_name"), self.name("last_name")
        name = self.name("who") or " ".join(part for part in (first, last) if part)
        if not name and not self._raw("email"):
            raise CellError(self.columns.name("who"), "", "nobody is named")
        return name

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

    def invoiced(self) -> bool:
        """By its flag or by the number of an invoice."""
        flag = self.columns.has("invoiced") and self._read("invoiced", billable)
        return flag or self._raw("invoice") not in _NO_INVOICE

    def not_time(self) -> str | None:
        """Breaks, holidays and expenses stand among the work of some exports."""
        if not self.columns.time_types:
            return None
        words = (self._raw(field).casefold() for field in ("type", "category"))
        other = next((word for word in words if word and word not in self.columns.time_types), None)
        if other is None:
            return None
        return "break" if other in _BREAKS else "not_time"

    def place(self) -> ZoneInfo | None:
        """The row's own zone."""
        name = self._raw("time_zone")
        try:
            return zone(name) if name else None
        except UnknownTimeZoneError as error:
            raise self._error("time_zone", error.detail) from None

    def time(self, place: ZoneInfo) -> WrittenTime:
        start = self._moment("start", None, place)
        work_date = start.local.date() if start.local else start.on
        if work_date is None:
            raise CellError(self.columns.name("start_date"), "", "no start date")
        end = self._moment("end", work_date, place)
        duration, local_end = self.duration(), end.local
        if start.local and local_end and self._is_next_day(start.local, local_end, duration):
            local_end += _ONE_DAY
        coarse = start.coarse or end.coarse
        return WrittenTime(
            work_date, start.local, local_end, coarse, duration, start.exact, end.exact
        )

    def duration(self) -> Duration | None:
        if self._raw("duration") in ("", "-"):
            return None
        return self._read(
            "duration", lambda text: duration(text, self.notation.decimal, self.notation.unit)
        )

    def _is_next_day(self, start: datetime, end: datetime, worked: Duration | None) -> bool:
        """Without a date of its own an end that is not behind the start lies on the next day."""
        if self.columns.has("end_date") or self.columns.has("ended_at"):
            return False
        whole_day = end == start and worked is not None and worked.seconds > _ONE_DAY.seconds // 2
        return end < start or whole_day

    def _moment(self, side: str, default: date | None, place: ZoneInfo) -> _Moment:
        """The date (else the default) and, where there is a time too, both together."""
        written = written_moment(self.columns, self.cells, side)
        fields = (f"{side}_date", f"{side}_time")
        if self._raw(f"{side}ed_at"):
            fields = (f"{side}ed_at", f"{side}ed_at")
        on, at, coarse = default, None, not has_seconds(written.clock)
        if written.day:
            on = self._value(
                fields[0], written.day, lambda text: day(text, self.notation.date_format)
            )
        if written.clock:
            at = self._value(fields[1], written.clock, clock)
        if on is None or at is None:
            return _Moment(on, coarse)
        local = datetime.combine(on, at)
        if not written.offset:
            return _Moment(on, coarse, local)
        exact = (local - self._value(fields[0], written.offset, offset)).replace(tzinfo=UTC)
        return _Moment(on, coarse, exact.astimezone(place).replace(tzinfo=None), exact)

    def _raw(self, field: str) -> str:
        return self.columns.cell(self.cells, field)

    def _normal(self, field: str) -> str:
        """In one Unicode form and with one end of line, which programs write differently for the same text."""
        text = self._raw(field).replace("\r\n", "\n").replace("\r", "\n")
        return composed(text)

    def _read(self, field: str, read: Callable[[str], _T]) -> _T:
        return self._value(field, self._raw(field), read)

    def _value(self, field: str, text: str, read: Callable[[str], _T]) -> _T:
        try:
            return read(text)
        except ValueError as error:
            raise self._error(field, str(error)) from None

    def _limited(self, field: str, text: str, longest: int) -> str:
        if len(text) > longest:
            raise self._error(field, f"longer than {longest} characters")
        return text

    def _error(self, field: str, reason: str) -> CellError:
        return CellError(self.columns.name(field), self._raw(field)[:80], reason)
