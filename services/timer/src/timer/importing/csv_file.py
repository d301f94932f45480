"""Bytes to text to records: encodings, delimiters and the quoting rules of RFC 4180."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from timer.importing.errors import (
    EmptyFileError,
    NoColumnsError,
    NotCsvError,
    OpenQuoteError,
    TooManyRowsError,
    UnknownEncodingError,
)

MAX_ROWS = 100_000
DELIMITERS = (",", ";", "\t")
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OTHER_FORMATS = {b"PK\x03\x04": "a spreadsheet or zip file", b"%PDF": "a PDF"}


@dataclass(frozen=True, slots=True)
class CsvRecord:
    """`line` is the line of the file where it starts; `error` is the reason why the cells cannot be trusted."""

    line: int
    cells: tuple[str, ...]
    error: str | None = None


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A file whose header has been read. Records are read anew by each call of `records`, and never held."""

    text: str
    encoding: str
    delimiter: str
    header: tuple[str, ...]

    def records(self) -> Iterator[CsvRecord]:
        """The records below the header. Raises TooManyRowsError and OpenQuoteError."""
        records = _split(self.text, self.delimiter)
        next(records)
        for count, record in enumerate(records):
            if count >= MAX_ROWS:
                raise TooManyRowsError(f"at most {MAX_ROWS} rows per file; split the period")
            yield record if record.error else self._checked(record)

    def _checked(self, record: CsvRecord) -> CsvRecord:
        error = None
        if len(record.cells) != len(self.header):
            error = f"{len(record.cells)} cells where the header has {len(self.header)}"
        elif any("\0" in cell for cell in record.cells):
            error = "contains a NUL character"
        return CsvRecord(record.line, record.cells, error)


def open_csv(data: bytes) -> CsvFile:
    """Decode the file, and decide its delimiter on the header line. Raises FileError."""
    text, encoding = decode(data)
    first = next((line for line in io.StringIO(text) if line.strip()), "")
    if not first:
        raise EmptyFileError("the file has no header line")
    delimiter = _delimiter(first)
    header = next(_split(text, delimiter))
    return CsvFile(text, encoding, delimiter, tuple(name.strip() for name in header.cells))


def decode(data: bytes) -> tuple[str, str]:
    """The text and its encoding: UTF-8 first and strictly, UTF-16 by its mark, else windows-1252."""
    for magic, what in _OTHER_FORMATS.items():
        if data.startswith(magic):
            raise NotCsvError(f"this is {what}; export the report as CSV")
    if data.startswith(_UTF16_MARKS):
        return _decode_strictly(data, "utf-16"), "utf-16"
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return _decode_strictly(data, "cp1252"), "windows-1252"


def _decode_strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnknownEncodingError(
            f"byte {error.start} is not text in UTF-8, UTF-16 or windows-1252; save the file as UTF-8"
        ) from error


def _delimiter(header: str) -> str:
    unquoted = "".join(header.split('"')[::2])
    best = max(DELIMITERS, key=unquoted.count)
    if unquoted.count(best) == 0:
        raise NoColumnsError("the header line has no comma, semicolon or tab")
    return best


def _split(text: str, delimiter: str) -> Iterator[CsvRecord]:
    """All records that are not blank, the header included."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "unexpected end of data" in str(error):
                raise OpenQuoteError(f"a quote opened in line {line} is never closed") from error
            yield CsvRecord(line, (), f"not CSV: {error}")
            continue
        if any(cell.strip() for cell in cells) or len(cells) > 1:
            yield CsvRecord(line, tuple(cells))
