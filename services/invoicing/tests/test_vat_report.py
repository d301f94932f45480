"""The VAT report: what documents of a period come to by code, category and rate, to the cent."""

import csv
import io
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import Address
from invoicing.domain.credit_note import CreditRequest, LineCredit, new_credit_note
from invoicing.domain.crediting import Creditable, credit
from invoicing.domain.discounts import Discount, with_discounts
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.lines import Line
from invoicing.domain.parties import Address as PostalAddress
from invoicing.domain.parties import Party
from invoicing.domain.tax import Tax
from invoicing.domain.vat import EuSale, VatLine, boxes, vat_entries
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import TODAY

TAXES = (
    Tax("standard", Decimal(25), "S"),
    Tax("standard", Decimal(25), "GOODS"),
    Tax("standard", Decimal(25)),
    Tax("standard", Decimal("6.5"), "LOW"),
    Tax("exempt", Decimal(0), "E"),
)
AMOUNTS = st.decimals(min_value="0.01", max_value="9999", places=2)
LINES = st.lists(st.tuples(st.sampled_from(TAXES), AMOUNTS), min_size=1, max_size=8)
QUARTER = {"first_day": "2026-10-01", "last_day": "2026-12-31"}


def invoice(lines: list[tuple[Tax, Decimal]], discount: Decimal, buyer: Party) -> InvoiceContent:
    fees = [
        Line(UUID(int=n), n, "fee", "Work", amount, tax) for n, (tax, amount) in enumerate(lines, 1)
    ]
    off = [Discount(UUID(int=99), "Off", percent=discount)] if discount else []
    return InvoiceContent(
        id=UUID(int=1),
        organization_id=UUID(int=2),
        currency="DKK",
        language="da",
        seller=Party("Studio Lind ApS"),
        buyer=buyer,
        lines=with_discounts(fees, off, "DKK"),
        number="2026-0001",
        issue_date=date(2026, 10, 5),
    )


BUYER = Party("Nordlys ApS", PostalAddress(("Kajen 4",), "1400", "København K", "DK"))


# What a document contributes


@given(lines=LINES, discount=st.sampled_from([Decimal(0), Decimal(10), Decimal("33.3333")]))
def test_the_entries_of_a_document_add_up_to_it(
    lines: list[tuple[Tax, Decimal]], discount: Decimal
) -> None:
    content = invoice(lines, discount, BUYER)

    found = vat_entries(content)

    assert sum(one.base for one in found) == content.totals.subtotal
    assert sum(one.tax for one in found) == content.totals.tax
    for total in content.totals.tax_totals:
        of_it = [x for x in found if (x.category, x.rate) == (total.category, total.rate)]
        assert (sum(x.base for x in of_it), sum(x.tax for x in of_it)) == (total.base, total.tax)
    charged: dict[str, Decimal] = defaultdict(Decimal)
    for line in content.lines:
        charged[line.tax_code or ""] += line.amount or 0
    assert {one.tax_code: one.base for one in found} == dict(charged)


@given(lines=LINES, credited=st.data())
def test_credit_notes_take_back_all_that_was_charged_and_no_more(
    lines: list[tuple[Tax, Decimal]], credited: st.DataObject
) -> None:
    content = invoice(lines, Decimal(0), BUYER)
    first = credited.draw(st.sampled_from(content.lines))
    one = credit(Creditable(content, {}, {}, ()), CreditRequest("x", (LineCredit(first.line_id),)))
    note = new_credit_note(
        UUID(int=3),
        content,
        one.lines,
        one.totals,
        CreditRequest("x"),
        issue_date=date(2026, 10, 6),
    )

    found = vat_entries(note)

    assert sum(x.base for x in found) == -one.totals.subtotal
    assert sum(x.tax for x in found) == -one.totals.tax
    assert {x.kind for x in found} == {"credit-note"}


