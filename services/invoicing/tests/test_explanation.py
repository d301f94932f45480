"""What an invoice and its credit notes come to can be computed again from their explanations, by a program of others."""

import asyncio
import json
import sys
from decimal import Decimal
from typing import Any

import pytest

from services.invoicing.tests import auditor
from services.invoicing.tests.auditor import AuditError, audit
from services.invoicing.tests.driver import Driver

REDUCED = {"category": "standard", "rate": "12.5"}
NO_TAX = {"category": "exempt", "rate": "0"}


async def books(driver: Driver, invoice_id: str) -> dict[str, Any]:
    """An invoice with its credit notes, as their explanations have them."""
    invoice = await driver.read(f"invoices/{invoice_id}/explain")
    notes = [one["id"] for one in invoice["settlements"] if one["kind"] == "credit-note"]
    explained = [await driver.read(f"credit-notes/{one}/explain") for one in notes]
    return {"invoice": invoice, "credit_notes": explained}


async def drafted(driver: Driver, currency: str = "DKK") -> dict[str, Any]:
    """A draft with time at two rates, taxes of three kinds, and two discounts on the whole."""
    for seconds, rate in ((3601, "333.33"), (77, "333.33"), (5003, "1000.01")):
        await driver.worked(seconds, rate, currency)
    draft = await driver.draft(currency=currency, group_by="all")
    await driver.add_line(draft["id"], kind="fee", amount="100", tax=REDUCED)
    await driver.add_line(draft["id"], kind="expense", amount="7", tax=NO_TAX)
    await driver.add_line(draft["id"], kind="text", description="Thank you")
    await driver.add_line(draft["id"], kind="discount", percent="3.3333")
    return await driver.add_line(draft["id"], kind="discount", amount="11")


@pytest.mark.parametrize("currency", ["DKK", "JPY", "KWD"])
async def test_an_invoice_with_taxes_discounts_credits_and_payments_is_computed_again(
    driver: Driver, currency: str
) -> None:
    draft = await drafted(driver, currency)
    audit(await books(driver, draft["id"]))
    invoice = await driver.issue(draft["id"])
    audit(await books(driver, invoice["id"]))
    paid = await driver.pay("20", (invoice["id"], "20"), currency=currency)
    time, other, fee, *_ = invoice["lines"]
    await driver.credit(invoice["id"], {"line_id": fee["line_id"], "amount": "33"})
    [entry] = (await driver.read(f"invoices/{invoice['id']}/explain"))["lines"][1]["entries"]
    part = {"entry_id": entry["entry_id"], "start": 11, "end": 1717}
    await driver.credit(invoice["id"], {"line_id": other["line_id"], "entries": [part]})
    await driver.take_back(paid["id"], invoice["id"])
    audit(await books(driver, invoice["id"]))
    await driver.credit(invoice["id"], {"line_id": time["line_id"]})
    await driver.credit(invoice["id"])
    found = await books(driver, invoice["id"])
    audit(found)
    assert Decimal(found["invoice"]["balance"]["amount"]) == 0


async def test_a_small_rest_that_was_written_off_is_no_payment(driver: Driver) -> None:
    invoice = await driver.invoice()
    await driver.pay("1245.00", (invoice["id"], "1245.00"))
    rest = {"amount": "5.00", "reason": "Fee"}
    assert (await driver.write(f"invoices/{invoice['id']}/write-off", rest)).status_code == 201
    found = await books(driver, invoice["id"])
    assert found["invoice"]["differences"] == {"amount": "5.00", "currency": "DKK"}
    audit(found)


async def test_an_agreements_line_with_rounded_and_covered_time_is_computed_again(
    driver: Driver,
) -> None:
    charge = driver.events.charge(driver.organization_id)
    made = await driver.worked(5400)
    covered = driver.events.covered_price(
        made, charge.charge_id, (3000, "included"), (5400, "overage"), version=2
    )
    await driver.served.consume(charge, covered)
    invoice = await driver.issue((await driver.draft())["id"])
    found = await books(driver, invoice["id"])
    audit(found)
    agreed, time = found["invoice"]["lines"]
    assert agreed["charge"]["agreement_id"] == str(charge.agreement_id)
    ranges = [(one["start"], one["end"]) for line in (agreed, time) for one in line["entries"]]
    assert ranges == [(0, 3000), (3000, 5400)]
    assert {one["price_version"] for line in (agreed, time) for one in line["entries"]} == {2}
    await driver.credit(invoice["id"])
    audit(await books(driver, invoice["id"]))


async def test_managers_read_explanations_and_agents_do_not(driver: Driver) -> None:
    invoice = await driver.invoice()
    note = await driver.credit(invoice["id"])
    for role, status in (("manager", 200), ("agent", 403), ("client", 403)):
        client = await driver.served.as_(role, account=driver.account)
        for path in (f"invoices/{invoice['id']}", f"credit-notes/{note['id']}"):
            assert (await client.get(f"/v1/{path}/explain")).status_code == status


async def test_the_program_needs_nothing_of_ours(driver: Driver) -> None:
    invoice = await driver.issue((await drafted(driver))["id"])
    await driver.credit(invoice["id"])
    found = await books(driver, invoice["id"])
    alone = [sys.executable, "-I", "-S", auditor.__file__]
    program = await asyncio.create_subprocess_exec(*alone, stdin=asyncio.subprocess.PIPE)
    await program.communicate(json.dumps(found).encode())
    assert program.returncode == 0


@pytest.mark.parametrize(
    "path",
    [
        ("lines", 0, "amount", "amount"),
        ("lines", 0, "hourly_rate", "amount"),
        ("lines", 0, "billed_seconds"),
        ("lines", 0, "entries", 0, "seconds"),
        ("lines", 2, "amount", "amount"),
        ("lines", 5, "percent"),
        ("tax_totals", 1, "base", "amount"),
        ("tax_totals", 1, "tax", "amount"),
        ("subtotal", "amount"),
        ("tax", "amount"),
        ("total", "amount"),
        ("settlements", 0, "amount", "amount"),
        ("balance", "amount"),
    ],
)
async def test_the_program_sees_any_figure_that_is_wrong(
    driver: Driver, path: tuple[str | int, ...]
) -> None:
    invoice = await driver.issue((await drafted(driver))["id"])
    await driver.pay("20", (invoice["id"], "20"))
    found = await books(driver, invoice["id"])
    audit(found)
    place: Any = found["invoice"]
    for step in path[:-1]:
        place = place[step]
    value = place[path[-1]]
    place[path[-1]] = value + 1 if isinstance(value, int) else str(float(value) + 1)
    with pytest.raises(AuditError):
        audit(found)
