"""Disputes: what a customer does not accept of an invoice, until something comes of it."""

from typing import Any

import httpx
import pytest
from sqlalchemy import text

from contracts.invoicing import DisputeResolved, InvoiceDisputed, InvoiceIssued
from database import new_id
from services.invoicing.tests.driver import Driver


async def try_dispute(driver: Driver, invoice_id: str, **body: Any) -> httpx.Response:
    whole = {"reason": "They say that it was free", **body}
    return await driver.client.post(f"/v1/invoices/{invoice_id}/disputes", json=whole)


async def dispute(driver: Driver, invoice_id: str, **body: Any) -> dict[str, Any]:
    answer = await try_dispute(driver, invoice_id, **body)
    assert answer.status_code == 201, answer.text
    opened: dict[str, Any] = answer.json()
    return opened


async def resolve(
    driver: Driver, invoice_id: str, dispute_id: str, outcome: str = "upheld", note: str = ""
) -> httpx.Response:
    path = f"/v1/invoices/{invoice_id}/disputes/{dispute_id}/resolve"
    return await driver.client.post(path, json={"outcome": outcome, "note": note})


async def disputed(driver: Driver) -> list[str]:
    """The invoices that the list shows as disputed, each of which says so itself."""
    listed = (await driver.read("invoices", disputed=True))["items"]
    others = (await driver.read("invoices", disputed=False))["items"]
    assert all(one["disputed"] for one in listed)
    assert not any(one["disputed"] for one in others)
    return [one["id"] for one in listed]


async def test_a_disputed_invoice_is_shown_as_such_until_something_came_of_it(
    driver: Driver,
) -> None:
    invoice, other = await driver.invoice(), await driver.invoice()
    opened = await dispute(driver, invoice["id"])
    assert (opened["opened_by"], opened["resolution"]) == ("billing-1", None)
    assert await disputed(driver) == [invoice["id"]]
    shown = await driver.read(f"invoices/{invoice['id']}")
    assert (shown["disputed"], shown["balance"]) == (True, invoice["balance"])
    owed = (await driver.read("reports/receivables/invoices"))["items"]
    assert {one["invoice_id"]: one["disputed"] for one in owed} == {
        invoice["id"]: True,
        other["id"]: False,
    }
    resolved = await resolve(driver, invoice["id"], opened["id"], "withdrawn", "They found it")
    assert resolved.json()["resolution"]["note"] == "They found it"
    assert await disputed(driver) == []
    listed = (await driver.read(f"invoices/{invoice['id']}/disputes"))["items"]
    assert listed == [resolved.json()]


async def test_others_are_told_of_each_and_whether_another_is_open(driver: Driver) -> None:
    invoice = await driver.invoice()
    line_id = invoice["lines"][0]["line_id"]
    of_line = await dispute(driver, invoice["id"], line_id=line_id)
    of_all = await dispute(driver, invoice["id"])
    await resolve(driver, invoice["id"], of_line["id"], "credited")
    await resolve(driver, invoice["id"], of_all["id"])
    opened = await driver.published(InvoiceDisputed)
    assert [(str(one.line_id), one.version) for one in opened] == [(line_id, 4), ("None", 5)]
    ended = await driver.published(DisputeResolved)
    assert [(one.outcome, one.disputed, one.version) for one in ended] == [
        ("credited", True, 6),
        ("upheld", False, 7),
    ]
    assert ended[0].number == invoice["number"]


async def test_the_customers_question_becomes_a_dispute(driver: Driver) -> None:
    invoice = await driver.invoice()
    [issued] = await driver.published(InvoiceIssued)
    token = issued.customer_page.partition("#")[2]
    customer = await driver.served.client({"Authorization": f"Bearer {token}"})
    once = {"Idempotency-Key": "1"}
    body = {"name": "Eva", "text": "Was this not free?"}
    asked = (await customer.post("/v1/customer-page/questions", json=body, headers=once)).json()
    opened = await dispute(driver, invoice["id"], question_id=asked["id"], reason=asked["text"])
    assert (opened["question_id"], opened["reason"]) == (asked["id"], "Was this not free?")


@pytest.mark.parametrize("field", ["line_id", "question_id"])
async def test_what_belongs_to_another_invoice_is_refused(driver: Driver, field: str) -> None:
    invoice, other = await driver.invoice(), await driver.invoice()
    theirs = other["lines"][0]["line_id"] if field == "line_id" else str(new_id())
    answer = await try_dispute(driver, invoice["id"], **{field: theirs})
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == [field]


async def test_the_same_is_disputed_once_and_resolved_once(driver: Driver) -> None:
    invoice = await driver.invoice()
    line_id = invoice["lines"][0]["line_id"]
    whole = await dispute(driver, invoice["id"])
    for about in (None, line_id):
        answer = await try_dispute(driver, invoice["id"], line_id=about)
        assert answer.status_code == 409
        assert answer.json()["type"].endswith("already-disputed")
    first = await resolve(driver, invoice["id"], whole["id"], "upheld")
    again = await resolve(driver, invoice["id"], whole["id"], "upheld")
    assert again.json() == first.json()
    other = await resolve(driver, invoice["id"], whole["id"], "withdrawn")
    assert (other.status_code, other.json()["type"].rpartition(":")[2]) == (409, "dispute-resolved")
    assert len(await driver.published(DisputeResolved)) == 1
    await dispute(driver, invoice["id"], line_id=line_id)


async def test_a_draft_and_what_is_not_there_are_not_disputed(driver: Driver) -> None:
    await driver.worked()
    draft = await driver.draft()
    assert (await try_dispute(driver, draft["id"])).json()["type"].endswith("draft-not-disputed")
    assert (await try_dispute(driver, str(new_id()))).status_code == 404
    invoice = await driver.invoice()
    assert (await resolve(driver, invoice["id"], str(new_id()))).status_code == 404
    assert (await try_dispute(driver, invoice["id"], reason=" ")).status_code == 422


async def test_what_came_of_a_dispute_cannot_be_changed_in_the_database(driver: Driver) -> None:
    invoice = await driver.invoice()
    await dispute(driver, invoice["id"])
    with pytest.raises(Exception, match="permission denied"):
        await as_application(driver, "UPDATE disputes SET reason = 'nothing'")
    with pytest.raises(Exception, match="permission denied"):
        await as_application(driver, "DELETE FROM disputes")


async def as_application(driver: Driver, statement: str) -> None:
    async with driver.served.database.transaction(driver.account) as session:
        await session.execute(text(statement))
