"""Sending an issued invoice once more: an act of its own each time, with its own outcome."""

import asyncio
import itertools
from datetime import timedelta
from typing import Any

import httpx
import pytest

from contracts.invoicing import InvoiceHandedOver, InvoiceIssued, SendingRequested
from database import new_id
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import NOW, TODAY
from testkit import OTHER_ACCOUNT, count_statements

OLE = {"name": "Ole Lund", "email": "ole+faktura@nordlys.example"}
LATER = NOW + timedelta(minutes=1)


async def try_send(driver: Driver, invoice_id: str, **body: Any) -> httpx.Response:
    return await driver.client.post(
        f"/v1/invoices/{invoice_id}/send", json={"channel": "email", **body}
    )


async def send(driver: Driver, invoice_id: str, **body: Any) -> dict[str, Any]:
    answer = await try_send(driver, invoice_id, **body)
    assert answer.status_code == 201, answer.text
    sent: dict[str, Any] = answer.json()
    return sent


async def deliveries(driver: Driver, invoice_id: str) -> list[tuple[str, str]]:
    """Channel and state of each time, newest first."""
    found = await driver.read(f"invoices/{invoice_id}/deliveries")
    return [(one["channel"], one["state"]) for one in found["items"]]


async def delivery(driver: Driver, invoice_id: str) -> dict[str, Any]:
    """Where the invoice is on its way, which the list says too."""
    shown = (await driver.read(f"invoices/{invoice_id}"))["delivery"]
    [listed] = (await driver.read("invoices"))["items"]
    assert listed["delivery"] == shown
    return dict(shown)


@pytest.mark.parametrize("channel", ["email", "qbo"])
async def test_whoever_sends_it_is_told_all_that_is_needed(driver: Driver, channel: str) -> None:
    invoice = await driver.invoice(delivery="hand")
    message = {"message": "As agreed"} if channel == "email" else {}
    sent = await send(driver, invoice["id"], channel=channel, to=OLE, **message)
    assert (sent["state"], sent["recipient"]) == ("queued", OLE["email"])
    assert (sent["requested_by"], sent["at"]) == ("billing-1", None)
    assert (await driver.read(f"invoices/{invoice['id']}/deliveries"))["items"] == [sent]
    [issued] = await driver.published(InvoiceIssued)
    [asked] = await driver.published(SendingRequested)
    assert (str(asked.sending_id), asked.channel) == (sent["id"], channel)
    assert asked.recipient is not None
    assert asked.recipient.model_dump() == OLE
    for name in ("number", "total", "document", "customer_page", "seller", "language", "due_date"):
        assert getattr(asked, name) == getattr(issued, name)
    assert asked.version == 4


async def test_what_was_handed_over_is_published(driver: Driver) -> None:
    invoice = await driver.invoice(delivery="hand")
    noted = await send(driver, invoice["id"], channel="hand")
    [published] = await driver.published(InvoiceHandedOver)
    assert str(published.sending_id) == noted["id"]
    assert str(published.sent_on) == noted["sent_on"]
    assert (published.number, published.requested_by) == (invoice["number"], "billing-1")
    assert published.version > (await driver.published(InvoiceIssued))[0].version


async def test_it_goes_to_the_billing_contact_unless_somebody_is_named(driver: Driver) -> None:
    invoice = await driver.invoice(delivery="hand")
    assert (await send(driver, invoice["id"]))["recipient"] == "faktura@nordlys.example"


async def test_a_revoked_link_is_not_mailed_again(driver: Driver) -> None:
    invoice = await driver.invoice(delivery="hand")
    await driver.client.delete(f"/v1/invoices/{invoice['id']}/customer-link")
    await send(driver, invoice["id"])
    [asked] = await driver.published(SendingRequested)
    assert asked.customer_page == ""


async def test_what_was_asked_for_last_says_where_the_invoice_is(driver: Driver) -> None:
    """Whatever is reported of an older one, and whenever."""
    invoice = await driver.invoice(delivery="qbo")
    assert (await delivery(driver, invoice["id"]))["state"] == "queued"
    mailed = await send(driver, invoice["id"], channel="email")
    await driver.served.consume(
        driver.events.delivery_sent(invoice["id"], NOW, delivery_id=mailed["id"]),
        driver.events.quickbooks_did_not_send(invoice["id"], invoice["id"], LATER),
    )
    shown = await delivery(driver, invoice["id"])
    assert (shown["state"], shown["channel"]) == ("sent", "email")
    assert await deliveries(driver, invoice["id"]) == [("email", "sent"), ("qbo", "failed")]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
