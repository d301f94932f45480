"""Bytes to rows of rules: encodings, delimiters, decimal marks; what is wrong with a row is told by line and column."""

import codecs
import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from domain_errors import FieldError, InvalidInputError
from money import Money, is_currency
from rates.domain.rule_table import COLUMNS, GUARD, NAMED

MOST_ROWS = 2000
_NEEDED = ("amount", "currency", "valid_from")
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DELIMITERS = (",", ";", "\t")
_AMOUNT = re.compile(r"[0-9]{1,9}([.,][0-9]{1,4})?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-.]([0-9]{1,2})[-.]([0-9]{4})")
_FIRST, _LAST = date(1970, 1, 1), date(2200, 12, 31)


class RuleFileError(InvalidInputError):
    """Rows of a file of rates cannot be taken, by line and column; nothing was changed."""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as a row has it. `named`: what it names, by column, as an id or a name; `rule_id`: one that is there."""

    line: int
    rule_id: UUID | None
    version: int | None
    hourly_rate: Money
    valid_from: date
    valid_to: date | None
    named: Mapping[str, UUID | str]


def field_of(line: int, column: str) -> str:
    """The field of a row in a refusal."""
    return f"lines.{line}.{column}"


def read_rules(data: bytes) -> list[RuleRow]:
    """Read the rows of a file. Raises `RuleFileError` with all that is wrong."""
    text = _decoded(data)
    rows, errors = list[RuleRow](), list[FieldError]()
    for line, cells in _records(text):
        row = _Cells(line, cells, errors).row()
        if row is not None:
            rows.append(row)
    if not rows and not errors:
        raise RuleFileError("file", "it has no rows below its header")
    refuse(errors)
    return rows


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


def _records(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    header: list[str] | None = None
    for count, cells in enumerate(reader):
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = _header(cells)
        elif count > MOST_ROWS:
            raise RuleFileError("file", f"has more than {MOST_ROWS} rows")
        else:
            yield reader.line_num, dict(zip(header, cells, strict=False))


def _header(cells: Sequence[str]) -> list[str]:
    names = [re.sub(r"[\s-]+", "_", cell.strip().lower()) for cell in cells]
    unknown = [name for name in names if name and name not in COLUMNS]
    missing = [name for name in _NEEDED if name not in names]
    if unknown or missing or len(set(names)) < len(names):
        wrong = [f"unknown: {', '.join(unknown)[:200]}"] if unknown else []
        wrong += [f"missing: {', '.join(missing)}"] if missing else []
        raise RuleFileError("file", "; ".join(["its header names each column once", *wrong]))
    return names


class _Cells:
    """The cells of a row, by column; what is wrong with one is added to the errors."""

    def __init__(self, line: int, cells: Mapping[str, str], errors: list[FieldError]) -> None:
        self._line, self._errors = line, errors
        self._cells = {name: cell.strip() for name, cell in cells.items()}

    def row(self) -> RuleRow | None:
        """The rule of the row; None when something is wrong with it."""
        before = len(self._errors)
        rate = Money(self._amount(), self._currency())
        days = self._day("valid_from") or _FIRST, self._day("valid_to")
        row = RuleRow(self._line, self._id("id"), self._version(), rate, *days, self._named())
        if not self._cells.get("valid_from"):
            self._wrong("valid_from", "needed")
        return row if len(self._errors) == before else None

    def _named(self) -> dict[str, UUID | str]:
        named: dict[str, UUID | str] = {}
        for thing in NAMED:
            if self._cells.get(f"{thing}_id"):
                named |= {thing: id_} if (id_ := self._id(f"{thing}_id")) else {}
            elif name := self._cells.get(thing, "").removeprefix(GUARD):
                named[thing] = name
        return named

    def _amount(self) -> Decimal:
        cell = self._cells.get("amount", "")
        if not _AMOUNT.fullmatch(cell):
            reason = "must be digits with up to four decimals, without marks of thousands"
            self._wrong("amount", reason if cell else "needed")
            return Decimal(0)
        return Decimal(cell.replace(",", "."))

    def _currency(self) -> str:
        cell = self._cells.get("currency", "").upper()
        if not is_currency(cell):
            self._wrong("currency", "no currency of ISO 4217")
        return cell

    def _day(self, column: str) -> date | None:
        cell = self._cells.get(column, "")
        if not cell:
            return None
        try:
            found = _DAY_FIRST.fullmatch(cell)
            day, month, year = (int(part) for part in found.groups()) if found else (0, 0, 0)
            value = date(year, month, day) if found else date.fromisoformat(cell)
        except ValueError:
            self._wrong(column, "no date as 2026-12-31 or 31-12-2026")
            return None
        if not _FIRST <= value <= _LAST:
            self._wrong(column, f"must lie between {_FIRST} and {_LAST}")
        return value

    def _id(self, column: str) -> UUID | None:
        cell = self._cells.get(column, "")
        try:
            return UUID(cell) if cell else None
        except ValueError:
            self._wrong(column, "no id")
            return None

    def _version(self) -> int | None:
        cell = self._cells.get("version", "")
        if cell and not (cell.isdecimal() and len(cell) < 9):
            self._wrong("version", "no number of a version")
            return None
        return int(cell) if cell else None

    def _wrong(self, column: str, reason: str) -> None:
        self._errors.append(FieldError(field_of(self._line, column), reason))