@pytest.mark.parametrize(
    ("number", "country", "registered"),
    [
        ("DE 123 456 789", "DE", ("DE", "123456789")),
        ("el123456789", "GR", ("GR", "123456789")),
        ("123456789", "DE", ("DE", "123456789")),
        ("SE556677889901", "DE", ("SE", "556677889901")),
    ],
)
def test_a_buyer_who_owes_the_tax_is_known_by_their_number(
    number: str, country: str, registered: tuple[str, str]
) -> None:
    buyer = Party("X", PostalAddress(("Y",), "1", "Z", country), vat_number=number)

    reverse = vat_entries(
        invoice([(Tax("reverse-charge", Decimal(0), "AE"), Decimal(5))], Decimal(0), buyer)
    )
    standard = vat_entries(invoice([(TAXES[0], Decimal(5))], Decimal(0), buyer))

    assert [(x.vat_country, x.vat_number) for x in reverse] == [registered]
    assert [(x.vat_country, x.vat_number) for x in standard] == [(None, None)]


def test_only_what_is_certain_is_put_in_a_box() -> None:
    line = VatLine(
        "DKK",
        "S",
        "standard",
        Decimal(25),
        1,
        Decimal(100),
        Decimal(25),
        1,
        Decimal(-40),
        Decimal(-10),
    )
    abroad = EuSale("DKK", "DE", "1", UUID(int=1), None, 1, 0, Decimal(300))
    at_home = EuSale("DKK", "DK", "2", UUID(int=1), None, 1, 0, Decimal(7))

    found = boxes("DK", [line], [abroad, at_home])

    assert [(x.name, x.amount) for x in found] == [
        ("rubrik-b-ydelser", Decimal(300)),
        ("salgsmoms", Decimal(15)),
    ]
    assert boxes("DE", [line], [abroad]) == []


# The report


async def report(driver: Driver, **period: str) -> dict[str, Any]:
    found: dict[str, Any] = await driver.read("reports/vat", **{**QUARTER, **period})
    return found


async def test_invoices_and_credit_notes_stand_apart_and_net(driver: Driver) -> None:
    invoice = await driver.invoice()
    await driver.invoice()
    await driver.credit(invoice["id"])

    [line] = (await report(driver))["lines"]

    assert (line["tax_code"], line["category"], line["rate"]) == ("S", "standard", "25")
    assert (line["invoices"], line["credit_notes"]) == (2, 1)
    amounts = [line[name]["amount"] for name in ("invoiced_tax", "credited_tax", "base", "tax")]
    assert amounts == ["500.00", "-250.00", "1000.00", "250.00"]
    await driver.invariants_hold()


async def test_the_issue_date_is_the_tax_point(driver: Driver) -> None:
    await driver.invoice(issue_date="2026-09-30", due_date="2026-10-30")
    await driver.invoice(issue_date="2026-10-01", due_date="2026-10-30")

    before = await report(driver, first_day="2026-07-01", last_day="2026-09-30")
    after = await report(driver)

    assert [before["lines"][0]["invoices"], after["lines"][0]["invoices"]] == [1, 1]
    assert (await report(driver, first_day="2026-11-01"))["lines"] == []


async def test_currencies_are_never_added_up(driver: Driver) -> None:
    await driver.invoice()
    await driver.worked(currency="EUR")
    await driver.issue((await driver.draft(currency="EUR"))["id"])

    found = await report(driver)

    assert [(x["currency"], x["base"]["amount"]) for x in found["lines"]] == [
        ("DKK", "1000.00"),
        ("EUR", "1000.00"),
    ]
    assert Counter(box["currency"] for box in found["boxes"]) == {"DKK": 1, "EUR": 1}


async def german(driver: Driver, number: str = "DE123456789") -> UUID:
    address = Address(lines=("Street 1",), postal_code="10115", city="Berlin", country="DE")
    buyer = driver.events.organization(name="Licht GmbH", vat_number=number, address=address)
    await driver.served.consume(buyer)
    return buyer.organization_id


async def reverse_charged(driver: Driver, buyer: UUID) -> dict[str, Any]:
    await driver.worked(organization_id=buyer)
    return await driver.issue((await driver.draft(organization_id=str(buyer)))["id"])


