"""Where customers pay to, and the reference that each country's banks know."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from domain_errors import InvalidInputError
from invoicing.domain.payment_details import (
    PaymentDetails,
    fik_line,
    is_creditor_reference,
    payment_reference,
)
from invoicing.printing.payment import epc_code
from invoicing.printing.sheet import sheet
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import SETTINGS
from services.invoicing.tests.test_sheet import CONTENT

IBAN = "DK5000400440116243"
ALL = PaymentDetails(
    iban=IBAN,
    bic="NDEADKKK",
    registration_number="0040",
    account_number="0440116243",
    fik_creditor="87654321",
    bankgiro="9912346",
    kid=True,
)


@pytest.mark.parametrize(
    ("currency", "number", "reference"),
    [
        ("DKK", "2026-0001", "000000202600011"),
        ("DKK", "2026-000000000001", "2026-000000000001"),
        ("NOK", "2026-0001", "202600011"),
        ("SEK", "2026-0001", "202600011"),
        ("EUR", "2026-0001", "RF3120260001"),
        ("USD", "2026-0001", "2026-0001"),
        ("EUR", "....", "...."),
    ],
)
def test_the_reference_is_that_of_the_currencys_banks(
    currency: str, number: str, reference: str
) -> None:
    assert payment_reference(ALL, number, currency) == reference


@pytest.mark.parametrize("currency", ["DKK", "NOK", "SEK", "EUR"])
def test_without_an_account_the_reference_is_the_number(currency: str) -> None:
    assert payment_reference(PaymentDetails(), "2026-0001", currency) == "2026-0001"


@given(st.from_regex(r"[A-Za-z0-9 ./_-]{1,21}", fullmatch=True))
def test_a_reference_that_banks_check_passes_their_check(number: str) -> None:
    danish, euro = (payment_reference(ALL, number, currency) for currency in ("DKK", "EUR"))
    assert danish == number or (len(danish) == 15 and luhn.is_valid(danish))
    assert euro == number or is_creditor_reference(euro)


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("71", "+71<000000202600011+87654321<"),
        ("73", "+73<+87654321<"),
        ("75", "+75<0000000202600011+87654321<"),
    ],
)
def test_a_danish_payment_line_is_of_the_accounts_kind(kind: Any, line: str) -> None:
    details = replace(ALL, fik_kind=kind)
    assert fik_line(details, payment_reference(details, "2026-0001", "DKK")) == line


def test_a_reference_that_does_not_fit_makes_no_line() -> None:
    assert fik_line(ALL, "F-1") is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("iban", "DK5000400440116244"),
        ("iban", "DK50"),
        ("bic", "NDEA"),
        ("bankgiro", "9912345"),
    ],
)
def test_numbers_that_no_bank_has_are_refused(field: str, value: str) -> None:
    changed: dict[str, Any] = {field: value}
    with pytest.raises(InvalidInputError) as refused:
        replace(ALL, **changed).check()
    assert refused.value.fields[0].field == f"payment_details.{field}"


@pytest.mark.parametrize("lonely", [{"bic": "NDEADKKK"}, {"registration_number": "0040"}])
def test_what_belongs_together_comes_together(lonely: dict[str, Any]) -> None:
    with pytest.raises(InvalidInputError) as refused:
        PaymentDetails(**lonely).check()
    assert "belongs to" in refused.value.fields[0].reason


def printed(currency: str, **changed: Any) -> dict[str, Any]:
    content = replace(CONTENT, currency=currency, payment_details=ALL, **changed)
    reference = payment_reference(ALL, content.number or "", currency)
    found: dict[str, Any] = sheet(replace(content, payment_reference=reference))["payment"]
    return found


@pytest.mark.parametrize(
    ("currency", "labels"),
    [
        ("DKK", ["Konto", "FIK", "IBAN", "BIC", "Betalingsreference"]),
        ("SEK", ["Bankgiro", "IBAN", "BIC", "OCR"]),
        ("NOK", ["IBAN", "BIC", "KID"]),
        ("EUR", ["IBAN", "BIC", "Betalingsreference"]),
    ],
)
def test_accounts_are_printed_that_take_the_currency(currency: str, labels: list[str]) -> None:
    assert [label for label, _ in printed(currency)["accounts"]] == labels


def test_numbers_are_written_as_banks_write_them() -> None:
    accounts = dict(printed("SEK")["accounts"])
    assert accounts["IBAN"] == "DK50 0040 0440 1162 43"
    assert accounts["Bankgiro"] == "991-2346"


def test_only_euro_has_a_code_that_apps_read() -> None:
    assert [bool(printed(one)["code"]) for one in ("EUR", "DKK", "SEK")] == [True, False, False]


def test_the_code_says_who_gets_how_much_and_for_what() -> None:
    content = replace(
        CONTENT, currency="EUR", payment_details=ALL, payment_reference="RF3120260001"
    )
    code = epc_code(content)
    assert code is not None
    assert (code.error, code.mode) == ("M", "byte")
    said = "BCD\n002\n1\nSCT\nNDEADKKK\nStudio Lind ApS\n" + IBAN + "\nEUR1250\n\nRF3120260001"
    assert code == segno.make_qr(said.encode(), error="M", boost_error=False)


def test_a_long_name_is_cut_where_the_code_ends_it() -> None:
    seller = replace(CONTENT.seller, name="Æ" * 200)
    content = replace(CONTENT, currency="EUR", payment_details=ALL, seller=seller)
    assert epc_code(replace(content, payment_reference="2026-0001")) is not None


async def test_details_are_set_printed_frozen_and_published(driver: Driver) -> None:
    details = {"iban": "dk50 0040 0440 1162 43", "bic": "ndeadkkk", "fik_creditor": "87654321"}
    await driver.client.patch("/v1/settings", json={"payment_details": details})
    invoice = await driver.invoice()
    assert invoice["payment_reference"] == "000000202600011"
    assert invoice["payment_details"]["iban"] == IBAN
    await driver.client.put("/v1/settings", json=SETTINGS)
    read = await driver.read(f"invoices/{invoice['id']}")
    assert read["payment_details"] == invoice["payment_details"]
    await driver.invariants_hold()


async def test_details_do_instead_of_instructions(driver: Driver) -> None:
    changed = {"payment_instructions": "", "payment_details": {"iban": IBAN}}
    assert (await driver.client.patch("/v1/settings", json=changed)).status_code == 200
    assert (await driver.invoice())["total"]["amount"] == str(Decimal("1250.00"))


async def test_an_iban_with_a_typing_mistake_is_refused_by_its_field(driver: Driver) -> None:
    details = {"payment_details": {"iban": "DK5000400440116244"}}
    refused = await driver.client.patch("/v1/settings", json=details)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "payment_details.iban"
