"""What other services report of an invoice, and what follows from it."""

import itertools
from datetime import timedelta

import pytest

from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import NOW

EARLIER, LATER = NOW - timedelta(minutes=1), NOW + timedelta(minutes=1)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
async def test_the_newest_report_of_the_delivery_holds_in_whatever_order_and_twice(
    driver: Driver, order: tuple[int, ...]
) -> None:
    invoice = await driver.invoice()
    events = [
        driver.events.delivery_failed(invoice["id"], EARLIER),
        driver.events.delivery_failed(invoice["id"], NOW),
        driver.events.delivery_sent(invoice["id"], LATER),
    ]
    for position in (*order, *order):
        records = await driver.served.consume(events[position])
        await driver.served.process(records)
    delivery = (await driver.read(f"invoices/{invoice['id']}"))["delivery"]
    assert (delivery["state"], delivery["recipient"]) == ("sent", "faktura@nordlys.example")


async def test_of_several_reports_of_one_instant_the_good_one_holds(driver: Driver) -> None:
    invoice = await driver.invoice()
    await driver.served.consume(
        driver.events.delivery_unknown(invoice["id"]),
        driver.events.delivery_sent(invoice["id"]),
        driver.events.delivery_failed(invoice["id"]),
    )
    [item] = (await driver.read("invoices"))["items"]
    assert item["delivery"]["state"] == "sent"


async def test_a_failed_delivery_has_a_reason(driver: Driver) -> None:
    invoice = await driver.invoice()
    await driver.served.consume(driver.events.delivery_failed(invoice["id"], LATER))
    delivery = (await driver.read(f"invoices/{invoice['id']}"))["delivery"]
    assert delivery["state"] == "failed"
    assert delivery["reason"] == "the customer has no billing contact"


async def test_a_mail_that_may_have_arrived_is_no_failure_until_it_is_sent_again(
    driver: Driver,
) -> None:
    invoice = await driver.invoice()
    await driver.served.consume(driver.events.delivery_unknown(invoice["id"]))
    delivery = (await driver.read(f"invoices/{invoice['id']}"))["delivery"]
    assert delivery["state"] == "unknown"
    assert delivery["reason"] == "outcome unknown: the mail may have arrived"
    await driver.served.consume(driver.events.delivery_sent(invoice["id"], LATER))
    [item] = (await driver.read("invoices"))["items"]
    assert (item["delivery"]["state"], item["delivery"]["reason"]) == ("sent", None)


async def test_an_invoice_is_queued_until_its_delivery_is_reported(driver: Driver) -> None:
    assert (await driver.invoice())["delivery"]["state"] == "queued"


async def test_an_invoice_handed_over_is_not_sent(driver: Driver) -> None:
    invoice = await driver.invoice(delivery="hand")
    assert invoice["delivery"]["state"] == "not-sent"


@pytest.mark.parametrize("order", list(itertools.permutations(range(2))))
async def test_the_newest_report_of_the_copy_holds_in_whatever_order_and_twice(
    driver: Driver, order: tuple[int, ...]
) -> None:
    invoice = await driver.invoice()
    assert invoice["quickbooks"]["state"] == "not-copied"
    events = [
        driver.events.sync_failed(invoice["id"], EARLIER),
        driver.events.invoice_copied(invoice["id"], "tax differs by 0.01"),
    ]
    for position in (*order, *order):
        await driver.served.consume(events[position])
    found = (await driver.read(f"invoices/{invoice['id']}"))["quickbooks"]
    assert (found["state"], found["reason"], found["qbo_id"]) == (
        "variance",
        "tax differs by 0.01",
        "145",
    )


async def test_a_copy_that_failed_says_why(driver: Driver) -> None:
    invoice = await driver.invoice()
    await driver.served.consume(driver.events.sync_failed(invoice["id"], LATER))
    [item] = (await driver.read("invoices"))["items"]
    assert item["quickbooks"]["state"] == "failed"
    assert item["quickbooks"]["reason"] == "QuickBooks refused the customer's name"


async def test_a_copy_without_a_difference_is_a_copy(driver: Driver) -> None:
    invoice = await driver.invoice()
    await driver.served.consume(driver.events.invoice_copied(invoice["id"]))
    [item] = (await driver.read("invoices"))["items"]
    assert (item["quickbooks"]["state"], item["quickbooks"]["reason"]) == ("copied", None)
