"""Where a credit note is on its way to the customer, by what notifier publishes of it."""

import itertools
from datetime import timedelta

import pytest

from contracts import Event
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import NOW

EARLIER, LATER = NOW - timedelta(minutes=1), NOW + timedelta(minutes=1)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
async def test_the_newest_report_holds_in_whatever_order_and_twice(
    driver: Driver, order: tuple[int, ...]
) -> None:
    invoice = await driver.invoice()
    note = await driver.credit(invoice["id"])
    assert (note["delivery"]["state"], note["delivery"]["channel"]) == ("queued", "email")
    events: list[Event] = [
        driver.events.credit_note_failed(note["id"], EARLIER),
        driver.events.credit_note_failed(note["id"], NOW),
        driver.events.credit_note_sent(note["id"], LATER),
    ]
    for position in (*order, *order):
        records = await driver.served.consume(events[position])
        await driver.served.process(records)
    delivery = (await driver.read(f"credit-notes/{note['id']}"))["delivery"]
    assert (delivery["state"], delivery["recipient"]) == ("sent", "faktura@nordlys.example")
    assert (await driver.read(f"invoices/{invoice['id']}"))["delivery"]["state"] == "queued"


async def test_the_list_says_what_was_not_delivered_and_why(driver: Driver) -> None:
    note = await driver.credit((await driver.invoice())["id"])
    await driver.served.consume(driver.events.credit_note_failed(note["id"], LATER))
    [item] = (await driver.read("credit-notes"))["items"]
    assert item["delivery"]["state"] == "failed"
    assert item["delivery"]["reason"] == "the customer has no billing contact"
    assert item == {name: value for name, value in note.items() if name in item} | {
        "delivery": item["delivery"]
    }


async def test_a_credit_note_handed_over_is_not_sent(driver: Driver) -> None:
    note = await driver.credit((await driver.invoice())["id"], delivery="hand")
    assert note["delivery"]["state"] == "not-sent"
    assert note == {"correction_id": None} | await driver.read(f"credit-notes/{note['id']}")


async def test_a_report_of_another_accounts_credit_note_changes_nothing(
    driver: Driver,
) -> None:
    other = await Driver.begin(driver.served)
    note = await driver.credit((await driver.invoice())["id"])
    await other.served.consume(other.events.credit_note_sent(note["id"]))
    assert (await driver.read(f"credit-notes/{note['id']}"))["delivery"]["state"] == "queued"
