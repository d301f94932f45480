"""What is printed, as finished text."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invoicing.domain.discounts import Discount, with_discounts
from invoicing.domain.errors import UnprintableTextError
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.lines import Line
from invoicing.domain.parties import Address, Party
from invoicing.domain.tax import Tax
from invoicing.printing import print_pdf
from invoicing.printing.sheet import sheet

KAJEN = Address(("Kajen 4",), "1400", "København K", "DK")
BERLIN = Address(("Lindenstraße 12", "3. OG"), "10969", "Berlin", "DE")
STANDARD = Tax("standard", Decimal(25))
TIME = Line(
    *(UUID(int=1), 1, "time", "Checkout", Decimal("1000.00"), STANDARD, 3000, Decimal("1200")),
    billed_seconds=3000,
)
CONTENT = InvoiceContent(
    id=UUID(int=9),
    organization_id=UUID(int=8),
    currency="DKK",
    language="da",
    seller=Party("Studio Lind ApS", KAJEN, "DK87654321", "87654321"),
    buyer=Party("Nordlys ApS", KAJEN),
    lines=(TIME,),
    first_day=date(2026, 9, 1),
    last_day=date(2026, 9, 30),
    payment_instructions="Reg. 1234",
    number="2026-0001",
    issue_date=date(2026, 10, 5),
    due_date=date(2026, 11, 4),
)


def printed(**changed: Any) -> dict[str, Any]:
    return sheet(replace(CONTENT, **changed))


def fee(tax: Tax) -> Line:
    return Line(UUID(int=2), 1, "fee", "Opstart", Decimal("100.00"), tax)


def test_an_invoice_says_number_dates_period_and_reference_in_this_order() -> None:
    assert printed(reference="Bo Lund", purchase_order="4500012345")["details"] == [
        ["Fakturanummer", "2026-0001"],
        ["Fakturadato", "5. oktober 2026"],
        ["Forfaldsdato", "4. november 2026"],
        ["Periode", "1.–30. sep. 2026"],
        ["Ordrenr.", "4500012345"],
        ["Deres reference", "Bo Lund"],
    ]


@pytest.mark.parametrize(
    ("billed_seconds", "language", "written"),
    [
        (4200, "en", "1:10"),
        (4500, "en", "1:10 (1:15 billed)"),
        (4500, "da", "1:10 (1:15 faktureret)"),
        (0, "en", "1:10 (0:00 billed)"),
    ],
)
def test_a_line_says_what_is_billed_where_that_is_not_what_was_worked(
    billed_seconds: int, language: str, written: str
) -> None:
    line = replace(TIME, seconds=4200, billed_seconds=billed_seconds)
    assert printed(language=language, lines=(line,))["lines"]["rows"][0]["numbers"][0] == written


def test_a_draft_says_that_it_is_one_and_has_no_dates() -> None:
    draft = printed(number=None, issue_date=None, due_date=None)
    assert (draft["draft"], draft["number"], draft["payment"]) == ("Udkast", None, None)
    assert [label for label, _ in draft["details"]] == ["Periode"]


def test_a_line_of_time_shows_hours_and_rate() -> None:
    lines = printed()["lines"]
    assert lines["titles"] == ["Beskrivelse", "Timer", "Timepris", "Beløb"]
    [row] = lines["rows"]
    assert (row["text"], row["detail"]) == ("Checkout", "")
    assert row["numbers"] == ["0:50", "1.200,00", "1.000,00"]


def test_a_text_has_no_amount_and_a_discount_a_minus() -> None:
    text = replace(fee(STANDARD), kind="text", amount=None, tax=None)
    discount = replace(fee(STANDARD), kind="discount", amount=Decimal("-50.00"))
    lines = printed(lines=(TIME, text, discount))["lines"]["rows"]
    assert [line["numbers"][2] for line in lines] == ["1.000,00", "", "−50,00"]
    assert [line["numbers"][0] for line in lines] == ["0:50", "", ""]


def test_a_discount_of_the_whole_is_printed_with_its_per_cent() -> None:
    off = Discount(UUID(int=9), "Regular", percent=Decimal("12.5"))
    taken = with_discounts([TIME, fee(STANDARD)], [off], "DKK")
    assert printed(lines=tuple(taken))["lines"]["rows"][-1]["detail"] == "12,5 %"


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("5 % discount", ""),
        ("Rabat 5,00%", ""),
        ("5.0\N{NO-BREAK SPACE}% for early birds", ""),
        ("15 % of some", "5 %"),
        ("1.5 % of some", "5 %"),
        ("5 friends", "5 %"),
    ],
)
def test_a_per_cent_that_the_text_says_is_not_printed_twice(text: str, detail: str) -> None:
    off = Discount(UUID(int=9), text, percent=Decimal(5))
    taken = with_discounts([TIME], [off], "DKK")
    assert printed(lines=tuple(taken))["lines"]["rows"][-1]["detail"] == detail


def test_a_discount_of_a_line_is_printed_right_under_it_with_its_per_cent() -> None:
    off = Discount(UUID(int=9), "Ny kunde", percent=Decimal("12.5"), of_line_id=TIME.line_id)
    taken = with_discounts([TIME, fee(STANDARD)], [off], "DKK")
    _, row, _ = printed(lines=taken)["lines"]["rows"]
    assert (row["text"], row["detail"], row["numbers"][2]) == ("Ny kunde", "12,5 %", "−125,00")


@pytest.mark.parametrize(
    ("category", "rate", "label"),
    [
        ("standard", "25", "Moms 25 % af 100,00"),
        ("standard", "12.5", "Moms 12,5 % af 100,00"),
        ("zero", "0", "Momssats 0 %: 100,00"),
        ("exempt", "0", "Momsfritaget: 100,00"),
        ("reverse-charge", "0", "Moms 0 % af 100,00"),
        ("outside-scope", "0", "Uden for momslovens anvendelsesområde: 100,00"),
    ],
)
def test_each_tax_is_named_with_its_base(category: Any, rate: str, label: str) -> None:
    [[found, _]] = printed(lines=(fee(Tax(category, Decimal(rate))),))["taxes"]
    assert found == label


def test_reverse_charge_prints_the_clause_with_the_buyers_vat_number() -> None:
    reverse = (fee(Tax("reverse-charge", Decimal(0))),)
    buyer = Party("Brand GmbH", BERLIN, "DE123456789")
    clauses = printed(lines=reverse, buyer=buyer)["clauses"]
    assert clauses == ["Omvendt betalingspligt. Kundens momsnummer: DE123456789"]
    assert printed()["clauses"] == []


def test_countries_are_named_only_when_the_invoice_crosses_a_border() -> None:
    assert printed()["buyer"]["lines"] == ["Kajen 4", "1400 København K"]
    abroad = printed(buyer=Party("Brand GmbH", BERLIN))
    assert abroad["buyer"]["lines"] == ["Lindenstraße 12", "3. OG", "10969 Berlin", "Tyskland"]
    assert abroad["seller"]["lines"][-1] == "Danmark"


def test_the_sellers_numbers_are_printed() -> None:
    assert printed()["seller"]["registrations"] == ["CVR-nr. 87654321", "Momsnr. DK87654321"]


@pytest.mark.parametrize(
    ("currency", "amount", "total"),
    [("DKK", "1000.00", "1.250,00"), ("JPY", "1000", "1.250"), ("KWD", "1.500", "1,875")],
)
def test_amounts_have_the_decimals_of_the_currency(currency: str, amount: str, total: str) -> None:
    page = printed(currency=currency, lines=(replace(TIME, amount=Decimal(amount)),))
    assert page["total"] == [f"I alt {currency}", total]
    assert page["payment"]["ask"].startswith(f"Betal venligst {total} {currency} senest")


def test_an_invoice_of_nothing_asks_for_no_payment() -> None:
    assert printed(lines=(replace(TIME, amount=Decimal("0.00")),))["payment"] is None


def test_hours_and_rate_have_columns_only_where_there_is_time() -> None:
    assert len(printed()["lines"]["titles"]) == 4
    assert printed(lines=(fee(STANDARD),))["lines"]["titles"] == ["Beskrivelse", "Beløb"]


def pdf_or_refused_fields(content: InvoiceContent) -> bytes | set[str]:
    """The PDF, or the fields that cannot be printed."""
    try:
        return print_pdf(content, at=datetime(2026, 10, 5, tzinfo=UTC))
    except UnprintableTextError as error:
        return {field.field for field in error.fields}


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_any_text_is_printed_or_refused_with_its_field(notes: str) -> None:
    outcome = pdf_or_refused_fields(replace(CONTENT, notes=notes))
    assert outcome == {"notes"} or (isinstance(outcome, bytes) and outcome.startswith(b"%PDF"))


def test_a_buyer_is_printed_with_its_numbers() -> None:
    buyer = Party("Aarhus Kommune", KAJEN, None, "55133018", "5790000123452")
    assert printed(buyer=buyer)["buyer"]["registrations"] == [
        "CVR-nr. 55133018",
        "EAN-nr. 5790000123452",
    ]
