"""Wherever an invoice is read, what is shown of it adds up; and all of them are what receivables and the journal say."""

import csv
import io
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts.invoicing import InvoiceIssued
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import TODAY

Json = dict[str, Any]
PARTS = ("credited", "paid", "credit_applied", "differences", "balance")
"""Of a total. Of a customer's balance: what is owed less credit."""
_COLUMNS = ("Credited", "Paid", "Credit applied", "Written off", "Owed")
_ACCOUNTS = {
    "receivables": "5600",
    "revenue": "1000",
    "vat": "6902",
    "bank": "5820",
    "customer_credit": "6800",
    "credit_applied": "1050",
}


async def adds_up(driver: Driver) -> None:
    """Fail unless every reading of every issued invoice adds up, to the same, and sums are those of all."""
    issued = (await driver.read("invoices", state="issued", limit=500))["items"]
    shown = {one["id"]: _parts(one) for one in issued}
    await _each_alone(driver, shown)
    await _on_customers_pages(driver, shown)
    await _in_the_file(driver, shown)
    owed, credit = await _receivables(driver, issued)
    later = max(TODAY, datetime.now(UTC)) + timedelta(days=2)  # consumers have a clock of their own
    with driver.at(later):
        await _statements(driver, owed, credit)
        await _journal(driver, owed, credit, later.date())


def _parts(one: Mapping[str, Any]) -> list[Decimal]:
    """What a total is made of, none of it less than nothing."""
    parts = [Decimal(one[name]["amount"]) for name in PARTS]
    assert sum(parts) == Decimal(one["total"]["amount"]), one
    assert min(parts) >= 0, one
    return parts


async def _each_alone(driver: Driver, shown: Mapping[str, list[Decimal]]) -> None:
    for invoice_id, parts in shown.items():
        for path in (f"invoices/{invoice_id}", f"invoices/{invoice_id}/explain"):
            assert _parts(await driver.read(path)) == parts, path
        creditable = await driver.read(f"invoices/{invoice_id}/credit")
        assert _parts(creditable["balance"]) == parts


async def _on_customers_pages(driver: Driver, shown: Mapping[str, list[Decimal]]) -> None:
    for event in await driver.published(InvoiceIssued):
        token = event.customer_page.partition("#")[2]
        customer = await driver.served.client({"Authorization": f"Bearer {token}"})
        page = (await customer.get("/v1/customer-page")).json()
        assert _parts(page) == shown[str(event.invoice_id)]


async def _in_the_file(driver: Driver, shown: Mapping[str, list[Decimal]]) -> None:
    for row in await rows_of(driver, "exports/invoices.csv"):
        parts = [Decimal(row[name]) for name in _COLUMNS]
        assert parts == shown[row["Invoice ID"]]
        assert sum(parts) == Decimal(row["Total"])


async def rows_of(driver: Driver, path: str) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    answer = await driver.client.get(f"/v1/{path}")
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


Sums = defaultdict[tuple[str, str], Decimal]


async def _receivables(driver: Driver, issued: list[Json]) -> tuple[Sums, Sums]:
    owed, credit = Sums(Decimal), Sums(Decimal)
    for one in issued:
        owed[one["organization_id"], one["currency"]] += Decimal(one["balance"]["amount"])
    for one in (await driver.read("payments", limit=500))["items"]:
        key = one["organization_id"], one["amount"]["currency"]
        credit[key] += Decimal(one["credit"]["amount"])
    found = await driver.read("reports/receivables")
    said = {(one["organization_id"], one["currency"]): one for one in found["items"]}
    for key in {*owed, *credit}:
        one = said.get(key, {"total": {"amount": 0}, "credit": {"amount": 0}})
        amounts = Decimal(one["total"]["amount"]), Decimal(one["credit"]["amount"])
        assert amounts == (owed[key], credit[key])
    return owed, credit


async def _statements(driver: Driver, owed: Sums, credit: Sums) -> None:
    for customer in {customer for customer, _ in {*owed, *credit}}:
        statement = await driver.read(f"customers/{UUID(customer)}/statement")
        for one in statement["currencies"]:
            key = customer, one["currency"]
            opening, asked, settled, closing = (
                Decimal(one[name]["amount"]) for name in ("opening", "asked", "settled", "closing")
            )
            assert closing == opening + asked - settled == owed[key] - credit[key], one


async def _journal(driver: Driver, owed: Sums, credit: Sums, last_day: date) -> None:
    await driver.read("ledger-settings")
    put = await driver.client.put("/v1/ledger-settings", json=_ACCOUNTS)
    assert put.status_code == 200, put.text
    made = await driver.client.post("/v1/journal-exports", json={"last_day": str(last_day)})
    assert made.status_code == 201, made.text
    booked: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in await rows_of(driver, f"journal-exports/{made.json()['id']}.csv"):
        key = row["account"], row["currency"]
        booked[key] += Decimal(row["debit"]) - Decimal(row["credit"])
    for currency in {currency for _, currency in {*owed, *credit}}:
        assert booked[_ACCOUNTS["receivables"], currency] == _all_of(owed, currency)
        assert booked[_ACCOUNTS["customer_credit"], currency] == -_all_of(credit, currency)


def _all_of(sums: Sums, currency: str) -> Decimal:
    return sum((amount for (_, one), amount in sums.items() if one == currency), Decimal(0))
