"""Every message that the contracts show can be taken; every kind of message that we say can be made."""

import json
from datetime import date
from typing import Any

import pytest

from contracts import Event
from contracts import invoicing as said
from contracts.stored import examples
from invoicing.consumers import HANDLERS
from services.invoicing.tests.studio import Studio
from services.invoicing.tests.test_payments import pay
from testkit import record

WHOLE_STORY = (
    said.InvoiceDrafted,
    said.InvoiceIssued,
    said.TimeBilled,
    said.InvoiceOverdue,
    said.PaymentRecorded,
    said.InvoicePaid,
    said.PaymentReversed,
)


@pytest.mark.parametrize("fact", list(HANDLERS), ids=lambda fact: str(fact.type))
async def test_the_examples_are_taken_twice(studio: Studio, fact: type[Event]) -> None:
    before = await studio.served.dead_letters()
    invoice = await studio.invoice()
    for example in examples(fact):
        body = json.loads(example) | {"account_id": str(studio.account)}
        if "invoice_id" in body:
            body["invoice_id"] = invoice["id"]
        message = fact.model_validate(body)
        await studio.served.process([record(message), record(message)])
    assert await studio.served.dead_letters() == before
    await studio.laws_hold()


@pytest.mark.parametrize("fact", WHOLE_STORY, ids=lambda fact: str(fact.type))
async def test_what_we_say_has_the_fields_of_the_examples(
    studio: Studio, fact: type[Event]
) -> None:
    invoice = await studio.invoice(issue_date=str(date(2026, 1, 5)), due_date="2026-01-20")
    await studio.served.run_due()
    payment = await pay(studio, "1250.00", (invoice["id"], "1250.00"))
    await studio.client.post(f"/v1/payments/{payment['id']}/reverse", json={"reason": "twice"})
    [example] = examples(fact)
    [message] = await studio.published(fact)
    assert filled(json.loads(message.model_dump_json())) >= filled(json.loads(example))


def filled(value: Any, path: str = "") -> set[str]:
    """The paths of everything that is not null."""
    if isinstance(value, dict):
        return {p for key, inner in value.items() for p in filled(inner, f"{path}.{key}")}
    if isinstance(value, list):
        return {p for inner in value for p in filled(inner, f"{path}[]")}
    return set() if value is None else {path}