async def test_sales_to_other_member_states_stand_by_vat_number(driver: Driver) -> None:
    buyer = await german(driver)
    invoice = await reverse_charged(driver, buyer)
    await reverse_charged(driver, await german(driver))
    await driver.credit(invoice["id"])

    found = await report(driver)

    assert found["eu_sales"] == [
        {
            "currency": "DKK",
            "country": "DE",
            "vat_number": "123456789",
            "organization_id": found["eu_sales"][0]["organization_id"],
            "organization_name": "Licht GmbH",
            "invoices": 2,
            "credit_notes": 1,
            "base": {"amount": "1000.00", "currency": "DKK"},
        }
    ]
    assert [(x["name"], x["amount"]["amount"]) for x in found["boxes"]] == [
        ("rubrik-b-ydelser", "1000.00")
    ]


async def test_a_line_opens_to_its_documents(driver: Driver) -> None:
    issued = [await driver.invoice() for _ in range(2)]
    note = await driver.credit(issued[0]["id"])
    line = {"currency": "DKK", "category": "standard", "rate": "25", "tax_code": "S"}

    page = await driver.read("reports/vat/documents", **QUARTER, **line, limit=2)
    cursor = {"cursor": page["next_cursor"]}
    rest = await driver.read("reports/vat/documents", **QUARTER, **line, **cursor)
    others = await driver.read("reports/vat/documents", **QUARTER, **{**line, "tax_code": "Z"})

    found = [*page["items"], *rest["items"]]
    assert len(page["items"]) == 2
    assert {(x["document_id"], x["number"], x["tax"]["amount"]) for x in found} == {
        *((x["id"], x["number"], "250.00") for x in issued),
        (note["id"], note["number"], "-250.00"),
    }
    assert {x["organization_name"] for x in found} == {"Nordlys ApS"}
    assert others["items"] == []


async def test_the_table_has_the_same_figures(driver: Driver) -> None:
    await driver.invoice()
    await reverse_charged(driver, await german(driver))

    answer = await driver.client.get("/v1/reports/vat.csv", params=QUARTER)

    rows = list(csv.reader(io.StringIO(answer.text)))
    assert answer.headers["content-type"].startswith("text/csv")
    assert rows[0][:4] == ["currency", "tax_code", "category", "rate"]
    assert [(row[1], row[-2], row[-1]) for row in rows[1:3]] == [
        ("AE", "1000.00", "0.00"),
        ("S", "1000.00", "250.00"),
    ]
    assert rows[-1] == ["DKK", "DE", "123456789", "Licht GmbH", "1", "0", "1000.00"]


async def test_a_name_in_the_table_is_no_formula(driver: Driver) -> None:
    address = Address(lines=("Street 1",), postal_code="10115", city="Berlin", country="DE")
    buyer = driver.events.organization(name="=1+1", vat_number="DE1", address=address)
    await driver.served.consume(buyer)
    await reverse_charged(driver, buyer.organization_id)

    answer = await driver.client.get("/v1/reports/vat.csv", params=QUARTER)

    assert "'=1+1" in answer.text


@pytest.mark.parametrize("period", [{"last_day": "2026-09-30"}, {"first_day": "x"}])
async def test_a_period_that_is_none_is_refused(driver: Driver, period: dict[str, str]) -> None:
    answer = await driver.client.get("/v1/reports/vat", params={**QUARTER, **period})
    assert answer.status_code == 422


async def test_the_ledger_is_checked_against_the_documents(driver: Driver) -> None:
    await driver.invoice()
    mine = f"WHERE account_id = '{driver.account}'"
    await driver.tamper(f"UPDATE vat_entries SET tax = tax + 1 {mine}")

    found = await driver.read("reports/conservation")

    broken = [law["name"] for law in found["checks"] if not law["holds"]]
    assert broken == ["the VAT ledger is that of the documents"]


async def test_documents_of_the_report_are_those_issued_until_today(driver: Driver) -> None:
    invoice = await driver.invoice()
    later = TODAY + timedelta(days=60)
    with driver.at(later):
        await driver.credit(invoice["id"], issue_date=str(later.date()))

    assert (await report(driver))["lines"][0]["credit_notes"] == 0
    assert (await report(driver, last_day="2027-03-31"))["lines"][0]["tax"]["amount"] == "0.00"
