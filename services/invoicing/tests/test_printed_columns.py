"""Many lines are set in columns: each number stands beside its line, and pages break as those of a table do."""

import io
import re
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pypdf
import pytest

from invoicing.domain.discounts import Discount, with_discounts
from invoicing.domain.lines import Line
from invoicing.printing import print_pdf
from invoicing.printing.columns import MOST_IN_A_TABLE
from invoicing.printing.sheet import sheet
from services.invoicing.tests.test_sheet import CONTENT, TIME

AT = datetime(2026, 10, 5, tzinfo=UTC)
TEXTS = (
    "Vouchers",
    "Search that bears typing mistakes, in two languages, with what it found marked in the text of each product",
    "https://example.com/" + "a-very-long-address/" * 6,
    "Разработка интернет-магазина: оплата картой и квитанции по электронной почте для постоянных покупателей",
    "WWWWW MMMMM WWWWW MMMMM WWWWW MMMMM WWWWW MMMMM @@@@@ WWWWW",
)


def many(count: int = MOST_IN_A_TABLE + 40) -> tuple[Line, ...]:
    """Each with an amount of its own."""
    return tuple(
        replace(
            TIME,
            line_id=UUID(int=n),
            position=n,
            description=f"No{n:04} {TEXTS[n % len(TEXTS)]}",
            amount=Decimal(10_000 + n),
        )
        for n in range(1, count + 1)
    )


def printed(lines: tuple[Line, ...]) -> list[pypdf.PageObject]:
    content = replace(CONTENT, lines=lines)
    assert sheet(content)["lines"]["columns"]
    return list(pypdf.PdfReader(io.BytesIO(print_pdf(content, at=AT))).pages)


def heights(page: pypdf.PageObject) -> dict[str, float]:
    """How high on the page each piece of text stands."""
    found: dict[str, float] = {}

    def visit(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        if text.strip():
            found[text.strip()] = tm[5] * cm[3] + cm[5]

    page.extract_text(visitor_text=visit)
    return found


def test_each_amount_is_beside_its_line_however_many_rows_its_text_takes() -> None:
    beside: dict[float, list[str]] = defaultdict(list)
    for number, page in enumerate(printed(many())):
        for text, height in heights(page).items():
            if found := re.match(r"No(\d{4})|(?:10\.(\d{3}),00)", text):
                beside[number * 1000 + round(height)].append((found[1] or found[2]).zfill(4))
    together = [pair for pair in beside.values() if len(pair) > 1]
    assert len(together) == MOST_IN_A_TABLE + 40
    assert all(line == amount for line, amount in together)


@pytest.mark.parametrize("count", [MOST_IN_A_TABLE + 40, MOST_IN_A_TABLE + 47])
def test_a_discount_is_on_the_page_of_its_line_and_the_totals_on_that_of_the_last(
    count: int,
) -> None:
    lines = many(count)
    discounts = [
        Discount(UUID(int=9000 + n), f"Off {n:04}", percent=Decimal(5), of_line_id=UUID(int=n))
        for n in (7, 50, 51, 52, 53, 54, count)
    ]
    found = [page.extract_text() for page in printed(with_discounts(list(lines), discounts, "DKK"))]
    for n in (7, 50, 51, 52, 53, 54, count):
        [page] = [page for page in found if f"Off {n:04}" in page]
        assert f"No{n:04}" in page
    assert "I alt DKK" in page
    assert re.findall(r"No(\d{4})", "".join(found)) == [f"{n:04}" for n in range(1, count + 1)]
    assert all("BESKRIVELSE" in page for page in found if "No" in page)


@pytest.mark.parametrize("text", ["שלום", "ร้านค้าออนไลน์", "网上商店", "🚀"])
def test_what_the_typesetter_must_care_for_is_in_a_table(text: str) -> None:
    lines = many()
    lines = (*lines[:9], replace(lines[9], description=text), *lines[10:])
    assert sheet(replace(CONTENT, lines=lines))["lines"]["columns"] is None


def test_few_lines_are_a_table() -> None:
    assert sheet(replace(CONTENT, lines=many(MOST_IN_A_TABLE)))["lines"]["columns"] is None


def test_the_same_lines_make_the_same_bytes() -> None:
    content = replace(CONTENT, lines=many())
    assert print_pdf(content, at=AT) == print_pdf(content, at=AT)
