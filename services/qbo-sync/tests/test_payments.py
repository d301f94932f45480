import asyncio
from datetime import UTC, datetime

from qbo_driver import REALM, Driver, Json

from contracts import Event
from contracts.invoicing import InvoiceIssued
from contracts.qbo_sync import PaymentSeen, PaymentUndone
from qbo_sync.commands.payments import record_invoice, record_payment
from testkit import ACCOUNT


async def exported_with_webhooks(driver: Driver, *numbers: str) -> list[InvoiceIssued]:
    """Invoices in QuickBooks, with its webhooks coming in."""
    events = [await driver.export(number=number) for number in numbers or ("2026-0001",)]
    await driver.receive_webhooks()
    return events


async def test_part_then_all_then_deleted(connected: Driver) -> None:
    (event,) = await exported_with_webhooks(connected)
    await connected.pay(event, "500", date="2026-11-20", reference="1024")
    await connected.until_webhooks_delivered()
    second = await connected.pay(event)
    await connected.until_webhooks_delivered()
    assert await connected.published_payments() == [("seen", "500.00"), ("seen", "750.00")]
    assert (await connected.state(event))["qbo_balance"] == {"amount": "0.00", "currency": "DKK"}
    await connected.intuit.control("DELETE", f"qbo/{REALM}/payments/{second}")
    await connected.until_webhooks_delivered()
    assert await connected.published_payments() == [
        ("seen", "500.00"),
        ("seen", "750.00"),
        ("undone", "750.00"),
    ]
    assert (await connected.state(event))["qbo_balance"]["amount"] == "750.00"
    first = (await connected.served.published(PaymentSeen))[0]
    assert (first.invoice_id, first.realm_id) == (event.invoice_id, REALM)
    assert (str(first.paid_on), first.reference) == ("2026-11-20", "1024")
    (undone,) = await connected.served.published(PaymentUndone)
    assert undone.reason == "the payment was deleted in QuickBooks"
    published: list[Event] = await connected.served.published()
    assert [event.version for event in published] == [1, 2, 3, 4]


async def test_a_voided_payment_is_undone(connected: Driver) -> None:
    (event,) = await exported_with_webhooks(connected)
    payment = await connected.pay(event)
    await connected.until_webhooks_delivered()
    await connected.intuit.control("POST", f"qbo/{REALM}/payments/{payment}/void")
    await connected.until_webhooks_delivered()
    assert await connected.published_payments() == [("seen", "1250.00"), ("undone", "1250.00")]


async def test_one_payment_over_two_invoices_then_moved_to_one(connected: Driver) -> None:
    await exported_with_webhooks(connected, "a", "b")
    parts = [{"invoice": "a", "amount": "all"}, {"invoice": "b", "amount": "50"}]
    paid = await connected.intuit.control("POST", f"qbo/{REALM}/payments", invoices=parts)
    await connected.until_webhooks_delivered()
    await connected.intuit.control("PUT", f"qbo/{REALM}/payments/{paid['Id']}", invoice="b")
    await connected.until_webhooks_delivered()
    published = await connected.published_payments()
    assert sorted(published[:2]) == [("seen", "1250.00"), ("seen", "50.00")]
    assert sorted(published[2:]) == [
        ("seen", "1250.00"),
        ("undone", "1250.00"),
        ("undone", "50.00"),
    ]


async def test_doubled_and_reversed_webhooks_are_published_once(connected: Driver) -> None:
    (event,) = await exported_with_webhooks(connected)
    for kind in ("webhook-duplicate", "webhook-reverse"):
        await connected.fault(kind, times=9)
    payment = await connected.pay(event)
    await connected.until_webhooks_delivered()
    await connected.intuit.control("DELETE", f"qbo/{REALM}/payments/{payment}")
    await connected.until_webhooks_delivered()
    assert await connected.published_payments() == [("seen", "1250.00"), ("undone", "1250.00")]


async def test_a_payment_seen_before_the_copy_is_noted_is_not_lost(connected: Driver) -> None:
    """The answer of the create is lost; the bookkeeper pays before we look again."""
    await connected.receive_webhooks()
    await connected.fault("drop", "POST .*/invoice", when="after")
    event = await connected.export_once()
    assert (await connected.state(event))["state"] == "creating"
    await connected.pay(event)
    await connected.until_webhooks_delivered()
    assert await connected.published_payments() == []
    await connected.run_later()
    assert await connected.published_payments() == [("seen", "1250.00")]


async def test_a_payment_and_its_invoice_noted_at_the_same_time_find_each_other(
    connected: Driver,
) -> None:
    await connected.receive_webhooks()
    await connected.fault("drop", "POST .*/invoice", when="after", times=4)
    events = [await connected.export_once(number=f"2026-{n:04}") for n in range(4)]
    for event in events:
        await connected.pay(event)
    await asyncio.gather(connected.until_webhooks_delivered(), connected.run_later())
    await connected.run_tasks()
    assert await connected.published_payments() == [("seen", "1250.00")] * 4


async def test_an_invoice_voided_or_deleted_in_quickbooks_is_shown_and_not_made_again(
    connected: Driver,
) -> None:
    voided, deleted = await exported_with_webhooks(connected, "a", "b")
    await connected.intuit.control("POST", f"qbo/{REALM}/invoices/a/void")
    await connected.intuit.control("DELETE", f"qbo/{REALM}/invoices/b")
    await connected.until_webhooks_delivered()
    await connected.run_later()
    assert (await connected.state(voided))["remote"] == "voided"
    assert (await connected.state(deleted))["remote"] == "deleted"
    assert len(await connected.in_quickbooks()) == 1
    assert await connected.published_payments() == []


