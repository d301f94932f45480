"""Numbers stay numbers, days days, and text text, in CSV and in Excel."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest

from spreadsheets.csv_text import written
from spreadsheets.excel import Spreadsheet
from spreadsheets.formulas import guarded, unguarded

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def cells(content: bytes) -> list[list[tuple[str | None, str]]]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        sheet = ElementTree.fromstring(file.read("xl/worksheets/sheet1.xml"))
    return [
        [(cell.get("t"), "".join(cell.itertext())) for cell in row]
        for row in sheet.iter(f"{_NS}row")
    ]


def test_in_csv_numbers_are_written_out_and_not_guarded() -> None:
    text = written([(Decimal("-1250.00"), Decimal("1E+3"), date(2026, 11, 2), True, None, "-1")])
    assert next(csv.reader(io.StringIO(text))) == [
        "-1250.00", "1000", "2026-11-02", "Yes", "", "' -1",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["=1+1", "+45 12", "-", "@x", "\tx", "'quoted", "plain", ""])
def test_what_is_guarded_is_read_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t"))


def test_in_excel_amounts_and_moments_are_numbers() -> None:
    file = io.BytesIO()
    sheet = Spreadsheet(file, ("Amount", "At", "Text"))
    sheet.add([(Decimal("-1250.50"), datetime(2026, 11, 2, 12, tzinfo=UTC), "=1+1")])
    sheet.close()
    assert cells(file.getvalue())[1] == [
        (None, "-1250.5"), (None, "46328.5"), ("inlineStr", "=1+1"),
    ]  # fmt: skip


def test_what_is_not_finished_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    sheet = Spreadsheet(io.BytesIO(), ("Text",))
    sheet.add([("x",)] * 100)
    sheet.discard()
    assert list(tmp_path.iterdir()) == []
