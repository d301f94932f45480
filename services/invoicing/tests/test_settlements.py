"""Payments seen in QuickBooks: recorded once, undone once, in whatever order and however often they are published."""

import itertools
from typing import Any

import pytest

from contracts.invoicing import InvoicePaid, PaymentRecorded, PaymentReversed
from database import new_id
from services.invoicing.tests.driver import Driver


async def payments_of(driver: Driver, invoice_id: str) -> list[dict[str, Any]]:
    """The payments and counter-entries of an invoice."""
    items: list[dict[str, Any]] = (await driver.read("payments", invoice_id=invoice_id))["items"]
    return items


async def test_a_payment_seen_in_quickbooks_is_recorded_once(driver: Driver) -> None:
    invoice = await driver.invoice()
    seen = driver.events.payment_seen(invoice["id"])
    records = await driver.served.consume(seen)
    await driver.served.process(records)
    await driver.served.consume(seen, seen)
    [payment] = await payments_of(driver, invoice["id"])
    assert (payment["method"], payment["recorded_by"]) == ("qbo", "qbo-sync")
    assert (payment["received_on"], payment["reference"]) == ("2026-10-01", "1024")
    assert (await driver.read(f"invoices/{invoice['id']}"))["payment"] == "paid"
    assert len(await driver.published(InvoicePaid)) == 1


async def test_more_than_the_balance_seen_in_quickbooks_becomes_credit(driver: Driver) -> None:
    invoice = await driver.invoice()
    for amount in ("1300.00", "10.00"):
        await driver.served.consume(driver.events.payment_seen(invoice["id"], amount))
    payments = (await driver.read("payments"))["items"]
    assert [p["credit"]["amount"] for p in payments] == ["50.00", "10.00"]
    assert len(await driver.published(PaymentRecorded)) == 1
    await driver.invariants_hold()


@pytest.mark.parametrize("order", sorted(set(itertools.permutations("ssuu"))))
async def test_seen_and_undone_end_alike_in_every_order(
    driver: Driver, order: tuple[str, ...]
) -> None:
    invoice = await driver.invoice()
    seen = driver.events.payment_seen(invoice["id"])
    events = {"s": seen, "u": driver.events.payment_undone(seen)}
    for name in order:
        await driver.served.consume(events[name])
    payment, counter = await payments_of(driver, invoice["id"])
    assert (payment["amount"]["amount"], counter["amount"]["amount"]) == ("1250.00", "-1250.00")
    assert (counter["reverses"], payment["reversed_by"]) == (payment["id"], counter["id"])
    assert counter["reason"] == "deleted in QuickBooks"
    assert (await driver.read(f"invoices/{invoice['id']}"))["payment"] == "unpaid"
    assert len(await driver.published(PaymentReversed)) == 1
    await driver.invariants_hold()


async def test_a_payment_that_was_undone_before_it_was_seen_pays_nothing(driver: Driver) -> None:
    invoice = await driver.invoice()
    seen = driver.events.payment_seen(invoice["id"])
    await driver.served.consume(driver.events.payment_undone(seen))
    assert await payments_of(driver, invoice["id"]) == []
    await driver.served.consume(seen)
    assert await driver.published(InvoicePaid) == []
    assert len(await payments_of(driver, invoice["id"])) == 2


async def test_a_payment_of_an_unknown_invoice_is_kept_as_a_dead_letter(driver: Driver) -> None:
    unknown = str(new_id())
    await driver.served.consume(driver.events.payment_seen(unknown))
    assert any(unknown in cause for cause in await driver.served.dead_letters())


async def test_a_payment_in_another_currency_is_kept_as_a_dead_letter(driver: Driver) -> None:
    invoice = await driver.invoice()
    await driver.served.consume(driver.events.payment_seen(invoice["id"], currency="EUR"))
    cause = f"{invoice['id']} in EUR"
    assert any(cause in found for found in await driver.served.dead_letters())
    assert await payments_of(driver, invoice["id"]) == []


async def test_the_same_seen_id_in_two_accounts_is_two_payments(driver: Driver) -> None:
    other = await Driver.begin(driver.served)
    seen_id = new_id()
    for one in (driver, other):
        invoice = await one.invoice()
        await one.served.consume(one.events.payment_seen(invoice["id"], seen_id=seen_id))
        assert (await one.read(f"invoices/{invoice['id']}"))["payment"] == "paid"


async def test_a_credit_applied_in_quickbooks_settles_an_invoice_and_is_no_cash(
    driver: Driver,
) -> None:
    invoice = await driver.invoice()
    memo = driver.events.payment_seen(invoice["id"], "250.00", kind="credit")
    await driver.served.consume(memo, memo)
    await driver.served.consume(driver.events.payment_seen(invoice["id"], "1000.00"))
    credit, cash = await payments_of(driver, invoice["id"])
    assert [(p["kind"], p["amount"]["amount"]) for p in (credit, cash)] == [
        ("credit", "250.00"),
        ("cash", "1000.00"),
    ]
    shown = await driver.read(f"invoices/{invoice['id']}")
    amounts = [shown[name]["amount"] for name in ("paid", "credit_applied", "balance")]
    assert (shown["payment"], amounts) == ("paid", ["1000.00", "250.00", "0.00"])
    assert [e.kind for e in await driver.published(PaymentRecorded)] == ["credit", "cash"]
    assert (await driver.read("payments", kind="credit"))["items"] == [credit]
    await driver.served.consume(driver.events.payment_undone(memo))
    assert [p["kind"] for p in await payments_of(driver, invoice["id"])] == [
        "credit",
        "cash",
        "credit",
    ]
    await driver.invariants_hold()


async def test_what_people_record_is_cash(driver: Driver) -> None:
    invoice = await driver.invoice()
    assert (await driver.pay("1250.00", (invoice["id"], "1250.00")))["kind"] == "cash"
