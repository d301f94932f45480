"""Bytes to parsed rows: a pure function, which needs neither the account nor a database."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from timer.importing.column_mapping import TimeMapping
from timer.importing.columns import Cells, Columns, recognise
from timer.importing.csv_file import CsvFile, CsvRecord, open_csv
from timer.importing.dates import WrittenSpan, clock, date_format, zone
from timer.importing.errors import CellError, FileError
from timer.importing.numbers import amount_in, decimal_mark, duration, unit_of_integers
from timer.importing.rows import Notation, ParsedRow, parse_row, written_moment

Meaning = tuple[UUID, str]
"""Whom of the account a file means by what it writes."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the caller knows about a file; None: find out from the file.

    `time_zone` is an IANA name; empty: the account's. `create_agents`: also those whom nobody knows yet.
    `history`: also what was invoiced elsewhere, as time that is not billable. `people` and `customers` say whom the file
    means by a name or an address. `mappings` are the account's, for headers that are not known.
    """

    time_zone: str = ""
    source: str | None = None
    date_format: str | None = None
    decimal: str | None = None
    create_agents: bool = False
    history: bool = False
    people: tuple[Meaning, ...] = ()
    customers: tuple[Meaning, ...] = ()
    mappings: tuple[TimeMapping, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class UnreadableRow:
    """`seconds` are the row's duration where that could be read, so that no second vanishes unseen."""

    line: int
    column: str
    value: str
    reason: str
    seconds: int = 0


@dataclass(slots=True)
class ParsedFile:
    """`digest` is that of the bytes, `money` the exact sums of the amount columns by currency."""

    digest: bytes
    columns: Columns
    encoding: str
    delimiter: str
    notation: Notation
    time_zone: str
    rows: list[ParsedRow] = field(default_factory=list)
    errors: list[UnreadableRow] = field(default_factory=list)
    money: dict[str | None, Decimal] = field(default_factory=dict)


def parse(data: bytes, options: ImportOptions) -> ParsedFile:
    """Raises FileError when the file as a whole cannot be read; single bad rows are in `errors`."""
    place = zone(options.time_zone)
    csv_file = open_csv(data)
    try:
        return _parsed(csv_file, options, place)
    except FileError as error:
        error.add(csv_file.seen)
        raise


def _parsed(csv_file: CsvFile, options: ImportOptions, place: ZoneInfo) -> ParsedFile:
    columns = recognise(csv_file.header, options.source, options.mappings)
    notation = _notation(csv_file, columns, options)
    digest = hashlib.sha256(csv_file.data).digest()
    file = ParsedFile(
        digest, columns, csv_file.encoding, csv_file.delimiter, notation, options.time_zone
    )
    for record in csv_file.records():
        _add(file, record, place)
    return file


def _add(file: ParsedFile, record: CsvRecord, place: ZoneInfo) -> None:
    if record.error:
        file.errors.append(UnreadableRow(record.line, record.column, "", record.error))
        return
    try:
        for currency, amount in file.columns.amounts(record.cells, file.notation.decimal):
            file.money[currency] = file.money.get(currency, Decimal(0)) + amount
        file.rows.append(parse_row(record, file.columns, file.notation, place))
    except CellError as error:
        seconds = _seconds(file.columns.cell(record.cells, "duration"), file.notation) or 0
        file.errors.append(
            UnreadableRow(record.line, error.column, error.value, error.reason, seconds)
        )


def _notation(csv_file: CsvFile, columns: Columns, options: ImportOptions) -> Notation:
    """Three decisions, each of which needs the one before: decimal mark, bare integers, date format."""
    mark = decimal_mark(_numbers(csv_file, columns), options.decimal)
    unit = columns.unit or unit_of_integers(
        (columns.cell(cells, "duration"), _same_day_span(columns, cells))
        for cells in _readable_cells(csv_file)
    )
    so_far = Notation("", mark, unit)
    spans = (_written_span(columns, cells, so_far) for cells in _readable_cells(csv_file))
    return Notation(date_format(spans, options.date_format), mark, unit)


def _readable_cells(csv_file: CsvFile) -> Iterator[Cells]:
    return (record.cells for record in csv_file.records() if not record.error)


def _numbers(csv_file: CsvFile, columns: Columns) -> Iterator[str]:
    """The cells that may hold a decimal mark."""
    for cells in _readable_cells(csv_file):
        yield from (amount_in(cells[place]) for place, _ in columns.amount_columns)
        text = columns.cell(cells, "duration")
        if ":" not in text:
            yield text.rstrip("h ")


def _same_day_span(columns: Columns, cells: Cells) -> int | None:
    """Seconds from start to end, where both are on one day."""
    start, end = (written_moment(columns, cells, side) for side in ("start", "end"))
    if end.day and start.day != end.day:
        return None
    try:
        begun, ended = clock(start.clock), clock(end.clock)
    except ValueError:
        return None
    return (datetime.combine(date.min, ended) - datetime.combine(date.min, begun)).seconds


def _written_span(columns: Columns, cells: Cells, notation: Notation) -> WrittenSpan:
    start, end = (written_moment(columns, cells, side) for side in ("start", "end"))
    seconds = _seconds(columns.cell(cells, "duration"), notation)
    return WrittenSpan(start.day, end.day, start.clock, end.clock, seconds)


def _seconds(text: str, notation: Notation) -> int | None:
    try:
        return duration(text, notation.decimal, notation.unit).seconds
    except ValueError:
        return None
