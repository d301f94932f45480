"""What an issued invoice is in QuickBooks."""

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from qbo_factories import COMPANY, REFERENCES, make_invoice, make_line

from qbo_sync.domain import Entity
from qbo_sync.domain.connection import CompanyProfile
from qbo_sync.domain.invoice import IssuedInvoice, NotExportableError
from qbo_sync.domain.invoice_entity import invoice_entity, quantity, quantity_in_words


def entity(
    invoice: IssuedInvoice, company: CompanyProfile = COMPANY, email: str | None = None
) -> Entity:
    return invoice_entity(invoice, company, REFERENCES, email)


def sold(invoice: IssuedInvoice, company: CompanyProfile = COMPANY) -> Entity:
    (line,) = entity(invoice, company)["Line"]
    detail: Entity = line["SalesItemLineDetail"]
    return detail


def test_an_invoice_names_customer_dates_number_and_our_marker() -> None:
    invoice = make_invoice()
    made = entity(invoice, email="faktura@nordlys.example")

    assert made["CustomerRef"] == {"value": "58"}
    assert (made["TxnDate"], made["DueDate"]) == ("2026-10-05", "2026-11-04")
    assert made["DocNumber"] == invoice.number
    assert made["PrivateNote"] == f"honorar:invoice:{invoice.invoice_id}"
    assert made["BillEmail"] == {"Address": "faktura@nordlys.example"}
    assert made["EmailStatus"] == "NotSet"
    assert made["GlobalTaxCalculation"] == "TaxExcluded"


def test_a_time_line_has_amount_quantity_price_date_item_and_tax_code() -> None:
    line = make_line(description="Webshop", last_day=date(2026, 9, 30))
    (made,) = entity(make_invoice(line))["Line"]

    assert (made["Amount"], made["Description"]) == (Decimal("1000.00"), "Webshop")
    assert made["SalesItemLineDetail"] == {
        "ItemRef": {"value": "7"},
        "TaxCodeRef": {"value": "2"},
        "ServiceDate": "2026-09-30",
        "Qty": Decimal("0.83333"),
        "UnitPrice": Decimal("1200.00"),
    }


def test_a_time_line_that_no_quantity_fits_says_its_hours_in_words() -> None:
    line = make_line(
        description="Webshop",
        seconds=7,
        billed_seconds=7,
        hourly_rate=Decimal("1234567.89"),
        amount=Decimal("2400.55"),
    )
    (made,) = entity(make_invoice(line))["Line"]

    assert made["Description"] == "Webshop (0:00:07 h × 1234567.89 DKK)"
    assert "Qty" not in made["SalesItemLineDetail"]


def priced(amount: str, unit_price: str, **changes: object) -> Entity:
    """A fee of three licences as a line in QuickBooks."""
    fee = {"kind": "fee", "seconds": None, "billed_seconds": None, "hourly_rate": None}
    amounts = {"amount": Decimal(amount), "unit_price": Decimal(unit_price)}
    line = make_line(**{**fee, **amounts, "quantity": Decimal(3), "unit": "licences", **changes})
    made: list[Entity] = entity(make_invoice(line))["Line"]
    (only,) = made
    return only


def test_a_quantity_and_its_price_are_quickbooks_own_and_its_unit_is_said() -> None:
    made = priced("37.04", "12.3456")
    detail = made["SalesItemLineDetail"]
    assert (detail["Qty"], detail["UnitPrice"]) == (3, Decimal("12.3456"))
    assert (made["Amount"], made["Description"]) == (Decimal("37.04"), "Webshop (3 licences)")
    assert priced("37.04", "12.3456", unit=None)["Description"] == "Webshop"


def test_a_quantity_whose_product_quickbooks_rounds_otherwise_is_said_in_words() -> None:
    made = priced("37.037", "12.3456")
    assert "Qty" not in made["SalesItemLineDetail"]
    assert made["Description"] == "Webshop (3 licences × 12.3456 DKK)"


def test_the_customer_finds_their_order_in_the_memo() -> None:
    assert "CustomerMemo" not in entity(make_invoice())
    made = entity(make_invoice(purchase_order="4711", reference="Eva Holm"))
    assert made["CustomerMemo"] == {"value": "PO 4711\nRef. Eva Holm"}
    assert len(entity(make_invoice(reference="x" * 2000))["CustomerMemo"]["value"]) == 1000


def test_a_discount_of_a_line_is_a_line_below_zero_with_its_tax_so_that_all_add_up() -> None:
    line = make_line()
    off = make_line(
        kind="discount",
        seconds=None,
        billed_seconds=None,
        hourly_rate=None,
        amount=Decimal("-125.00"),
    )
    made = entity(make_invoice(line, off))["Line"]
    assert [one["Amount"] for one in made] == [Decimal("1000.00"), Decimal("-125.00")]
    assert len({one["SalesItemLineDetail"]["TaxCodeRef"]["value"] for one in made}) == 1


def test_what_an_agreement_charges_is_its_amount_whatever_time_it_covers() -> None:
    line = make_line(
        kind="agreement",
        description="Care of the webshop, September 2026",
        seconds=66_600,
        billed_seconds=66_600,
        hourly_rate=None,
        amount=Decimal("18000.00"),
        last_day=date(2026, 9, 30),
    )
    (made,) = entity(make_invoice(line))["Line"]
    assert (made["Amount"], made["Description"]) == (
        Decimal("18000.00"),
        "Care of the webshop, September 2026",
    )
    assert made["SalesItemLineDetail"] == {
        "ItemRef": {"value": "7"},
        "TaxCodeRef": {"value": "2"},
        "ServiceDate": "2026-09-30",
    }


