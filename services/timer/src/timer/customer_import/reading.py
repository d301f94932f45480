"""Bytes to rows of customers. Reports of QuickBooks have titles above the header and a footer below the rows."""

import csv
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from timer.customer_import.column_mapping import CustomerMapping
from timer.customer_import.columns import (
    QUICKBOOKS,
    Columns,
    SeenColumn,
    Source,
    known_headers,
    recognise,
    seen,
    understood,
)
from timer.customer_import.rows import CustomerRow, RowError, parse_row
from timer.importing.column_mapping import remembered
from timer.importing.csv_file import DELIMITERS, CsvFile, CsvRecord, encoding_of, open_csv
from timer.importing.errors import CellError, EmptyFileError, FileError, TooManyRowsError

MAX_ROWS = 20_000
_TITLE_LINES = 10
_KNOWN_IN_HEADER = 2


@dataclass(slots=True)
class CustomerFile:
    """A list of customers; `skipped` are the lines that hold none."""

    digest: bytes
    encoding: str
    delimiter: str
    columns: Columns
    rows: list[CustomerRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SeenFile:
    """How a file is understood; `mapping` is what was remembered of its headers."""

    source: Source
    encoding: str
    delimiter: str
    columns: list[SeenColumn]
    mapping: CustomerMapping | None


def look_at(data: bytes, mappings: Sequence[CustomerMapping] = ()) -> SeenFile:
    """Which columns there are. Raises FileError."""
    file, _ = _open(data)
    columns = understood(file.header, mappings)
    shown = list(seen(file, columns))
    if not any(column.samples for column in shown):
        raise EmptyFileError("the file has no rows below its header")
    mapping = remembered(file.header, mappings)
    return SeenFile(columns.source, file.encoding, file.delimiter, shown, mapping)


def read(
    data: bytes, chosen: Mapping[str, str], mappings: Sequence[CustomerMapping] = ()
) -> CustomerFile:
    """Raises FileError when the file as a whole cannot be read; single bad rows are in `errors`."""
    opened, above = _open(data)
    try:
        columns = recognise(opened.header, chosen, mappings)
    except FileError as error:
        error.add(opened.seen)
        raise
    digest = hashlib.sha256(data).digest()
    file = CustomerFile(digest, opened.encoding, opened.delimiter, columns)
    for record in _bounded(opened.records()):
        _add(file, record, record.line + above)
    return file


def _bounded(records: Iterator[CsvRecord]) -> Iterator[CsvRecord]:
    for count, record in enumerate(records):
        if count >= MAX_ROWS:
            raise TooManyRowsError(f"at most {MAX_ROWS} rows per file")
        yield record


def _add(file: CustomerFile, record: CsvRecord, line: int) -> None:
    if _is_no_row(record, file.columns.source):
        file.skipped.append(line)
        return
    if record.error:
        file.errors.append(RowError(line, record.column, "", record.error))
        return
    try:
        file.rows.append(parse_row(line, record.cells, file.columns))
    except CellError as error:
        file.errors.append(RowError(line, error.column, error.value[:200], error.reason))


def _is_no_row(record: CsvRecord, source: Source) -> bool:
    """Cells that are all empty, or the footer of a report."""
    if record.error:
        return source == QUICKBOOKS and len(record.cells) == 1
    return not any(cell.strip() for cell in record.cells)


def _open(data: bytes) -> tuple[CsvFile, int]:
    """The file from its header on, and how many lines stand above."""
    encoding = encoding_of(data)
    above = _lines_above_header(data[: 64 * 1024].decode(encoding, "ignore").splitlines())
    if above == 0:
        return open_csv(data), 0
    text = data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    return open_csv("".join(text.splitlines(keepends=True)[above:]).encode()), above


def _lines_above_header(lines: Sequence[str]) -> int:
    for number, line in enumerate(lines[:_TITLE_LINES]):
        for delimiter in DELIMITERS:
            cells = next(csv.reader([line[:5000]], delimiter=delimiter), [])
            if known_headers(cells) >= _KNOWN_IN_HEADER:
                return number
    return 0
