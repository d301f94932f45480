"""QuickBooks mails an invoice once per request, whatever happens in between."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any

import pytest
from qbo_driver import REALM, Driver, invoice_issued

from contracts.invoicing import InvoiceIssued, SendingRequested
from contracts.qbo_sync import InvoiceSent, SendingFailed
from contracts.stored import example
from contracts.values import Contact
from database import new_id
from qbo_sync.domain.invoice_entity import LONGEST_EMAIL
from testkit import until

SEND = "POST .*/send"
PLUS = Contact(name="Eva Holm", email="eva+faktura@nordlys.example")


async def outbox(driver: Driver) -> list[str]:
    """Whom QuickBooks mailed to."""
    return [mail["to"] for mail in await driver.intuit.control("GET", f"qbo/{REALM}/outbox")]


def again(event: InvoiceIssued, **changes: Any) -> SendingRequested:
    """Somebody wants the invoice to be mailed once more."""
    asked = {"invoice_id": event.invoice_id, "sending_id": new_id(), "channel": "qbo"}
    return example(SendingRequested).model_copy(update={**asked, **changes})


async def test_an_invoice_that_goes_that_way_is_mailed_once_it_is_copied(driver: Driver) -> None:
    event = await driver.export(delivery="qbo", billing_contact=PLUS)
    assert await driver.served.published(InvoiceSent, SendingFailed) == []
    await driver.connect()
    assert await outbox(driver) == ["eva+faktura@nordlys.example"]
    [sent] = await driver.served.published(InvoiceSent)
    assert (sent.invoice_id, sent.sending_id) == (event.invoice_id, event.invoice_id)
    assert (sent.recipient, sent.version) == (PLUS.email, 2)


async def test_an_invoice_that_goes_another_way_is_not_mailed(connected: Driver) -> None:
    await connected.export(delivery="email")
    assert await outbox(connected) == []


FAULTS: list[dict[str, Any]] = [
    {"kind": "drop", "when": "after"},
    {"kind": "drop", "when": "before"},
    {"kind": "truncate"},
    {"kind": "status", "status": 503},
    {"kind": "status", "status": 429},
    {"kind": "fault-200"},
    {"kind": "unauthorized"},
    {"kind": "in-progress"},
    {"kind": "answer", "when": "after", "status": 502, "body": "<html>Bad gateway</html>"},
    {"kind": "answer", "when": "after", "status": 200, "body": '{"Invoice": {}}'},
    {"kind": "answer", "when": "before", "status": 401},
    {"kind": "answer", "when": "after", "status": 401},
]


@pytest.mark.parametrize("ignored", [False, True], ids=["requestid", "no-requestid"])
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: "-".join(map(str, fault.values())))
async def test_whatever_happens_to_the_call_there_is_one_mail(
    connected: Driver, fault: dict[str, Any], ignored: bool
) -> None:
    await connected.fault(**fault, match=SEND)
    if ignored:
        await connected.fault("ignore-requestid", SEND, times=9)
    await connected.export(delivery="qbo")
    await connected.run_later()
    await connected.run_later()
    assert await outbox(connected) == ["faktura@nordlys.example"]
    assert len(await connected.served.published(InvoiceSent)) == 1


async def test_a_process_killed_after_the_mail_causes_no_second_one(connected: Driver) -> None:
    """Even where QuickBooks forgets requestids: it says that it mailed the invoice."""
    event = await connected.export()
    await connected.served.consume(again(event))
    await connected.fault("ignore-requestid", SEND, times=9)
    async with connected.held(SEND, when="after"):
        await killed(connected.served.run_due(), connected.until_called("/send"))
    await connected.run_later()
    assert len(await outbox(connected)) == 1
    assert len(await connected.served.published(InvoiceSent)) == 1


async def test_a_process_killed_while_quickbooks_has_the_call_causes_no_second_mail(
    connected: Driver,
) -> None:
    """The call may be executed after it was repeated; the requestid makes one of the two."""

    async def is_asked() -> bool:
        return await connected.count("sendings WHERE state = 'asked'") == 1

    asked: Callable[[], bool | Awaitable[bool]] = is_asked
    event = await connected.export()
    await connected.served.consume(again(event))
    async with connected.held(SEND, when="before"):
        await killed(connected.served.run_due(), until(asked))
    await connected.run_later()
    assert len(await outbox(connected)) == 1
    assert len(await connected.served.published(InvoiceSent)) == 1


async def killed(work: Coroutine[None, None, int], when: Awaitable[object]) -> None:
    """End the work at that moment."""
    before = set(asyncio.all_tasks())
    working = asyncio.create_task(work)
    await when
    for task in set(asyncio.all_tasks()) - before:
        if task is working or task.get_name() == "task send-invoice":
            task.cancel()
    with suppress(asyncio.CancelledError):
        await working


async def test_each_request_is_a_mail_of_its_own_and_each_comes_once(connected: Driver) -> None:
    event = await connected.export(delivery="qbo")
    requests = [again(event, recipient=PLUS), again(event, recipient=None)]
    records = await connected.served.consume(*requests, requests[0])
    await connected.run_tasks()
    await connected.served.process(records)
    await connected.served.consume(*requests)
    await connected.run_tasks()
    assert sorted(await outbox(connected)) == sorted(
        ["faktura@nordlys.example", PLUS.email, PLUS.email]
    ), "without an address of its own a mail goes where the last one went"
    sent = await connected.served.published(InvoiceSent)
    assert {one.sending_id for one in sent} == {event.invoice_id, *(w.sending_id for w in requests)}
    assert [one.version for one in sent] == [2, 3, 4]


async def test_a_lost_answer_of_a_later_wish_is_told_from_the_mail_before(
    connected: Driver,
) -> None:
    event = await connected.export(delivery="qbo")
    await connected.fault("ignore-requestid", SEND, times=9)
    await connected.fault("drop", SEND, when="before")
    await connected.served.consume(again(event))
    await connected.run_later()
    await connected.run_later()
    assert len(await outbox(connected)) == 2, "the mail before is not taken for the second one"
    await connected.fault("drop", SEND, when="after")
    await connected.served.consume(again(event))
    await connected.run_later()
    await connected.run_later()
    assert len(await outbox(connected)) == 3
    assert len(await connected.served.published(InvoiceSent)) == 3


async def test_what_was_mailed_by_hand_before_is_not_mailed_again_at_issue(
    connected: Driver,
) -> None:
    event = await connected.issue_invoice(delivery="qbo")
    await connected.fault("status", "GET .*/invoice/", status=503)
    await connected.run_tasks()
    await connected.intuit.control("POST", f"qbo/{REALM}/invoices/{event.number}/send")
    await connected.run_later()
    assert len(await outbox(connected)) == 1
    assert len(await connected.served.published(InvoiceSent)) == 1


async def test_a_wish_that_comes_before_its_invoice_waits_for_it(connected: Driver) -> None:
    event = invoice_issued()
    await connected.served.consume(again(event))
    await connected.run_tasks()
    await connected.served.consume(event)
    await connected.run_tasks()
    assert len(await outbox(connected)) == 1


async def failure(driver: Driver) -> SendingFailed:
    """The one request that failed; nothing was mailed."""
    assert await outbox(driver) == []
    [failed] = await driver.served.published(SendingFailed)
    return failed


async def test_a_copy_that_differs_is_never_mailed(driver: Driver) -> None:
    await driver.connect(tax="us-automated", country="US", currency="USD")
    event = await driver.export(delivery="qbo", currency="USD")
    assert (await driver.state(event))["state"] == "variance"
    failed = await failure(driver)
    assert "shows another invoice than ours" in failed.reason
    assert "or send it by e-mail" in failed.reason
    assert not failed.may_have_arrived


async def test_an_invoice_that_could_not_be_copied_is_not_mailed(connected: Driver) -> None:
    event = await connected.export(delivery="qbo", currency="EUR")
    assert "is not in QuickBooks" in (await failure(connected)).reason
    await connected.served.consume(again(event))
    await connected.run_tasks()
    assert len(await connected.served.published(SendingFailed)) == 2


async def test_without_any_address_nothing_is_mailed(connected: Driver) -> None:
    await connected.export(delivery="qbo", billing_contact=None)
    failed = await failure(connected)
    assert "no e-mail address in QuickBooks" in failed.reason
    assert failed.recipient is None


async def test_an_address_longer_than_quickbooks_takes_is_not_mailed_to(
    connected: Driver,
) -> None:
    event = await connected.export()
    email = f"{'a' * 60}@{'b' * (LONGEST_EMAIL - 60)}.example"
    await connected.served.consume(again(event, recipient=Contact(name="Eva", email=email)))
    await connected.run_tasks()
    assert "at most 100 characters" in (await failure(connected)).reason


@pytest.mark.parametrize("what", ["void", "delete"])
async def test_what_is_gone_in_quickbooks_is_not_mailed(connected: Driver, what: str) -> None:
    event = await connected.export()
    path = f"qbo/{REALM}/invoices/{event.number}"
    if what == "void":
        await connected.intuit.control("POST", f"{path}/void")
    else:
        await connected.intuit.control("DELETE", path)
    await connected.served.consume(again(event))
    await connected.run_tasks()
    assert f"{what}ed in QuickBooks".replace("eed", "ed") in (await failure(connected)).reason


async def test_what_quickbooks_refuses_is_told_with_its_reason(connected: Driver) -> None:
    await connected.fault("refuse", SEND, code="6000")
    event = await connected.export(delivery="qbo")
    failed = await failure(connected)
    assert ("6000" in failed.reason, failed.may_have_arrived) == (True, False)
    await connected.served.consume(again(event))
    await connected.run_tasks()
    assert len(await outbox(connected)) == 1


async def test_a_mail_of_which_nothing_can_be_found_out_may_have_arrived(
    connected: Driver,
) -> None:
    """The answer was lost, and then somebody deleted the invoice."""
    await connected.fault("drop", SEND, when="before")
    event = await connected.issue_invoice(delivery="qbo")
    await connected.run_tasks()
    await connected.intuit.control("DELETE", f"qbo/{REALM}/invoices/{event.number}")
    await connected.run_later()
    failed = await failure(connected)
    assert failed.may_have_arrived
    assert "look there before it is sent again" in failed.reason


async def test_requests_wait_while_nobody_is_connected(connected: Driver) -> None:
    event = await connected.export()
    await connected.billing.delete("/v1/connection")
    await connected.run_tasks()
    await connected.served.consume(again(event))
    await connected.run_tasks()
    assert await outbox(connected) == []
    await connected.connect()
    assert len(await outbox(connected)) == 1