async def test_reports_of_each_hold_in_whatever_order_and_twice(
    driver: Driver, order: tuple[int, ...]
) -> None:
    invoice = await driver.invoice(delivery="qbo")
    first = await send(driver, invoice["id"], channel="email")
    failed = driver.events.delivery_failed(invoice["id"], delivery_id=first["id"])
    sent = driver.events.quickbooks_sent(invoice["id"], invoice["id"])
    resent = driver.events.delivery_sent(invoice["id"], LATER)
    events = (failed, sent, resent)
    for position in (*order, *order):
        records = await driver.served.consume(events[position])
        await driver.served.process(records)
    found = sorted(await deliveries(driver, invoice["id"]))
    assert found == [("email", "failed"), ("email", "sent"), ("qbo", "sent")]


async def test_the_list_finds_what_did_not_arrive_until_it_is_sent_again(driver: Driver) -> None:
    failed, _unsent, arrived = [await driver.invoice() for _ in range(3)]
    await driver.served.consume(
        driver.events.delivery_failed(failed["id"]), driver.events.delivery_sent(arrived["id"])
    )
    assert await undelivered(driver, True) == [failed["id"]]
    assert len(await undelivered(driver, False)) == 2
    await send(driver, failed["id"], channel="hand")
    assert await undelivered(driver, True) == []
    assert len(await undelivered(driver, False)) == 3


async def undelivered(driver: Driver, value: bool) -> list[str]:
    found = (await driver.read("invoices", undelivered=value))["items"]
    return [one["id"] for one in found]


async def test_a_mail_of_quickbooks_that_may_have_gone_out_is_unknown(driver: Driver) -> None:
    invoice = await driver.invoice(delivery="qbo")
    await driver.served.consume(
        driver.events.quickbooks_did_not_send(invoice["id"], invoice["id"], may_have=True)
    )
    assert (await delivery(driver, invoice["id"]))["state"] == "unknown"


async def test_what_was_handed_over_is_sent_on_that_day(driver: Driver) -> None:
    invoice = await driver.invoice(delivery="hand", issue_date="2026-09-30")
    assert (await delivery(driver, invoice["id"]))["state"] == "not-sent"
    assert await deliveries(driver, invoice["id"]) == []
    sent = await send(driver, invoice["id"], channel="hand", sent_on="2026-10-01")
    assert (sent["state"], sent["sent_on"], sent["recipient"]) == ("sent", "2026-10-01", None)
    assert (await driver.read(f"invoices/{invoice['id']}/deliveries"))["items"] == [sent]
    again = await send(driver, invoice["id"], channel="hand")
    assert again["sent_on"] == str(TODAY.date())
    assert (await delivery(driver, invoice["id"]))["state"] == "sent"
    assert await driver.published(SendingRequested) == []