async def test_payments_of_invoices_that_are_not_ours_are_not_said(connected: Driver) -> None:
    await connected.receive_webhooks()
    theirs = await connected.export(number="2026-0001")
    await connected.until_webhooks_delivered()
    await connected.execute("UPDATE invoice_exports SET realm_id = 'another company'")
    await connected.pay(theirs)
    await connected.until_webhooks_delivered()
    assert await connected.published_payments() == []


async def test_a_payment_read_twice_at_the_same_time_is_published_once(connected: Driver) -> None:
    (event,) = await exported_with_webhooks(connected)
    payment = await connected.pay(event)
    await connected.until_webhooks_delivered()
    database = connected.served.database
    entity = (await connected.in_quickbooks("Payment"))[0]

    async def record(found: Json | None) -> None:
        async with database.transaction(ACCOUNT) as session:
            await record_payment(session, REALM, payment, found, at=datetime.now(UTC))

    await asyncio.gather(*(record(entity) for _ in range(6)))
    assert await connected.published_payments() == [("seen", "1250.00")]
    await asyncio.gather(*(record(None) for _ in range(6)))
    assert await connected.published_payments() == [("seen", "1250.00"), ("undone", "1250.00")]


async def test_a_payment_that_moves_to_another_day_is_seen_anew(connected: Driver) -> None:
    (event,) = await exported_with_webhooks(connected)
    payment = await connected.pay(event, date="2026-11-20")
    await connected.until_webhooks_delivered()
    entity = (await connected.in_quickbooks("Payment"))[0] | {"TxnDate": "2026-11-22"}
    async with connected.served.database.transaction(ACCOUNT) as session:
        await record_payment(session, REALM, payment, entity, at=datetime.now(UTC))

    seen = await connected.served.published(PaymentSeen)
    assert [str(payment.paid_on) for payment in seen] == ["2026-11-20", "2026-11-22"]
    assert len({payment.seen_id for payment in seen}) == 2
    (undone,) = await connected.served.published(PaymentUndone)
    assert (undone.seen_id, undone.invoice_id) == (seen[0].seen_id, event.invoice_id)


async def test_an_older_answer_about_an_invoice_does_not_replace_a_newer_one(
    connected: Driver,
) -> None:
    event = await connected.export()
    (old,) = await connected.in_quickbooks()
    await connected.pay(event, "500")
    (new,) = await connected.in_quickbooks()
    newer = new | {"MetaData": {"LastUpdatedTime": "2099-01-01T00:00:00-08:00"}}
    for found in (newer, old):
        async with connected.served.database.transaction(ACCOUNT) as session:
            await record_invoice(session, REALM, str(old["Id"]), found)
    assert (await connected.state(event))["qbo_balance"]["amount"] == "750.00"


def kinds(seen: list[PaymentSeen]) -> list[tuple[str, str]]:
    return sorted((payment.kind, str(payment.amount.amount)) for payment in seen)


async def test_a_credit_memo_that_is_applied_is_no_cash(connected: Driver) -> None:
    (event,) = await exported_with_webhooks(connected)
    payment = await connected.pay(event, "500", credit="500")
    await connected.until_webhooks_delivered()
    assert kinds(await connected.served.published(PaymentSeen)) == [("credit", "500.00")]
    assert (await connected.state(event))["qbo_balance"]["amount"] == "750.00"
    await connected.intuit.control("DELETE", f"qbo/{REALM}/payments/{payment}")
    await connected.until_webhooks_delivered()
    assert await connected.published_payments() == [("seen", "500.00"), ("undone", "500.00")]


async def test_money_and_credit_on_one_invoice_are_told_apart(connected: Driver) -> None:
    (event,) = await exported_with_webhooks(connected)
    await connected.pay(event, credit="250")
    await connected.until_webhooks_delivered()
    seen = await connected.served.published(PaymentSeen)
    assert kinds(seen) == [("cash", "1000.00"), ("credit", "250.00")]
    assert {payment.invoice_id for payment in seen} == {event.invoice_id}
    await connected.run_later()
    assert len(await connected.served.published(PaymentSeen)) == 2


async def test_what_a_payment_leaves_over_is_told(connected: Driver) -> None:
    (event,) = await exported_with_webhooks(connected)
    assert (await connected.state(event))["qbo_unapplied"] is None
    payment = await connected.pay(event, received="1300", credit="50")
    await connected.until_webhooks_delivered()
    assert (await connected.state(event))["qbo_unapplied"]["amount"] == "100.00"
    await connected.intuit.control("DELETE", f"qbo/{REALM}/payments/{payment}")
    await connected.until_webhooks_delivered()
    assert (await connected.state(event))["qbo_unapplied"]["amount"] == "0.00"


async def test_a_sweep_sees_that_what_is_left_over_changed(connected: Driver) -> None:
    event = await connected.export()
    payment = await connected.pay(event)
    await connected.run_later()
    await connected.execute("UPDATE payment_links SET unapplied = 7")
    before = len(await connected.calls(f"/payment/{payment}"))
    for _ in range(2):
        await connected.run_later()
    assert await connected.count("payment_links WHERE unapplied = 0") == 1
    assert len(await connected.calls(f"/payment/{payment}")) == before + 1


async def test_what_is_left_over_is_told_of_a_payment_seen_before_the_invoice_was_ours(
    connected: Driver,
) -> None:
    await connected.receive_webhooks()
    await connected.fault("drop", "POST .*/invoice", when="after")
    event = await connected.export_once()
    await connected.pay(event, received="1300")
    await connected.until_webhooks_delivered()
    await connected.run_later()
    assert (await connected.state(event))["qbo_unapplied"]["amount"] == "50.00"
