"""Lines that charge so many of something: quantity × unit price, rounded half-up once, printed with both."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from contracts.invoicing import InvoiceCredited, InvoiceIssued
from domain_errors import InvalidInputError
from invoicing.domain.credit_note import CreditRequest, LineCredit
from invoicing.domain.crediting import Creditable, credit
from invoicing.domain.lines import Line
from invoicing.domain.quantities import quantity_amount
from invoicing.printing import sheet
from services.invoicing.tests.auditor import audit
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.test_sheet import CONTENT, TIME, fee
from services.invoicing.tests.test_tax_of_lines import SALES

SEATS = {"quantity": "3", "unit": "licence", "unit_price": "49.50"}


@pytest.mark.parametrize(
    ("quantity", "price", "currency", "amount"),
    [
        ("3", "49.50", "DKK", "148.50"),
        ("0.5", "0.01", "DKK", "0.01"),  # 0.005
        ("33.3333", "0.015", "DKK", "0.50"),
        ("12.5", "99.99", "JPY", "1250"),  # 1249.875
        ("999999999.9999", "9999.9999", "DKK", "9999999899999.00"),
    ],
)
def test_the_amount_is_rounded_once(quantity: str, price: str, currency: str, amount: str) -> None:
    found = quantity_amount(Decimal(quantity), Decimal(price), currency)
    assert str(found) == amount


@pytest.mark.parametrize(("quantity", "price"), [("0.1", "0.04"), ("999999999", "999999999")])
def test_what_is_no_amount_of_a_line_is_refused(quantity: str, price: str) -> None:
    with pytest.raises(InvalidInputError):
        quantity_amount(Decimal(quantity), Decimal(price), "DKK")


async def test_a_line_says_how_many_of_what_and_at_which_price(driver: Driver) -> None:
    draft = await driver.draft(entry_ids=[])
    draft = await driver.add_line(draft["id"], kind="fee", **SEATS)
    issued = await driver.issue(draft["id"])
    for found in (draft, issued, await driver.read(f"invoices/{issued['id']}")):
        [line] = found["lines"]
        assert (line["quantity"], line["unit"]) == ("3", "licence")
        assert line["unit_price"] == {"amount": "49.50", "currency": "DKK"}
        assert line["amount"]["amount"] == "148.50"
    explained = await driver.read(f"invoices/{issued['id']}/explain")
    assert explained["lines"][0]["formula"] == "3 × 49.50 = 148.5 → 148.50"
    audit({"invoice": explained})
    exported = (await driver.client.get("/v1/exports/invoice-lines.csv")).text
    assert "Quantity" in exported
    assert "licence" in exported


async def test_events_carry_quantity_price_and_the_customers_order(driver: Driver) -> None:
    draft = await driver.draft(entry_ids=[])
    draft = await driver.add_line(draft["id"], kind="fee", **SEATS)
    order = {"purchase_order": "4711", "reference": "Eva Holm"}
    answer = await driver.client.patch(f"/v1/invoices/{draft['id']}", json=order)
    assert answer.status_code == 200, answer.text
    issued = await driver.issue(draft["id"])
    await driver.credit(issued["id"])
    told = await driver.served.published(InvoiceIssued)
    taken_back = await driver.served.published(InvoiceCredited)
    for event in (told[-1], taken_back[-1]):
        [line] = event.lines
        assert (line.quantity, line.unit, line.unit_price) == (
            Decimal(3),
            "licence",
            Decimal("49.50"),
        )
        assert (event.purchase_order, event.reference) == ("4711", "Eva Holm")


async def test_quantity_and_price_are_changed_each_by_itself(driver: Driver) -> None:
    draft = await driver.draft(entry_ids=[])
    draft = await driver.add_line(draft["id"], kind="expense", **SEATS)
    path = f"/v1/invoices/{draft['id']}/lines/{draft['lines'][0]['line_id']}"
    for change, amount, unit in (
        ({"quantity": "4"}, "198.00", "licence"),
        ({"unit_price": "10.005"}, "40.02", "licence"),
        ({"unit": ""}, "40.02", None),
        ({"amount": "7.00"}, "7.00", None),
    ):
        answer = await driver.client.patch(path, json=change)
        assert answer.status_code == 200, answer.text
        [line] = (await driver.read(f"invoices/{draft['id']}"))["lines"]
        assert (line["amount"]["amount"], line["unit"]) == (amount, unit)
    assert (line["quantity"], line["unit_price"]) == (None, None)
    answer = await driver.client.patch(path, json={"quantity": "4"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "unit_price")


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "fee", "quantity": "3"},
        {"kind": "fee", "unit": "km", "amount": "1.00"},
        {"kind": "fee", **SEATS, "amount": "1.00"},
        {"kind": "discount", **SEATS},
        {"kind": "text", **SEATS},
        {"kind": "fee", **SEATS, "quantity": "0"},
        {"kind": "fee", **SEATS, "quantity": "-1"},
        {"kind": "fee", **SEATS, "quantity": "1.00001"},
        {"kind": "fee", **SEATS, "quantity": "1000000000"},
        {"kind": "fee", **SEATS, "unit": " "},
        {"kind": "fee", **SEATS, "unit": "x" * 21},
    ],
)
async def test_what_cannot_be_counted_is_refused(driver: Driver, wrong: dict[str, Any]) -> None:
    draft = await driver.draft(entry_ids=[])
    assert (await driver.try_add_line(draft["id"], **wrong)).status_code == 422
    assert (await driver.read(f"invoices/{draft['id']}"))["lines"] == []


async def test_time_has_no_quantity_of_its_own(driver: Driver) -> None:
    await driver.worked()
    draft = await driver.draft()
    path = f"/v1/invoices/{draft['id']}/lines/{draft['lines'][0]['line_id']}"
    assert (await driver.client.patch(path, json=SEATS)).status_code == 422


async def test_a_quantity_is_credited_whole_or_as_an_amount(driver: Driver) -> None:
    draft = await driver.draft(entry_ids=[])
    draft = await driver.add_line(draft["id"], kind="fee", **SEATS)
    issued = await driver.issue(draft["id"])
    [line] = issued["lines"]
    part = await driver.credit(issued["id"], {"line_id": line["line_id"], "amount": "48.50"})
    rest = await driver.credit(issued["id"])
    assert [one["lines"][0]["quantity"] for one in (part, rest)] == [None, None]
    other = await driver.issue(
        (await driver.add_line((await driver.draft(entry_ids=[]))["id"], kind="fee", **SEATS))["id"]
    )
    assert (await driver.credit(other["id"]))["lines"][0]["quantity"] == "3"


def test_what_is_left_of_a_quantity_is_an_amount() -> None:
    line = replace(counted(), tax=SALES)
    invoice = replace(CONTENT, lines=(line,))
    wanted = LineCredit(line.line_id, amount=Decimal("48.50"))
    [taken] = credit(Creditable(invoice, {}, {}, ()), CreditRequest("fejl", (wanted,))).lines
    assert (taken.amount, taken.quantity, taken.unit) == (Decimal("48.50"), None, None)


def counted(**changed: Any) -> Line:
    values: dict[str, Any] = {"quantity": Decimal(3), "unit": "licence"}
    values |= {"unit_price": Decimal("49.50")}
    made = replace(fee(SALES), line_id=UUID(int=3), amount=Decimal("148.50"), **values)
    return replace(made, **changed)


@pytest.mark.parametrize(
    ("lines", "titles", "numbers"),
    [
        ((counted(),), ["Antal", "Enhedspris", "Beløb"], ["3 licence", "49,50", "148,50"]),
        (
            (counted(unit=None, quantity=Decimal("1250.5")), TIME),
            ["Timer / antal", "Enhedspris", "Beløb"],
            ["1.250,5", "49,50", "148,50"],
        ),
    ],
)
def test_quantity_unit_and_price_are_printed(
    lines: tuple[Line, ...], titles: list[str], numbers: list[str]
) -> None:
    table = sheet.sheet(replace(CONTENT, lines=lines))["lines"]
    assert table["titles"][1:] == titles
    assert table["rows"][0]["numbers"] == numbers


async def test_a_draft_says_which_tax_is_proposed_and_why(driver: Driver) -> None:
    draft = await driver.add_line((await driver.draft(entry_ids=[]))["id"], kind="fee", **SEATS)
    home = {"category": "standard", "rate": "25", "code": "S"}
    choice = {"chosen": home, "proposed": home, "reason": "at-home"}
    assert draft["tax_choice"] == choice
    path = f"/v1/invoices/{draft['id']}/tax"
    await driver.client.put(path, json={"tax": {"code": "Z"}})
    draft = await driver.read(f"invoices/{draft['id']}")
    assert draft["tax_choice"]["chosen"]["code"] == "Z"
    assert draft["tax_choice"]["proposed"] == home
    assert (await driver.issue(draft["id"]))["tax_choice"] is None
