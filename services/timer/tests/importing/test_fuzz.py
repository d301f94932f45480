"""Files that nobody exported: each is parsed, or refused with a reason, within bounds."""

from contextlib import suppress
from datetime import time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import strategies as st

from services.timer.tests.importing.factories import HEADER, line
from testkit.foreign_input import fuzz, spoiled, spoiled_text
from timer.file_worker import _part
from timer.importing.dates import clock, day, offset, split_moment, zone
from timer.importing.errors import FileError
from timer.importing.numbers import Duration, duration, money, number
from timer.importing.parsing import ImportOptions, ParsedFile, parse
from timer.importing.rows import billable
from timer.importing.sources import KNOWN

SAMPLES = Path(__file__).parents[4] / "deploy" / "local" / "samples"
TOGGL = [b"\n".join(file.read_bytes().splitlines()[:6]) for file in sorted(SAMPLES.glob("*.csv"))]
PRODUCTS = [file.read_bytes() for file in sorted((Path(__file__).parent / "exports").iterdir())]
DANISH = f"{HEADER}\n{line()}\n{line(note='Fejl på forsiden')}\n".replace(",", ";")
ENCODED = [DANISH.encode(name) for name in ("utf-8", "utf-8-sig", "utf-16", "windows-1252")]
FILES = (*TOGGL, *PRODUCTS, *ENCODED, b"PK\x03\x04", b"%PDF-1.7", b"")

OPTIONS = st.builds(
    ImportOptions,
    time_zone=st.just("Europe/Copenhagen") | spoiled_text("Europe/Copenhagen", "UTC"),
    source=st.none() | st.sampled_from(KNOWN) | spoiled_text("toggl"),
    date_format=st.none() | st.sampled_from(("YYYY-MM-DD", "MM/DD/YYYY")) | spoiled_text("YYYY"),
    decimal=st.none() | st.sampled_from((".", ",")) | spoiled_text("."),
)
PLAIN = st.just(ImportOptions(time_zone="Europe/Copenhagen"))
FORM_TYPE = "multipart/form-data; boundary=abc; charset=utf-8"
FORM = (
    b'--abc\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n'
    b"Content-Type: text/csv; charset=utf-8\r\n\r\na,b\n1,2\r\n--abc--\r\n"
)


@fuzz(spoiled(*FILES), PLAIN | OPTIONS)
def test_a_file_is_parsed_or_refused(data: bytes, options: ImportOptions) -> None:
    try:
        found = parse(data, options)
    except FileError:
        return
    assert isinstance(found, ParsedFile)
    lines = [row.line for row in found.rows] + [error.line for error in found.errors]
    assert len(lines) == len(set(lines))
    assert all(row.seconds >= 0 for row in found.rows)


@fuzz(
    spoiled_text("1,234.56", "1.234,56", "-0,5", "1'000", "EUR 12", "8,50 €"),
    st.sampled_from((".", ",", None)),
)
def test_a_number_is_read_or_refused(text: str, mark: str | None) -> None:
    with suppress(ValueError):
        assert isinstance(number(text, mark), Decimal)
    with suppress(ValueError):
        assert isinstance(money(text, mark)[1], Decimal)


@fuzz(
    spoiled_text("01:30:00", "1.5 h", "90", "1:30 min", "5400 sec", "1:30:00 AM"),
    st.sampled_from((".", ",", None)),
    st.sampled_from(("hours", "seconds", None)),
)
def test_a_duration_is_read_or_refused(text: str, mark: str | None, unit: str | None) -> None:
    try:
        found = duration(text, mark, unit)  # type: ignore[arg-type]
    except ValueError:
        return
    assert isinstance(found, Duration)
    assert found.seconds >= 0


@fuzz(
    spoiled_text(
        "2026-10-01T09:30:00+02:00",
        "2026-10-01",
        "01.10.2026",
        "10/01/2026",
        "45932,5",
        "'2026-10-01",
        "9:30 PM",
    )
)
def test_dates_times_and_words_are_read_or_refused(text: str) -> None:
    for written in ("YYYY-MM-DD", "DD.MM.YYYY", "MM/DD/YYYY", "DD/MM/YYYY"):
        with suppress(ValueError):
            day(text, written)
    with suppress(ValueError):
        assert isinstance(clock(text), time)
    moment = split_moment(text)
    with suppress(ValueError):
        assert abs(offset(moment.offset or "Z")) < timedelta(hours=15)
    with suppress(ValueError):
        billable(text)


@fuzz(spoiled_text("Europe/Copenhagen", "UTC", "../../etc/passwd"))
def test_a_time_zone_is_known_or_refused(text: str) -> None:
    with suppress(FileError):
        zone(text)


@fuzz(st.just(FORM_TYPE) | spoiled_text(FORM_TYPE), spoiled(FORM))
def test_a_form_has_its_file_or_is_refused(content_type: str, body: bytes) -> None:
    with suppress(FileError):
        assert isinstance(_part(content_type, body), bytes)


@pytest.mark.parametrize("charset", ["undefined", "idna", "zip", "unicode_escape", "punycode"])
def test_a_form_in_an_odd_character_set_is_a_form_all_the_same(charset: str) -> None:
    with suppress(FileError):
        _part(f"multipart/form-data; boundary=abc; charset={charset}", FORM)
