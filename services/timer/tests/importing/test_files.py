"""Whole files: bytes, delimiters, headers, variants, and what is refused."""

import codecs

import pytest

from timer.importing.reading import Options, TimeFile, read
from timer.importing.refusal import FileRefusedError

HEADER = (
    "User,Email,Client,Project,Task,Description,Billable,"
    "Start date,Start time,End date,End time,Duration,Tags"
)
ROW = "Åse Friis,ase@example.dk,Nordlys ApS,Web,,Fix,Yes,2026-10-01,09:00:00,2026-10-01,10:00:00,01:00:00,"
OPTIONS = Options("Europe/Copenhagen")


def read_text(text: str, options: Options = OPTIONS) -> TimeFile:
    return read(text.encode(), options)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (f"{HEADER}\r\n{ROW}\r\n".encode(), "utf-8"),
        (codecs.BOM_UTF8 + f"{HEADER}\n{ROW}".encode(), "utf-8"),
        (f"{HEADER}\n{ROW}".encode("utf-16"), "utf-16"),
        (f"{HEADER}\n{ROW}".encode("cp1252"), "windows-1252"),
    ],
)
def test_names_survive_every_encoding(data: bytes, encoding: str) -> None:
    file = read(data, OPTIONS)
    assert (file.encoding, file.rows[0].line.name) == (encoding, "Åse Friis")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_read_from_the_header(delimiter: str) -> None:
    file = read_text(f"{HEADER}\n{ROW}".replace(",", delimiter))
    assert (file.delimiter, file.rows[0].seconds) == (delimiter, 3600)


def test_columns_are_found_by_name_in_any_order_and_case() -> None:
    names, cells = HEADER.upper().split(","), ROW.split(",")
    file = read_text(f"{','.join(reversed(names))}\n{','.join(reversed(cells))}")
    assert file.rows[0].line.client == "Nordlys ApS"


@pytest.mark.parametrize(
    ("header", "variant"),
    [
        (f"{HEADER},Amount (DKK)", "A"),
        (HEADER, "B"),
        (HEADER.replace("User", "Member").replace("End", "Stop"), "C"),
    ],
)
def test_the_three_variants_of_toggl_are_told_apart(header: str, variant: str) -> None:
    assert read_text(header).columns.variant == variant


def test_unknown_columns_are_listed_and_ignored() -> None:
    file = read_text(f"{HEADER},Mood,Mood\n{ROW},good,bad")
    assert file.columns.ignored == ("Mood", "Mood")
    assert file.rows[0].seconds == 3600


def test_quotes_line_breaks_and_backslashes_follow_the_rules_of_csv() -> None:
    row = ROW.replace("Fix", '"Fix ""pay""\nand C:\\"')
    file = read_text(f"{HEADER}\n{row}\n\n{ROW}\n")
    assert [one.line.line for one in file.rows] == [2, 5]
    assert file.rows[0].line.description == 'Fix "pay"\nand C:\\'


@pytest.mark.parametrize("row", [ROW + ",surplus", ROW.rsplit(",", 1)[0], ROW.replace("Fix", "\0")])
def test_a_row_that_does_not_fit_the_header_is_an_error_with_its_line(row: str) -> None:
    file = read_text(f"{HEADER}\n{ROW}\n{row}\n{ROW}")
    assert [error.line for error in file.errors] == [3]
    assert len(file.rows) == 2


def test_one_bad_cell_is_that_rows_error_and_keeps_its_seconds_in_sight() -> None:
    file = read_text(f"{HEADER}\n{ROW.replace('Yes', 'perhaps')}\n{ROW}")
    (error,) = file.errors
    assert (error.line, error.column, error.value, error.seconds) == (
        2,
        "Billable",
        "perhaps",
        3600,
    )
    assert len(file.rows) == 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty-file"),
        ("hello", "no-columns"),
        ("Date,Client,Hours,First Name\n", "unknown-source"),
        ("User,Email,Start Date,Start Time,Duration (h)\n", "unknown-source"),
        ("User,Email,Duration\n", "missing-columns"),
        (f"{HEADER},Stop date\n", "double-column"),
        (f'{HEADER}\n"never closed\n{ROW}', "open-quote"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(text: str, kind: str) -> None:
    with pytest.raises(FileRefusedError) as refused:
        read_text(text)
    assert refused.value.kind == kind


def test_a_spreadsheet_file_is_refused_by_name() -> None:
    with pytest.raises(FileRefusedError, match="spreadsheet"):
        read(b"PK\x03\x04rest", OPTIONS)


def test_a_zone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(FileRefusedError) as refused:
        read_text(HEADER, Options("Europe/Atlantis"))
    assert refused.value.ask == "time_zone"
