"""Bytes to rows of a table: encodings, delimiters, decimal marks; what is wrong with a row is told by line and column."""

import codecs
import csv
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from domain_errors import FieldError, InvalidInputError
from money import is_currency
from rates.domain.rule_table import GUARD, NAMED

MOST_ROWS = 2000
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DELIMITERS = (",", ";", "\t")
_AMOUNT = re.compile(r"[0-9]{1,9}([.,][0-9]{1,4})?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-.]([0-9]{1,2})[-.]([0-9]{4})")
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2200, 12, 31)
Errors = list[FieldError]
Word = TypeVar("Word", bound=str)


class RuleFileError(InvalidInputError):
    """Rows of a file of rules cannot be taken, by line and column; nothing was changed."""


def field_of(line: int, column: str) -> str:
    """The field of a row in a refusal."""
    return f"lines.{line}.{column}"


def rows_of(
    data: bytes, columns: Collection[str], needed: Collection[str], errors: Errors
) -> Iterator["Cells"]:
    """The rows below the header of a file. Raises `RuleFileError` for what is no such table."""
    found = False
    for line, cells in _records(_decoded(data), columns, needed):
        found = True
        yield Cells(line, cells, errors)
    if not found and not errors:
        raise RuleFileError("file", "it has no rows below its header")


def refuse(errors: Sequence[FieldError]) -> None:
    """Raise `RuleFileError` when there are any."""
    if errors:
        raise RuleFileError(errors[0].field, errors[0].reason, *errors[1:])


def _decoded(data: bytes) -> str:
    encoding = "utf-16" if data.startswith(_MARKS) else "utf-8-sig"
    if encoding != "utf-16" and b"\0" in data[:200]:
        encoding = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise RuleFileError("file", f"byte {error.start} is not text in {encoding}") from None
    if "\0" in text:
        raise RuleFileError("file", "contains a NUL character")
    return text


def _records(
    text: str, columns: Collection[str], needed: Collection[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    header: list[str] | None = None
    for count, cells in enumerate(reader):
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = _header(cells, columns, needed)
        elif count > MOST_ROWS:
            raise RuleFileError("file", f"has more than {MOST_ROWS} rows")
        else:
            yield reader.line_num, dict(zip(header, cells, strict=False))


def _header(cells: Sequence[str], columns: Collection[str], needed: Collection[str]) -> list[str]:
    names = [re.sub(r"[\s-]+", "_", cell.strip().lower()) for cell in cells]
    unknown = [name for name in names if name and name not in columns]
    missing = [name for name in needed if name not in names]
    if unknown or missing or len(set(names)) < len(names):
        wrong = [f"unknown: {', '.join(unknown)[:200]}"] if unknown else []
        wrong += [f"missing: {', '.join(missing)}"] if missing else []
        raise RuleFileError("file", "; ".join(["its header names each column once", *wrong]))
    return names


class Cells:
    """The cells of a row, by column; what is wrong with one is added to the errors."""

    def __init__(self, line: int, cells: Mapping[str, str], errors: Errors) -> None:
        self.line, self._errors = line, errors
        self._cells = {name: cell.strip() for name, cell in cells.items()}

    @property
    def right(self) -> bool:
        """Whether nothing is wrong with this row so far."""
        ours = field_of(self.line, "")
        return not any(error.field.startswith(ours) for error in self._errors)

    def text(self, column: str) -> str:
        """What a cell says, without the guard against formulas."""
        return self._cells.get(column, "").removeprefix(GUARD)

    def named(self) -> dict[str, UUID | str]:
        """The things that the row names, each by its id or its name."""
        named: dict[str, UUID | str] = {}
        for thing in NAMED:
            if self._cells.get(f"{thing}_id"):
                named |= {thing: id_} if (id_ := self.id(f"{thing}_id")) else {}
            elif name := self.text(thing):
                named[thing] = name
        return named

    def one_of(self, column: str, choices: Sequence[Word], usual: Word) -> Word:
        """One of these words; without any the usual one."""
        cell = self._cells.get(column, "").lower()
        found = next((one for one in choices if one == cell), None)
        if cell and found is None:
            self.wrong(column, f"must be one of {', '.join(choices)}")
        return found or usual

    def first_day(self) -> date:
        """The day in `valid_from`, which is needed."""
        if not self._cells.get("valid_from"):
            self.wrong("valid_from", "needed")
        return self.day("valid_from") or FIRST_DAY

    def number(self, column: str) -> int | None:
        """A whole number, or nothing."""
        cell = self._cells.get(column, "")
        if cell and not (cell.isdecimal() and cell.isascii() and len(cell) < 9):
            self.wrong(column, "no whole number")
            return None
        return int(cell) if cell else None

    def amount(self, column: str = "amount") -> Decimal:
        """Digits with a decimal mark."""
        cell = self._cells.get(column, "")
        if not _AMOUNT.fullmatch(cell):
            reason = "must be digits with up to four decimals, without marks of thousands"
            self.wrong(column, reason if cell else "needed")
            return Decimal(0)
        return Decimal(cell.replace(",", "."))

    def currency(self) -> str:
        """A code of ISO 4217."""
        cell = self._cells.get("currency", "").upper()
        if not is_currency(cell):
            self.wrong("currency", "no currency of ISO 4217")
        return cell

    def day(self, column: str) -> date | None:
        """A day, or nothing."""
        cell = self._cells.get(column, "")
        if not cell:
            return None
        try:
            found = _DAY_FIRST.fullmatch(cell)
            day, month, year = (int(part) for part in found.groups()) if found else (0, 0, 0)
            value = date(year, month, day) if found else date.fromisoformat(cell)
        except ValueError:
            self.wrong(column, "no date as 2026-12-31 or 31-12-2026")
            return None
        if not FIRST_DAY <= value <= LAST_DAY:
            self.wrong(column, f"must lie between {FIRST_DAY} and {LAST_DAY}")
        return value

    def id(self, column: str) -> UUID | None:
        """An id, or nothing."""
        cell = self._cells.get(column, "")
        try:
            return UUID(cell) if cell else None
        except ValueError:
            self.wrong(column, "no id")
            return None

    def version(self) -> int | None:
        """The number of a version, or nothing."""
        cell = self._cells.get("version", "")
        if cell and not (cell.isdecimal() and cell.isascii() and len(cell) < 9):
            self.wrong("version", "no number of a version")
            return None
        return int(cell) if cell else None

    def wrong(self, column: str, reason: str) -> None:
        """Note what is wrong with a cell."""
        self._errors.append(FieldError(field_of(self.line, column), reason))
