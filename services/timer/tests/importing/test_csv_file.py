"""Any file of text in columns is read: encodings, delimiters, quotes, and what is refused."""

import codecs
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timer.importing import csv_file
from timer.importing.csv_file import CsvRecord, open_csv
from timer.importing.errors import (
    EmptyFileError,
    FileError,
    NoColumnsError,
    NotCsvError,
    OpenQuoteError,
    TooManyRowsError,
    UnknownEncodingError,
)

TEXT = "Name;Note\nÅse;blåbær\n"


def records(text: str) -> list[CsvRecord]:
    return list(open_csv(text.encode()).records())


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("cp1252"), "windows-1252"),
    ],
)
def test_text_survives_every_encoding_and_the_encoding_is_named(data: bytes, encoding: str) -> None:
    file = open_csv(data)
    assert (file.encoding, file.header) == (encoding, ("Name", "Note"))
    assert [record.cells for record in file.records()] == [("Åse", "blåbær")]


def test_bytes_that_are_text_in_no_encoding_are_refused_by_their_place() -> None:
    with pytest.raises(UnknownEncodingError, match="byte 4 is not text"):
        open_csv(b"A,\xff\n\x81")


@pytest.mark.parametrize(
    ("data", "what"), [(b"PK\x03\x04rest", "spreadsheet"), (b"%PDF-1.7", "PDF")]
)
def test_a_file_of_another_kind_is_refused_by_its_name(data: bytes, what: str) -> None:
    with pytest.raises(NotCsvError, match=what):
        open_csv(data)


@pytest.mark.parametrize(
    ("header", "delimiter"),
    [("A,B", ","), ("A;B", ";"), ("A\tB", "\t"), ('"A,b";"B,c,d";C', ";"), ("A,B;C,D", ",")],
)
def test_the_delimiter_is_the_most_frequent_one_of_the_header_outside_quotes(
    header: str, delimiter: str
) -> None:
    assert open_csv(header.encode()).delimiter == delimiter


def test_names_of_columns_are_trimmed() -> None:
    assert open_csv(b" A , B\n").header == ("A", "B")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_blank_lines_are_ignored_and_lines_are_counted_as_an_editor_counts_them(
    newline: str,
) -> None:
    text = newline.join(["", "A,B", "1,2", "", '"two', 'lines",x', "  ", "3,4", ""])
    assert [(one.line, one.cells) for one in records(text)] == [
        (3, ("1", "2")), (5, (f"two{newline}lines", "x")), (8, ("3", "4")),
    ]  # fmt: skip


def test_quotes_are_doubled_and_a_backslash_is_an_ordinary_character() -> None:
    assert records('A,B\n"Fix ""pay""",C:\\')[0].cells == ('Fix "pay"', "C:\\")


@pytest.mark.parametrize("row", ["1,2,3", "1", '"1" ,2', "1,\0"])
def test_a_record_that_does_not_fit_is_an_error_and_the_others_go_on(row: str) -> None:
    before, bad, behind = records(f"A,B\n1,2\n{row}\n3,4")
    assert bad.line == 3
    assert bad.error
    assert (before.cells, behind.cells) == (("1", "2"), ("3", "4"))
    assert before.error is behind.error is None


def test_cells_are_never_shifted_to_fit_the_header() -> None:
    assert records("A,B\n1,2,3")[0].error == "3 cells where the header has 2"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", EmptyFileError),
        ("\n \n", EmptyFileError),
        ("hello", NoColumnsError),
        ('"A,B"', NoColumnsError),
        ('A,B\n"never closed\n1,2', OpenQuoteError),
    ],
)
def test_a_file_that_is_no_table_is_refused(text: str, error: type[FileError]) -> None:
    with pytest.raises(error):
        records(text)


def test_an_open_quote_names_the_line_where_it_begins() -> None:
    with pytest.raises(OpenQuoteError, match="line 3"):
        records('A,B\n1,2\n"never closed\n3,4')


def test_the_number_of_rows_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_file, "MAX_ROWS", 2)
    assert len(records("A,B\n1,2\n3,4")) == 2
    with pytest.raises(TooManyRowsError, match="at most 2 rows"):
        records("A,B\n1,2\n3,4\n5,6")


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=9)
tables = st.lists(st.tuples(st.just("x"), cells, cells), max_size=9)


@given(tables, st.sampled_from(csv_file.DELIMITERS), st.sampled_from(["utf-8-sig", "utf-16"]))
def test_what_a_program_writes_is_what_is_read(
    rows: list[tuple[str, ...]], delimiter: str, encoding: str
) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows([("A", "B", "C"), *rows])
    found = open_csv(written.getvalue().encode(encoding)).records()
    assert [record.cells for record in found] == rows
