"""Every example of the contracts can be consumed, twice; every event that invoicing publishes has their fields."""

import json
from datetime import date
from typing import Any

import pytest

from contracts import Event
from contracts import invoicing as published
from contracts.stored import examples
from database import new_id
from invoicing.consumers import HANDLERS
from services.invoicing.tests.agreement_driver import give_line_back
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import approved_entry
from testkit import record

WHOLE_STORY = (
    published.InvoiceDrafted,
    published.InvoiceIssued,
    published.TimeBilled,
    published.InvoiceOverdue,
    published.PaymentRecorded,
    published.InvoicePaid,
    published.PaymentReversed,
)


@pytest.mark.parametrize("event", list(HANDLERS), ids=lambda event: str(event.type))
async def test_the_examples_are_taken_twice(driver: Driver, event: type[Event]) -> None:
    before = await driver.served.dead_letters()
    invoice = await driver.invoice()
    for example in examples(event):
        body = json.loads(example) | {"account_id": str(driver.account)}
        if "invoice_id" in body:
            body["invoice_id"] = invoice["id"]
        message = event.model_validate(body)
        await driver.served.process([record(message), record(message)])
    assert await driver.served.dead_letters() == before
    await driver.invariants_hold()


@pytest.mark.parametrize("event", WHOLE_STORY, ids=lambda event: str(event.type))
async def test_what_we_say_has_the_fields_of_the_examples(
    driver: Driver, event: type[Event]
) -> None:
    invoice = await driver.invoice(issue_date=str(date(2026, 1, 5)), due_date="2026-01-20")
    await driver.served.run_due()
    payment = await driver.pay("1250.00", (invoice["id"], "1250.00"))
    await driver.client.post(f"/v1/payments/{payment['id']}/reverse", json={"reason": "twice"})
    [example] = examples(event)
    [message] = await driver.published(event)
    assert filled(json.loads(message.model_dump_json())) >= filled(json.loads(example))


@pytest.mark.parametrize("event", [published.InvoiceCredited, published.TimeReleased])
async def test_our_credit_notes_have_the_fields_of_the_examples(
    driver: Driver, event: type[Event]
) -> None:
    invoice = await driver.invoice()
    await driver.credit(invoice["id"])
    [example] = examples(event)
    [message] = await driver.published(event)
    assert filled(json.loads(message.model_dump_json())) >= filled(json.loads(example))


@pytest.mark.parametrize(
    "event", [published.SendingRequested, published.InvoiceDisputed, published.DisputeResolved]
)
async def test_what_we_say_of_sending_and_disputes_has_the_fields_of_the_examples(
    driver: Driver, event: type[Event]
) -> None:
    invoice = await driver.invoice(delivery="hand")
    path = f"/v1/invoices/{invoice['id']}"
    await driver.client.post(f"{path}/send", json={"channel": "email", "message": "As agreed"})
    about = {"reason": "It was free", "line_id": invoice["lines"][0]["line_id"]}
    opened = (await driver.client.post(f"{path}/disputes", json=about)).json()
    resolve = f"{path}/disputes/{opened['id']}/resolve"
    await driver.client.post(resolve, json={"outcome": "upheld", "note": "They found it"})
    [example] = examples(event)
    [message] = await driver.published(event)
    assert filled(json.loads(message.model_dump_json())) >= filled(json.loads(example))


@pytest.mark.parametrize("event", [published.ReopeningGranted, published.ReopeningRefused])
async def test_our_answers_have_the_fields_of_the_examples(
    driver: Driver, event: type[Event]
) -> None:
    made, sheet_id = approved_entry(driver.organization_id), new_id()
    hours = driver.events.timesheet(made, timesheet_id=sheet_id)
    await driver.served.consume(hours, driver.events.price(made))
    draft = await driver.draft()
    if event is published.ReopeningRefused:
        await driver.issue(draft["id"])
    await driver.served.consume(driver.events.reopening_asked(sheet_id))
    [example] = examples(event)
    [message] = await driver.published(event)
    assert filled(json.loads(message.model_dump_json())) >= filled(json.loads(example))


@pytest.mark.parametrize("event", [published.AgreementBilled, published.AgreementReleased])
async def test_what_we_say_of_agreements_has_the_fields_of_the_examples(
    driver: Driver, event: type[Event]
) -> None:
    charge = driver.events.charge(driver.organization_id)
    await driver.served.consume(charge)
    invoice = await driver.issue((await driver.draft())["id"])
    await give_line_back(driver, invoice, invoice["lines"][0]["line_id"], new_id())
    [example] = examples(event)
    [message] = await driver.published(event)
    assert filled(json.loads(message.model_dump_json())) >= filled(json.loads(example))


def filled(value: Any, path: str = "") -> set[str]:
    """The paths of everything that is not null."""
    if isinstance(value, dict):
        return {p for key, inner in value.items() for p in filled(inner, f"{path}.{key}")}
    if isinstance(value, list):
        return {p for inner in value for p in filled(inner, f"{path}[]")}
    return set() if value is None else {path}
