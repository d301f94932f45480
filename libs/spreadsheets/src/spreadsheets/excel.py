"""Excel files that are written row by row, so that long ones need no more memory than short ones."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from tempfile import TemporaryDirectory
from typing import IO
from uuid import UUID

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | bool | Decimal | date | timedelta | UUID | Sequence[str] | None
MOST_ROWS = 1_000_000
"""Of one sheet; Excel takes hardly more. What follows is on the next sheet."""
_LONGEST_TEXT = 32_767
_DAY = timedelta(days=1)
_OPTIONS = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
_WIDTH = 18


class Spreadsheet:
    """Rows below a header. Text is written as text, so that none becomes a formula or a link."""

    def __init__(self, file: IO[bytes], header: Sequence[str]) -> None:
        self._folder = TemporaryDirectory()
        self._book = xlsxwriter.Workbook(file, {**_OPTIONS, "tmpdir": self._folder.name})
        self._bold: Format = self._book.add_format({"bold": True})
        self._duration: Format = self._book.add_format({"num_format": "[h]:mm:ss"})
        self._moment: Format = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._amounts: dict[int, Format] = {}
        self._share: Format = self._book.add_format({"num_format": "0.0 %"})
        self._header = header
        self._begin()

    def add(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Write these below what there is."""
        for row in rows:
            if self._rows > MOST_ROWS:
                self._begin()
            for column, cell in enumerate(row):
                self._write(self._sheet, column, cell)
            self._rows += 1

    def close(self) -> None:
        """Finish the file."""
        self._book.close()
        self.discard()

    def discard(self) -> None:
        """Leave nothing of what is not finished behind."""
        self._folder.cleanup()

    def _begin(self) -> None:
        self._sheet: Worksheet = self._book.add_worksheet()
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_column(0, len(self._header) - 1, _WIDTH)
        for column, name in enumerate(self._header):
            self._sheet.write_string(0, column, name, self._bold)
        self._rows = 1

    def _write(self, sheet: Worksheet, column: int, cell: Cell) -> None:
        match cell:
            case None:
                return
            case bool():
                sheet.write_boolean(self._rows, column, cell)
            case timedelta():
                sheet.write_number(self._rows, column, cell / _DAY, self._duration)
            case float():
                sheet.write_number(self._rows, column, cell, self._share)
            case Decimal():
                sheet.write_number(self._rows, column, float(cell), self._amount(cell))
            case int():
                sheet.write_number(self._rows, column, cell)
            case datetime():
                at = cell.astimezone(UTC).replace(tzinfo=None)
                sheet.write_datetime(self._rows, column, at, self._moment)
            case date():
                sheet.write_datetime(self._rows, column, datetime.combine(cell, time()))
            case str() | UUID():
                sheet.write_string(self._rows, column, str(cell)[:_LONGEST_TEXT])
            case _:
                sheet.write_string(self._rows, column, ", ".join(cell)[:_LONGEST_TEXT])

    def _amount(self, amount: Decimal) -> Format:
        """How a number with so many decimals is shown."""
        exponent = amount.as_tuple().exponent
        decimals = max(0, -exponent) if isinstance(exponent, int) else 0
        if decimals not in self._amounts:
            pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
            self._amounts[decimals] = self._book.add_format({"num_format": pattern})
        return self._amounts[decimals]