def refused(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, str(answer.json()["type"]).rpartition(":")[2]


async def test_a_draft_is_not_sent(driver: Driver) -> None:
    await driver.worked()
    draft = await driver.draft()
    assert refused(await try_send(driver, draft["id"])) == (409, "draft-not-sent")
    assert (await try_send(driver, str(new_id()))).status_code == 404


async def test_one_that_was_credited_is_sent_only_when_that_is_said(driver: Driver) -> None:
    invoice = await driver.invoice(delivery="hand")
    await driver.credit(invoice["id"])
    assert refused(await try_send(driver, invoice["id"])) == (409, "credited-not-sent")
    assert (await send(driver, invoice["id"], although_credited=True))["state"] == "queued"


async def test_without_a_contact_somebody_must_be_named_for_a_mail(driver: Driver) -> None:
    await driver.served.consume(
        driver.events.organization(driver.organization_id, version=2, billing_contact=None)
    )
    invoice = await driver.invoice(delivery="hand")
    assert refused(await try_send(driver, invoice["id"])) == (409, "nobody-to-send-to")
    assert (await send(driver, invoice["id"], to=OLE))["recipient"] == OLE["email"]
    assert (await send(driver, invoice["id"], channel="qbo"))["recipient"] is None


async def test_while_one_is_on_its_way_only_another_way_is_free(driver: Driver) -> None:
    invoice = await driver.invoice()
    assert refused(await try_send(driver, invoice["id"])) == (409, "sending-queued")
    await send(driver, invoice["id"], channel="qbo")
    answer = await try_send(driver, invoice["id"], channel="qbo")
    assert refused(answer) == (409, "sending-queued")
    await driver.served.consume(
        driver.events.delivery_sent(invoice["id"], delivery_id=invoice["id"])
    )
    await send(driver, invoice["id"])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"channel": "qbo", "message": "Hello"}, "message"),
        ({"channel": "hand", "message": "Hello"}, "message"),
        ({"channel": "email", "sent_on": "2026-10-01"}, "sent_on"),
        ({"channel": "hand", "sent_on": "2026-09-01"}, "sent_on"),
        ({"channel": "hand", "sent_on": "2030-01-01"}, "sent_on"),
        ({"channel": "email", "to": {"name": "Ole", "email": "ole@a, eva@b"}}, "to.email"),
        ({"channel": "fax"}, "channel"),
    ],
)
async def test_what_does_not_fit_together_is_refused(
    driver: Driver, body: dict[str, Any], field: str
) -> None:
    invoice = await driver.invoice(delivery="hand", issue_date="2026-09-30")
    answer = await try_send(driver, invoice["id"], **body)
    assert answer.status_code == 422, answer.text
    assert [one["field"] for one in answer.json()["errors"]] == [field]
    assert await driver.published(SendingRequested) == []


async def test_the_same_request_twice_is_one_act(driver: Driver) -> None:
    invoice = await driver.invoice(delivery="hand")
    path, key = f"/v1/invoices/{invoice['id']}/send", {"Idempotency-Key": "once"}
    answers = [
        await driver.client.post(path, json={"channel": "email"}, headers=key) for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    assert len(await driver.published(SendingRequested)) == 1
    without = await driver.served.as_("billing", account=driver.account)
    assert (await without.post(path, json={"channel": "email"})).status_code == 400


@pytest.mark.parametrize(
    ("role", "may_read", "may_write"),
    [("owner", True, True), ("billing", True, True), ("manager", True, False)]
    + [(role, False, False) for role in ("agent", "client")],
)
async def test_who_may_see_and_send(
    driver: Driver, role: str, may_read: bool, may_write: bool
) -> None:
    invoice = await driver.invoice(delivery="hand")
    client = await driver.served.as_(role, account=driver.account)
    client.headers["Idempotency-Key"] = "1"
    path = f"/v1/invoices/{invoice['id']}"
    for name in ("deliveries", "timeline", "disputes"):
        assert (await client.get(f"{path}/{name}")).status_code == (200 if may_read else 403)
    expected = 201 if may_write else 403
    assert (await client.post(f"{path}/send", json={"channel": "hand"})).status_code == expected
    client.headers["Idempotency-Key"] = "2"
    disputed = await client.post(f"{path}/disputes", json={"reason": "Why?"})
    assert disputed.status_code == expected


async def test_another_account_finds_nothing(driver: Driver) -> None:
    invoice = await driver.invoice(delivery="hand")
    other = await driver.served.as_("owner", account=OTHER_ACCOUNT)
    other.headers["Idempotency-Key"] = str(new_id())
    path = f"/v1/invoices/{invoice['id']}"
    assert (await other.get(f"{path}/deliveries")).status_code == 404
    assert (await other.get(f"{path}/timeline")).status_code == 404
    assert (await other.get(f"{path}/disputes")).json()["items"] == []
    assert (await other.post(f"{path}/send", json={"channel": "hand"})).status_code == 404


async def test_two_who_send_at_the_same_time_cause_one_mail(driver: Driver) -> None:
    invoice = await driver.invoice(delivery="hand")
    answers = await asyncio.gather(*(try_send(driver, invoice["id"]) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert len(await driver.published(SendingRequested)) == 1


async def test_statements_of_sending(driver: Driver) -> None:
    invoice = await driver.invoice(delivery="hand")
    with count_statements(driver.served.database) as statements:
        await send(driver, invoice["id"])
    assert statements.count == 12, str(statements)
