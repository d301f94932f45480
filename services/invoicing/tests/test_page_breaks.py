"""Where the lines of a document go on to the next page, and how long that takes."""

import io
import re
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pypdf
import pytest

from invoicing.domain.appendix import Appendix, AppendixEntry
from invoicing.domain.discounts import Discount, with_discounts
from invoicing.domain.document import Enclosed
from invoicing.domain.lines import Line
from invoicing.printing import print_pdf
from services.invoicing.tests.test_sheet import CONTENT, TIME

AT = datetime(2026, 10, 5, tzinfo=UTC)
NOBODY = Enclosed()


def pages(enclosed: Enclosed = NOBODY, **changed: Any) -> list[str]:
    document = pypdf.PdfReader(io.BytesIO(print_pdf(replace(CONTENT, **changed), enclosed, at=AT)))
    return [page.extract_text() for page in document.pages]


def numbered(count: int, text: str = "Line") -> tuple[Line, ...]:
    return tuple(
        replace(TIME, line_id=UUID(int=n), position=n, description=f"{text} {n:04}")
        for n in range(1, count + 1)
    )


@pytest.mark.parametrize("count", range(14, 26))
def test_the_totals_are_on_one_page_with_the_last_line_at_least(count: int) -> None:
    *_, last = [page for page in pages(lines=numbered(count)) if "Line" in page]
    for part in (f"Line {count:04}", "Subtotal", "Moms 25 %", "I alt DKK", "BESKRIVELSE"):
        assert part in last


@pytest.mark.parametrize("count", range(16, 22))
def test_a_discount_is_on_the_page_of_its_line(count: int) -> None:
    lines = numbered(count)
    of = Discount(UUID(int=900), "Off the line", percent=Decimal(5), of_line_id=lines[-3].line_id)
    last = Discount(UUID(int=901), "Off the last", percent=Decimal(5), of_line_id=lines[-1].line_id)
    found = pages(lines=with_discounts(list(lines), [of, last], "DKK"))
    for line, discount in ((count - 2, "Off the line"), (count, "Off the last")):
        [page] = [page for page in found if discount in page]
        assert f"Line {line:04}" in page
    assert "I alt DKK" in page
    assert re.findall(r"Line (\d+)", "".join(found)) == [f"{n:04}" for n in range(1, count + 1)]


def test_each_page_has_the_titles_its_number_and_the_documents() -> None:
    found = pages(lines=numbered(120))
    for number, page in enumerate(found, 1):
        assert f"Side {number} af {len(found)}" in page
        assert "2026-0001" in page
        assert ("BESKRIVELSE" in page) == ("Line" in page)
    assert re.findall(r"Line (\d+)", "".join(found)) == [f"{n:04}" for n in range(1, 121)]


def test_a_line_stays_whole_with_its_detail() -> None:
    text = "Research into payment providers, with a report of what each of them costs, and which suits: no"
    for page in pages(lines=numbered(60, text)):
        assert page.count("Research") == page.count("suits: no")


def test_a_line_longer_than_a_page_is_split_and_nothing_of_it_is_lost() -> None:
    words = " ".join(f"word{n}" for n in range(1500))
    found = pages(lines=(replace(TIME, description=words),))
    assert re.findall(r"word\d+", "".join(found)) == words.split()
    assert len(found) > 1
    assert "I alt DKK" in found[-1]


def test_the_time_goes_on_over_pages_under_the_heading_of_its_line() -> None:
    entries = tuple(
        AppendixEntry(UUID(int=n // 50 + 1), date(2026, 9, 1), "Ida Holm", f"Work {n:03}", 60, 60)
        for n in range(150)
    )
    found = pages(Enclosed(appendix=Appendix(entries)), lines=numbered(3))
    time_pages = [page for page in found if "Work" in page]
    assert "Timespecifikation" in time_pages[0]
    for page in time_pages:
        assert "ARBEJDE" in page
        first = re.search(r"(Line|Work) \d+", page)
        assert first
        assert first[1] == "Line"
    assert re.findall(r"Work (\d+)", "".join(found)) == [f"{n:03}" for n in range(150)]


def test_long_documents_are_printed_quickly() -> None:
    """Ten times what it takes on a machine that does nothing else."""
    content = replace(CONTENT, lines=numbered(750))
    print_pdf(CONTENT, at=AT)
    began = time.process_time()
    print_pdf(content, at=AT)
    assert time.process_time() - began < 1