def test_a_fee_is_its_amount_and_a_text_is_a_description() -> None:
    fee = make_line(kind="fee", seconds=None, hourly_rate=None, amount=Decimal("99.50"))
    text = make_line(kind="text", description="Thank you", amount=Decimal(0))
    made_fee, made_text = entity(make_invoice(fee, text))["Line"]

    assert made_fee["Amount"] == Decimal("99.50")
    assert "Qty" not in made_fee["SalesItemLineDetail"]
    assert made_text == {
        "DetailType": "DescriptionOnly",
        "Description": "Thank you",
        "DescriptionLineDetail": {},
    }


def test_a_company_that_numbers_by_itself_is_sent_no_number() -> None:
    company = replace(COMPANY, custom_txn_numbers=False)
    assert "DocNumber" not in entity(make_invoice(number="x" * 22), company)


def test_a_number_longer_than_quickbooks_takes_is_not_exportable() -> None:
    assert entity(make_invoice(number="x" * 21))["DocNumber"] == "x" * 21
    with pytest.raises(NotExportableError, match="21 characters"):
        entity(make_invoice(number="x" * 22))


def test_the_currency_is_named_where_there_are_several() -> None:
    assert "CurrencyRef" not in entity(make_invoice())
    company = replace(COMPANY, multi_currency=True)
    assert entity(make_invoice(currency="EUR"), company)["CurrencyRef"] == {"value": "EUR"}


@pytest.mark.parametrize("email", [None, "", "x" * 101])
def test_an_address_that_quickbooks_would_not_take_is_left_out(email: str | None) -> None:
    assert "BillEmail" not in entity(make_invoice(), email=email)


def test_lines_of_a_us_company_are_taxable_or_not() -> None:
    us = replace(COMPANY, country="US")
    assert sold(make_invoice(make_line()), us)["TaxCodeRef"] == {"value": "TAX"}
    untaxed = make_line(tax_category="outside-scope", tax_rate=Decimal(0))
    assert sold(make_invoice(untaxed), us)["TaxCodeRef"] == {"value": "NON"}
    assert "GlobalTaxCalculation" not in entity(make_invoice(), us)


def test_lines_of_a_company_without_tax_name_none() -> None:
    untaxed = replace(COMPANY, uses_sales_tax=False)
    assert "TaxCodeRef" not in sold(make_invoice(make_line()), untaxed)
    assert entity(make_invoice(), untaxed)["GlobalTaxCalculation"] == "NotApplicable"


@pytest.mark.parametrize("kind", ["time", "text"])
def test_a_description_that_is_too_long_goes_on_in_lines_of_its_own(kind: str) -> None:
    description = "reconciled the ledger, " * 400
    made = entity(make_invoice(make_line(kind=kind, description=description)))["Line"]

    assert "".join(line["Description"] for line in made) == description
    assert max(len(line["Description"]) for line in made) <= 4000
    assert [line["DetailType"] for line in made[1:]] == ["DescriptionOnly"] * 2
    assert ("Amount" in made[0]) == (kind == "time")
    assert not any("Amount" in line for line in made[1:])


def test_what_goes_on_in_another_line_is_parted_between_words() -> None:
    made = entity(make_invoice(make_line(description="x" * 3990 + " " + "y" * 20)))["Line"]
    assert [line["Description"] for line in made] == ["x" * 3990 + " ", "y" * 20]


def test_hours_in_words_are_told_after_the_longest_description() -> None:
    line = make_line(
        description="x" * 5000,
        seconds=7,
        billed_seconds=7,
        hourly_rate=Decimal("1234567.89"),
        amount=Decimal("2400.55"),
    )
    made = entity(make_invoice(line))["Line"]
    assert made[-1]["Description"] == "x" * 1000 + " (0:00:07 h × 1234567.89 DKK)"


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("seconds", "rate", "amount", "hours"),
    [
        (3600, "100", "100.00", "1.00"),
        (3000, "1200", "1000.00", "0.83333"),
        (1800, "32.25", "16.13", "0.50"),
        (462060, "14.50", "1861.08", "128.35"),
        (7, "1234567.89", "2400.55", None),
    ],
)
def test_the_quantity_has_as_few_decimals_as_give_the_amount(
    seconds: int, rate: str, amount: str, hours: str | None
) -> None:
    found = quantity(seconds, Decimal(rate), Decimal(amount))
    assert (None if found is None else str(found)) == hours


@given(st.integers(1, 400_000), st.decimals("0.01", "5000", places=2))
def test_a_quantity_always_multiplies_to_the_amount(seconds: int, rate: Decimal) -> None:
    amount = cents(seconds * rate / 3600)
    found = quantity(seconds, rate, amount)
    assert found is None or cents(found * rate) == amount


def test_the_words_show_seconds_only_when_there_are_some() -> None:
    assert quantity_in_words(3000, Decimal("1200.00"), "DKK") == "0:50 h × 1200.00 DKK"
    assert quantity_in_words(36_007, Decimal(1), "EUR") == "10:00:07 h × 1 EUR"
