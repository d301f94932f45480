"""A whole file: bytes in, measured rows and errors out."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from timer.importing.clocks import clock
from timer.importing.columns import Columns, recognise
from timer.importing.dates import Stretch, date_format
from timer.importing.decoding import decode
from timer.importing.durations import Duration, duration, meaning_of_integers
from timer.importing.instants import zone
from timer.importing.lines import Notation, amounts, read_line
from timer.importing.measuring import Measured, measure
from timer.importing.numbers import decimal_mark
from timer.importing.refusal import BadCellError
from timer.importing.table import Row, Table, table


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller says about the file; None lets the file tell. `time_zone` is an IANA name."""

    time_zone: str
    source: str | None = None
    date_format: str | None = None
    decimal: str | None = None
    create_agents: bool = False
    allow_overlaps: bool = False


@dataclass(frozen=True, slots=True)
class RowError:
    """`seconds` is the row's duration where that could be read, so that no second vanishes unseen."""

    line: int
    column: str
    value: str
    reason: str
    seconds: int = 0


@dataclass(slots=True)
class TimeFile:
    columns: Columns
    encoding: str
    delimiter: str
    notation: Notation
    time_zone: str
    rows: list[Measured] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    money: dict[str | None, Decimal] = field(default_factory=dict)


def read(data: bytes, options: Options) -> TimeFile:
    """FileRefusedError when the file as a whole cannot be read; bad rows are in `errors`."""
    place = zone(options.time_zone)
    text, encoding = decode(data)
    sheet = table(text)
    columns = recognise(sheet.header, options.source)
    notation = _notation(sheet, columns, options)
    file = TimeFile(columns, encoding, sheet.delimiter, notation, options.time_zone)
    for row in sheet.rows():
        _add(file, row, place)
    return file


def _add(file: TimeFile, row: Row, place: ZoneInfo) -> None:
    if row.fault:
        file.errors.append(RowError(row.line, "", "", row.fault))
        return
    try:
        for currency, amount in amounts(row.cells, file.columns, file.notation.decimal):
            file.money[currency] = file.money.get(currency, Decimal(0)) + amount
        line = read_line(row.line, row.cells, file.columns, file.notation)
        file.rows.append(measure(line, place))
    except BadCellError as bad:
        seconds = _readable(file.columns.cell(row.cells, "duration"), file.notation)
        file.errors.append(
            RowError(row.line, bad.column, bad.value, bad.reason, seconds.seconds if seconds else 0)
        )


def _notation(sheet: Table, columns: Columns, options: Options) -> Notation:
    """Three decisions, each needing the one before: decimal mark, bare integers, date format."""
    mark = decimal_mark(_numbers(sheet, columns), options.decimal)
    whole = meaning_of_integers(
        (columns.cell(cells, "duration"), _same_day_span(columns, cells)) for cells in _cells(sheet)
    )
    notation = Notation("", mark, whole)
    form = date_format(
        (_dates(columns, cells, notation) for cells in _cells(sheet)), options.date_format
    )
    return replace(notation, date_format=form)


def _cells(sheet: Table) -> Iterator[tuple[str, ...]]:
    return (row.cells for row in sheet.rows() if not row.fault)


def _numbers(sheet: Table, columns: Columns) -> Iterator[str]:
    for cells in _cells(sheet):
        yield from (cells[place] for place, _ in columns.amounts)
        text = columns.cell(cells, "duration")
        if ":" not in text:
            yield text.rstrip("h ")


def _same_day_span(columns: Columns, cells: tuple[str, ...]) -> int | None:
    if columns.cell(cells, "start_date") != columns.cell(cells, "end_date"):
        return None
    try:
        start, end = (clock(columns.cell(cells, side)) for side in ("start_time", "end_time"))
    except ValueError:
        return None
    midnight = date.min
    return (datetime.combine(midnight, end) - datetime.combine(midnight, start)).seconds


def _dates(columns: Columns, cells: tuple[str, ...], notation: Notation) -> Stretch:
    found = _readable(columns.cell(cells, "duration"), notation)
    names = ("start_date", "end_date", "start_time", "end_time")
    start, end, start_time, end_time = (columns.cell(cells, name) for name in names)
    return Stretch(start, end, start_time, end_time, found.seconds if found else None)


def _readable(text: str, notation: Notation) -> Duration | None:
    try:
        return duration(text, notation.decimal, notation.whole)
    except ValueError:
        return None
