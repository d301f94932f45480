"""CSV of banks: which delimiter, which columns, and what each row says."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from invoicing.domain.bank_files.amounts import DecimalMark, decimal_mark, to_amount, to_day
from invoicing.domain.bank_files.mapping import CsvMapping, Preset, preset_for
from invoicing.domain.bank_files.statement import (
    MOST_LINES,
    BankFile,
    BankLine,
    ColumnsUnknownError,
    Problems,
    account_number,
    checked,
    refused,
    words,
)
from invoicing.domain.bank_files.text import decoded

_DELIMITERS = (";", ",", "\t")
_MOST_COLUMNS = 100
_PENDING = re.compile(r"reserveret|venter|pending", re.IGNORECASE)


@dataclass(frozen=True)
class Table:
    """The cells of a CSV file below its header; a row is known by its line."""

    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    @property
    def key(self) -> str:
        """What files with the same columns have in common."""
        return "\x1f".join(one.lower() for one in self.headers)

    def cells(self) -> Iterator[tuple[int, dict[str, str]]]:
        """The cells of each row by their header in small letters; of headers that are there twice the first."""
        names = [one.lower() for one in self.headers]
        for line, row in self.rows:
            found: dict[str, str] = {}
            for name, cell in zip(names, row, strict=False):
                found.setdefault(name, cell)
            yield line, found


def read_table(data: bytes) -> Table:
    """The cells of a CSV file. Raises `BankFileError`."""
    lines = decoded(data).splitlines()
    first = next((one for one in lines if one.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    if delimiter not in first:
        raise refused("file", "is neither camt.053 nor MT940 nor a table with columns")
    headers: tuple[str, ...] | None = None
    rows = []
    reader = csv.reader(lines, delimiter=delimiter, strict=False)
    try:
        for cells in reader:
            row = tuple(cell.strip() for cell in cells)
            if not any(row):
                continue
            if headers is None:
                headers = row[:-1] if row[-1] == "" else row
            elif (
                row[: len(headers)] != headers
            ):  # some banks write the header anew for each account
                rows.append((reader.line_num, row))
            if len(row) > _MOST_COLUMNS or len(rows) > MOST_LINES:
                raise refused("file", f"has more than {_MOST_COLUMNS} columns or {MOST_LINES} rows")
    except csv.Error as error:
        raise refused(f"lines.{reader.line_num}", f"is no CSV: {error}") from None
    if not headers or not rows:
        raise refused("file", "has no rows below its header")
    return Table(headers, tuple(rows))


def read_csv(
    table: Table, mapping: CsvMapping | None, *, bank_account: str, currency: str
) -> BankFile:
    """The booked rows, by a mapping or the preset that fits. Raises `BankFileError`, `ColumnsUnknownError`."""
    preset = None if mapping else preset_for(table.headers)
    chosen = mapping or (preset.mapping if preset else None)
    if chosen is None:
        raise ColumnsUnknownError(f"the columns are {', '.join(table.headers)[:500]}")
    _check_columns(chosen, table)
    return _Rows(table, chosen, account_number(bank_account), currency).read(preset)


def _check_columns(mapping: CsvMapping, table: Table) -> None:
    there = {one.lower() for one in table.headers}
    if missing := [one for one in mapping.columns if one.lower() not in there]:
        raise refused("mapping", f"names columns that the file has not: {', '.join(missing)[:200]}")
    if bool(mapping.amount) == bool(mapping.money_in or mapping.money_out):
        raise refused("mapping.amount", "name one column of amounts, or those of money in and out")


@dataclass
class _Rows:
    """The rows of one table, read by one mapping."""

    table: Table
    mapping: CsvMapping
    bank_account: str
    currency: str

    def read(self, preset: Preset | None) -> BankFile:
        """All booked rows, or what is wrong with them."""
        problems, lines, left_out = Problems(), list[BankLine](), 0
        mark = self._mark()
        for number, cells in self.table.cells():
            if self._is_pending(cells):
                left_out += 1
                continue
            line = self._line(number, cells, mark, problems)
            if line and line.amount:
                lines.append(line)
        problems.refuse()
        name = preset.name if preset else None
        return BankFile("csv", checked(lines, problems), preset=name, left_out=left_out)

    def _mark(self) -> DecimalMark:
        mapping = self.mapping
        columns = [one for one in (mapping.amount, mapping.money_in, mapping.money_out) if one]
        written = [self._cell(cells, one) for _, cells in self.table.cells() for one in columns]
        mark = mapping.decimal_mark or decimal_mark(written)
        if mark is None:
            raise refused("mapping.decimal_mark", "cannot be told from the amounts: say , or .")
        return mark

    def _is_pending(self, cells: Mapping[str, str]) -> bool:
        mapping = self.mapping
        status = self._cell(cells, mapping.status) if mapping.status else ""
        waits = _PENDING.fullmatch(self._cell(cells, mapping.date)) is not None
        return waits or not mapping.is_booked(status)

    def _line(
        self, number: int, cells: Mapping[str, str], mark: DecimalMark, problems: Problems
    ) -> BankLine | None:
        mapping, field = self.mapping, f"lines.{number}"
        day = to_day(self._cell(cells, mapping.date), mapping.date_order)
        amount = self._amount(cells, mark)
        account = account_number(self._cell(cells, mapping.bank_account)) or self.bank_account
        if day is None:
            written = self._cell(cells, mapping.date)[:40]
            problems.add(f"{field}.{mapping.date}", f"{written or 'nothing'} is no date")
        if amount is None:
            problems.add(f"{field}.{mapping.amount or mapping.money_in}", "is no amount")
        if not account:
            problems.add("bank_account", "say which account of yours the file is of")
        if day is None or amount is None or not account:
            return None
        return BankLine(
            bank_account=account,
            booked_on=day,
            amount=amount,
            currency=(self._cell(cells, mapping.currency) or self.currency).upper()[:3],
            text=words(*(self._cell(cells, one) for one in mapping.text)),
            counterparty=words(self._cell(cells, mapping.counterparty))[:200],
            counterparty_account=account_number(self._cell(cells, mapping.counterparty_account)),
            reference=words(self._cell(cells, mapping.reference))[:200],
            end_to_end_id=words(self._cell(cells, mapping.end_to_end_id))[:200],
            bank_reference=words(self._cell(cells, mapping.bank_reference))[:200],
        )

    def _amount(self, cells: Mapping[str, str], mark: DecimalMark) -> Decimal | None:
        mapping = self.mapping
        if mapping.amount:
            return to_amount(self._cell(cells, mapping.amount), mark)
        came, went = (
            to_amount(self._cell(cells, one) or "0", mark) if one else Decimal(0)
            for one in (mapping.money_in, mapping.money_out)
        )
        if came is None or went is None or (came and went):
            return None
        return came - abs(went)

    @staticmethod
    def _cell(cells: Mapping[str, str], column: str) -> str:
        return cells.get(column.lower(), "") if column else ""
