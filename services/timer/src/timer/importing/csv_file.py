"""Bytes to text to records: encodings, delimiters and the quoting rules of RFC 4180, one row at a time.

Lines, cells, columns and rows are bounded before they are split, so that no file takes more memory than its own size.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from timer.importing.errors import (
    EmptyFileError,
    NoColumnsError,
    NotCsvError,
    OpenQuoteError,
    RowTooLongError,
    TooManyColumnsError,
    TooManyRowsError,
    UnknownEncodingError,
)

MAX_ROWS = 100_000
MAX_COLUMNS = 500
MAX_CELL_LENGTH = 20_000
MAX_ROW_LENGTH = 200_000
DELIMITERS = (",", ";", "\t")
_CHUNK_BYTES = 1024 * 1024
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OTHER_FORMATS = {b"PK\x03\x04": "a spreadsheet or zip file", b"%PDF": "a PDF"}
csv.field_size_limit(MAX_CELL_LENGTH)


@dataclass(frozen=True, slots=True)
class CsvRecord:
    """`line` is the line of the file where it starts.

    `error` is the reason why the cells cannot be trusted, `column` the one that is at fault.
    """

    line: int
    cells: tuple[str, ...]
    error: str | None = None
    column: str = ""


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A file whose header has been read. Records are read anew by each call of `records`, and never held."""

    data: bytes = field(repr=False)
    encoding: str
    delimiter: str
    header: tuple[str, ...]

    @property
    def seen(self) -> str:
        """What was found out about the file, for its sender."""
        names = ", ".join(repr(name) for name in self.header)
        shown = names if len(names) < 500 else f"{names[:500]}…"
        return f"read as {self.encoding}, delimiter {self.delimiter!r}, headers {shown}"

    def records(self) -> Iterator[CsvRecord]:
        """The records below the header. Raises TooManyRowsError, RowTooLongError and OpenQuoteError."""
        records = _split(self.data, self.encoding, self.delimiter)
        next(records)
        for count, record in enumerate(records):
            if count >= MAX_ROWS:
                raise TooManyRowsError(f"at most {MAX_ROWS} rows per file; split the period")
            yield record if record.error else self._checked(record)

    def _checked(self, record: CsvRecord) -> CsvRecord:
        if len(record.cells) != len(self.header):
            error = f"{len(record.cells)} cells where the header has {len(self.header)}"
            return CsvRecord(record.line, record.cells, error)
        for column, cell in zip(self.header, record.cells, strict=True):
            if "\0" in cell:
                return CsvRecord(record.line, record.cells, "contains a NUL character", column)
        return record


def open_csv(data: bytes) -> CsvFile:
    """Find the encoding, and the delimiter on the header line. Raises FileError."""
    encoding = encoding_of(data)
    first = next((line for line in _lines(data, encoding) if line.strip()), "")
    if not first:
        raise EmptyFileError(f"the file has no header line (read as {encoding})")
    if len(first) > MAX_ROW_LENGTH:
        raise TooManyColumnsError(f"the header line has more than {MAX_ROW_LENGTH} characters")
    delimiter = _delimiter(first, encoding)
    if first.count(delimiter) >= MAX_COLUMNS:
        raise TooManyColumnsError(f"the header has more than {MAX_COLUMNS} columns")
    header = next(_split(data, encoding, delimiter))
    return CsvFile(data, encoding, delimiter, tuple(name.strip() for name in header.cells))


def encoding_of(data: bytes) -> str:
    """UTF-8 first and strictly, UTF-16 by its mark, else windows-1252."""
    for magic, what in _OTHER_FORMATS.items():
        if data.startswith(magic):
            raise NotCsvError(f"this is {what}; export the report as CSV")
    marked = data.startswith(_UTF16_MARKS)
    for encoding in ("utf-16",) if marked else ("utf-8", "windows-1252"):
        wrong = _first_wrong_byte(data, encoding)
        if wrong is None:
            return encoding
    raise UnknownEncodingError(
        f"byte {wrong} is not text in UTF-8, UTF-16 or windows-1252; save the file as UTF-8"
    )


def _first_wrong_byte(data: bytes, encoding: str) -> int | None:
    """Decode piece by piece, and keep nothing."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, max(len(data), 1), _CHUNK_BYTES):
        chunk = data[start : start + _CHUNK_BYTES]
        try:
            decoder.decode(chunk, final=start + _CHUNK_BYTES >= len(data))
        except UnicodeDecodeError as error:
            # the decoder may have kept the beginning of a character of the piece before
            return start + error.start - (len(error.object) - len(chunk))
    return None


def _lines(data: bytes, encoding: str) -> Iterator[str]:
    """Lines with their ends, each cut where it exceeds what a row may have, so that nobody reads a longer one."""
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    text = io.TextIOWrapper(io.BytesIO(data), codec, newline="")
    while line := text.readline(MAX_ROW_LENGTH + 1):
        yield line


def _delimiter(header: str, encoding: str) -> str:
    unquoted = "".join(header.split('"')[::2])
    best = max(DELIMITERS, key=unquoted.count)
    if unquoted.count(best) == 0:
        raise NoColumnsError(
            f"the header line has no comma, semicolon or tab (read as {encoding}): {header[:80]!r}"
        )
    return best


class _BoundedLines:
    """The lines of a file for a CSV reader, which must not gather more than one row may have."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines, self._length, self._first = lines, 0, 1

    def begin_row(self, line: int) -> None:
        self._length, self._first = 0, line

    def __iter__(self) -> "_BoundedLines":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._length += len(line)
        if self._length > MAX_ROW_LENGTH:
            raise RowTooLongError(
                f"the row that begins in line {self._first} has more than {MAX_ROW_LENGTH}"
                " characters; is a quote never closed?"
            )
        return line


def _split(data: bytes, encoding: str, delimiter: str) -> Iterator[CsvRecord]:
    """All records that are not blank, the header included."""
    lines = _BoundedLines(_lines(data, encoding))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        lines.begin_row(line)
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "unexpected end of data" in str(error):
                raise OpenQuoteError(f"a quote opened in line {line} is never closed") from error
            if "field larger" in str(error):
                # where the cell ends is unknown, so what follows could be read as rows that nobody wrote
                raise RowTooLongError(
                    f"line {line} has a cell of more than {MAX_CELL_LENGTH} characters;"
                    " is a quote never closed?"
                ) from error
            yield CsvRecord(line, (), f"not CSV: {error}")
            continue
        if any(cell.strip() for cell in cells) or len(cells) > 1:
            yield CsvRecord(line, tuple(cells))
