"""A link opens one invoice for its customer, until it expires, is replaced or revoked; it opens nothing else."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.invoicing import CustomerAsked, InvoiceIssued
from database import new_id
from invoicing.domain.customer_links import CustomerLink, CustomerLinks
from services.invoicing.tests.adding_up import PARTS
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import SETTINGS, TODAY

LINKS = CustomerLinks(b"a secret for tests only")
FOUND = st.builds(
    CustomerLink,
    st.uuids(),
    st.uuids(),
    st.integers(0, 2**16 - 1),
    st.integers(0, 2**32 - 1).map(lambda second: datetime.fromtimestamp(second, UTC)),
)


@given(FOUND)
def test_a_token_says_what_its_link_is(link: CustomerLink) -> None:
    assert LINKS.read(LINKS.token(link)) == link


@given(FOUND, st.integers(0), st.characters(codec="ascii"))
def test_a_changed_token_says_nothing(link: CustomerLink, place: int, other: str) -> None:
    token = LINKS.token(link)
    at = 4 + place % (len(token) - 4)
    changed = token[:at] + other + token[at + 1 :]
    assert (LINKS.read(changed) is None) == (changed != token)
    assert CustomerLinks(b"another secret").read(token) is None


def test_a_token_in_the_other_alphabet_of_base64_says_nothing() -> None:
    until = datetime(2027, 1, 1, tzinfo=UTC)
    tokens = [LINKS.token(CustomerLink(UUID(int=n), UUID(int=n), 0, until)) for n in range(50)]
    others = [token[:4] + token[4:].translate({45: "+", 95: "/"}) for token in tokens]
    assert [LINKS.read(b) is None for b in others] == [
        a != b for a, b in zip(tokens, others, strict=True)
    ]
    assert tokens != others


@given(st.text(max_size=120))
def test_no_text_is_a_token(text: str) -> None:
    assert LINKS.read(text) is None


async def opened(driver: Driver, path: str) -> httpx.AsyncClient:
    """The browser of a customer with the link of this path."""
    return await driver.served.client({"Authorization": f"Bearer {path.partition('#')[2]}"})


async def with_link(driver: Driver) -> tuple[dict[str, Any], httpx.AsyncClient]:
    """An issued invoice, and the browser of whoever got it."""
    invoice = await driver.invoice()
    [issued] = await driver.published(InvoiceIssued)
    return invoice, await opened(driver, issued.customer_page)


async def test_the_link_in_the_event_opens_the_invoice(driver: Driver) -> None:
    invoice, customer = await with_link(driver)
    page = (await customer.get("/v1/customer-page")).json()
    same = ("number", "issue_date", "due_date", "total", "balance", "tax_totals", "overdue")
    assert {name: page[name] for name in same} == {name: invoice[name] for name in same}
    assert page["seller"]["name"] == SETTINGS["seller"]["name"]
    assert page["payment_instructions"] == SETTINGS["payment_instructions"]
    [line] = page["lines"]
    assert (line["seconds"], line["entries"]) == (3000, [])
    assert {"organization_id", "hash"}.isdisjoint(page)


async def test_the_account_decides_whether_the_time_behind_is_shown(driver: Driver) -> None:
    _, customer = await with_link(driver)
    shown = {**SETTINGS, "customer_sees": "entries"}
    assert (await driver.client.put("/v1/settings", json=shown)).status_code == 200
    page = (await customer.get("/v1/customer-page")).json()
    [line] = page["lines"]
    [entry] = line["entries"]
    assert entry == {
        "work_date": "2026-09-28",
        "seconds": 3000,
        "billed_seconds": 3000,
        "description": "Fix the pay button",
        "agent_name": "Mette Friis",
    }


async def test_a_payment_shows_at_once(driver: Driver) -> None:
    invoice, customer = await with_link(driver)
    await driver.pay("1000.00", (invoice["id"], "1000.00"))
    page = (await customer.get("/v1/customer-page")).json()
    assert (page["paid"]["amount"], page["balance"]["amount"]) == ("1000.00", "250.00")


async def test_what_is_left_to_pay_follows_from_what_is_shown(driver: Driver) -> None:
    invoice, customer = await with_link(driver)
    await driver.served.consume(driver.events.payment_seen(invoice["id"], "90.00", kind="credit"))
    entry = {"entry_id": str(driver.entries[0].entry_id), "start": 0, "end": 600}
    part = {"line_id": invoice["lines"][0]["line_id"], "entries": [entry]}
    await driver.credit(invoice["id"], part)
    await driver.pay("900.00", (invoice["id"], "900.00"))
    body = {"amount": "4.00", "reason": "Fee of the bank"}
    made = await driver.client.post(f"/v1/invoices/{invoice['id']}/write-off", json=body)
    page = (await customer.get("/v1/customer-page")).json()
    assert made.status_code == 201, made.text
    assert [page[name]["amount"] for name in ("total", *PARTS)] == [
        "1250.00", "250.00", "900.00", "90.00", "4.00", "6.00",
    ]  # fmt: skip


async def test_the_document_is_the_issued_one(driver: Driver) -> None:
    invoice, customer = await with_link(driver)
    document = await customer.get("/v1/customer-page/document")
    issued = await driver.client.get(f"/v1/invoices/{invoice['id']}.pdf")
    assert document.headers["content-type"] == "application/pdf"
    assert document.content == issued.content


async def test_a_link_expires_a_year_after_the_due_date(driver: Driver) -> None:
    invoice, customer = await with_link(driver)
    over = datetime.fromisoformat(invoice["due_date"]).replace(tzinfo=UTC) + timedelta(days=365)
    with driver.at(over - timedelta(seconds=1)):
        assert (await customer.get("/v1/customer-page")).status_code == 200
    with driver.at(over):
        gone = await customer.get("/v1/customer-page")
    assert (gone.status_code, gone.json()["type"]) == (410, "urn:honorar:problem:link-expired")


async def test_a_new_link_takes_the_place_of_the_old(driver: Driver) -> None:
    invoice, old = await with_link(driver)
    path = f"/v1/invoices/{invoice['id']}/customer-link"
    for _ in range(2):
        made = (await driver.client.post(path)).json()
        new = await opened(driver, made["path"])
        assert (await old.get("/v1/customer-page")).status_code == 410
        assert (await new.get("/v1/customer-page")).status_code == 200
        assert (await driver.client.get(path)).json() == made
        old = new


async def test_a_revoked_link_opens_nothing_until_a_new_one_is_made(driver: Driver) -> None:
    invoice, customer = await with_link(driver)
    path = f"/v1/invoices/{invoice['id']}/customer-link"
    assert (await driver.client.get(path)).json()["revoked_at"] is None
    for _ in range(2):
        assert (await driver.client.delete(path)).status_code == 204
    assert (await driver.client.get(path)).json()["revoked_at"] is not None
    refused = [
        await customer.get("/v1/customer-page"),
        await customer.get("/v1/customer-page/document"),
        await ask(customer, "Anybody there?"),
    ]
    assert [answer.status_code for answer in refused] == [410] * 3
    renewed = await opened(driver, (await driver.client.post(path)).json()["path"])
    assert (await renewed.get("/v1/customer-page")).status_code == 200


async def test_a_link_opens_nothing_else(driver: Driver) -> None:
    invoice, customer = await with_link(driver)
    for path in ("invoices", f"invoices/{invoice['id']}", "settings", "payments", "billable-time"):
        assert (await customer.get(f"/v1/{path}")).status_code == 403, path
    assert (await customer.delete(f"/v1/invoices/{invoice['id']}/customer-link")).status_code == 403


@pytest.mark.parametrize("role", ["owner", "billing", "client"])
async def test_a_page_is_for_who_has_a_link(driver: Driver, role: str) -> None:
    somebody = await driver.served.as_(role, account=driver.account)
    assert (await somebody.get("/v1/customer-page")).status_code == 403


async def test_a_forged_link_is_no_caller(driver: Driver) -> None:
    invoice = await driver.invoice()
    link = CustomerLink(driver.account, UUID(invoice["id"]), 0, TODAY + timedelta(days=1))
    token = CustomerLinks(b"another secret").token(link)
    anybody = await driver.served.client()
    for wrong in (token, "cus_", "cus_ä", "cus_" + "A" * 500):
        forged = {b"Authorization": b"Bearer " + wrong.encode()}
        answer = await anybody.get("/v1/customer-page", headers=forged)
        assert answer.status_code == 401, wrong


async def ask(customer: httpx.AsyncClient, text: str, name: str = "Eva Holm") -> httpx.Response:
    """Ask about the invoice."""
    key = {"Idempotency-Key": str(new_id())}
    return await customer.post(
        "/v1/customer-page/questions", json={"name": name, "text": text}, headers=key
    )


async def test_a_question_is_published_and_stands_beside_the_invoice(driver: Driver) -> None:
    invoice, customer = await with_link(driver)
    text = "Why <b>ten</b> hours?"
    assert (await ask(customer, text)).status_code == 201
    [event] = await driver.published(CustomerAsked)
    assert (event.number, event.name, event.text) == (invoice["number"], "Eva Holm", text)
    listed = await driver.read(f"invoices/{invoice['id']}/questions")
    assert [(one["name"], one["text"]) for one in listed["items"]] == [("Eva Holm", text)]


async def test_a_customer_asks_ten_times_a_day(driver: Driver) -> None:
    _, customer = await with_link(driver)
    asked = [await ask(customer, f"Question {number}") for number in range(11)]
    assert [answer.status_code for answer in asked] == [201] * 10 + [429]
    assert "retry-after" in asked[-1].headers
    with driver.at(TODAY + timedelta(days=1, seconds=1)):
        assert (await ask(customer, "Another day")).status_code == 201


async def test_a_draft_has_no_customer_link(driver: Driver) -> None:
    await driver.worked()
    draft = await driver.draft()
    path = f"/v1/invoices/{draft['id']}/customer-link"
    assert (await driver.client.get(path)).status_code == 404
    assert (await driver.client.post(path)).status_code == 404
