"""Text to rows by RFC 4180, each with the number of the line where it starts."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from timer.importing.refusal import FileRefusedError

DELIMITERS = (",", ";", "\t")
MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one record; `fault` says why they cannot be trusted, when they cannot."""

    line: int
    cells: tuple[str, ...]
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A file whose header has been read. `rows()` reads it again each time, so it is never held."""

    text: str
    delimiter: str
    header: tuple[str, ...]

    def rows(self) -> Iterator[Row]:
        """The records below the header. More than `MOST_ROWS` are refused."""
        records = _records(self.text, self.delimiter)
        next(records)
        for count, row in enumerate(records):
            if count >= MOST_ROWS:
                raise FileRefusedError(
                    "too-many-rows", f"at most {MOST_ROWS} rows per file; split the period"
                )
            yield row if row.fault else self._checked(row)

    def _checked(self, row: Row) -> Row:
        fault = None
        if len(row.cells) != len(self.header):
            fault = f"{len(row.cells)} cells where the header has {len(self.header)}"
        elif any("\0" in cell for cell in row.cells):
            fault = "contains a NUL character"
        return Row(row.line, row.cells, fault)


def table(text: str) -> Table:
    """Decides the delimiter on the header line."""
    first = next((line for line in io.StringIO(text) if line.strip()), "")
    if not first:
        raise FileRefusedError("empty-file", "the file has no header line")
    delimiter = _delimiter(first)
    header = next(_records(text, delimiter))
    return Table(text, delimiter, tuple(name.strip() for name in header.cells))


def _delimiter(header: str) -> str:
    unquoted = "".join(header.split('"')[::2])
    best = max(DELIMITERS, key=unquoted.count)
    if unquoted.count(best) == 0:
        raise FileRefusedError("no-columns", "the header line has no comma, semicolon or tab")
    return best


def _records(text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "unexpected end of data" in str(error):
                raise FileRefusedError(
                    "open-quote", f"a quote opened in line {line} is never closed"
                ) from error
            yield Row(line, (), f"not CSV: {error}")
            continue
        if any(cell.strip() for cell in cells) or len(cells) > 1:
            yield Row(line, tuple(cells))
