import asyncio

from qbo_desk import REALM, Desk

from contracts.invoicing import InvoiceIssued
from contracts.qbo_sync import PaymentSeen, PaymentUndone


async def copied_and_heard(desk: Desk, *numbers: str) -> list[InvoiceIssued]:
    """Invoices in QuickBooks, with its webhooks coming in."""
    facts = [await desk.copy(number=number) for number in numbers or ("2026-0001",)]
    await desk.hear_webhooks()
    return facts


async def test_part_then_all_then_deleted(connected: Desk) -> None:
    (fact,) = await copied_and_heard(connected)
    await connected.pay(fact, "500", date="2026-11-20", reference="1024")
    await connected.until_told()
    second = await connected.pay(fact)
    await connected.until_told()
    assert await connected.payments() == [("seen", "500.00"), ("seen", "750.00")]
    assert (await connected.state(fact))["qbo_balance"] == {"amount": "0.00", "currency": "DKK"}
    await connected.intuit.fake("DELETE", f"qbo/{REALM}/payments/{second}")
    await connected.until_told()
    assert await connected.payments() == [
        ("seen", "500.00"),
        ("seen", "750.00"),
        ("undone", "750.00"),
    ]
    assert (await connected.state(fact))["qbo_balance"]["amount"] == "750.00"
    first = (await connected.served.published(PaymentSeen))[0]
    assert (first.invoice_id, first.realm_id) == (fact.invoice_id, REALM)
    assert (str(first.paid_on), first.reference) == ("2026-11-20", "1024")
    (undone,) = await connected.served.published(PaymentUndone)
    assert undone.reason == "the payment was deleted in QuickBooks"


async def test_a_voided_payment_is_undone(connected: Desk) -> None:
    (fact,) = await copied_and_heard(connected)
    payment = await connected.pay(fact)
    await connected.until_told()
    await connected.intuit.fake("POST", f"qbo/{REALM}/payments/{payment}/void")
    await connected.until_told()
    assert await connected.payments() == [("seen", "1250.00"), ("undone", "1250.00")]


async def test_one_payment_over_two_invoices_then_moved_to_one(connected: Desk) -> None:
    await copied_and_heard(connected, "a", "b")
    parts = [{"invoice": "a", "amount": "all"}, {"invoice": "b", "amount": "50"}]
    paid = await connected.intuit.fake("POST", f"qbo/{REALM}/payments", invoices=parts)
    await connected.until_told()
    await connected.intuit.fake("PUT", f"qbo/{REALM}/payments/{paid['Id']}", invoice="b")
    await connected.until_told()
    said = await connected.payments()
    assert sorted(said[:2]) == [("seen", "1250.00"), ("seen", "50.00")]
    assert sorted(said[2:]) == [("seen", "1250.00"), ("undone", "1250.00"), ("undone", "50.00")]


async def test_doubled_and_reversed_webhooks_say_it_once(connected: Desk) -> None:
    (fact,) = await copied_and_heard(connected)
    for kind in ("webhook-duplicate", "webhook-reverse"):
        await connected.fault(kind, times=9)
    payment = await connected.pay(fact)
    await connected.until_told()
    await connected.intuit.fake("DELETE", f"qbo/{REALM}/payments/{payment}")
    await connected.until_told()
    assert await connected.payments() == [("seen", "1250.00"), ("undone", "1250.00")]


async def test_a_payment_seen_before_the_copy_is_noted_is_not_lost(connected: Desk) -> None:
    """The answer of the create is lost; the bookkeeper pays before we look again."""
    await connected.hear_webhooks()
    await connected.fault("drop", "POST .*/invoice", when="after")
    fact = await connected.copy_once()
    assert (await connected.state(fact))["state"] == "creating"
    await connected.pay(fact)
    await connected.until_told()
    assert await connected.payments() == []
    await connected.later()
    assert await connected.payments() == [("seen", "1250.00")]


async def test_a_payment_and_its_invoice_noted_at_the_same_time_find_each_other(
    connected: Desk,
) -> None:
    await connected.hear_webhooks()
    await connected.fault("drop", "POST .*/invoice", when="after", times=4)
    facts = [await connected.copy_once(number=f"2026-{n:04}") for n in range(4)]
    for fact in facts:
        await connected.pay(fact)
    await asyncio.gather(connected.until_told(), connected.later())
    await connected.work()
    assert await connected.payments() == [("seen", "1250.00")] * 4


async def test_the_sweep_finds_what_webhooks_lost(connected: Desk) -> None:
    (fact,) = await copied_and_heard(connected)
    await connected.fault("webhook-drop", times=99)
    payment = await connected.pay(fact, "500")
    await connected.later()
    assert await connected.payments() == [("seen", "500.00")]
    await connected.intuit.fake("DELETE", f"qbo/{REALM}/payments/{payment}")
    await connected.later()
    await connected.later()
    assert await connected.payments() == [("seen", "500.00"), ("undone", "500.00")]
    assert (await connected.state(fact))["qbo_balance"]["amount"] == "1250.00"


async def test_the_sweep_after_a_long_absence_asks_for_everything(connected: Desk) -> None:
    fact = await connected.copy()
    async with connected.served.database.transaction(fact.account_id) as session:
        from sqlalchemy import text

        await session.execute(text("UPDATE connection SET swept_until = now() - interval '31 d'"))
    await connected.pay(fact)
    await connected.later()
    assert await connected.payments() == [("seen", "1250.00")]


async def test_a_sweep_that_finds_nothing_new_fetches_nothing(connected: Desk) -> None:
    await connected.copy()
    await connected.later()
    before = len(await connected.calls("/invoice/"))
    await connected.later()
    assert len(await connected.calls("/invoice/")) == before
    assert len(await connected.calls("/cdc")) >= 2


async def test_an_invoice_voided_or_deleted_in_quickbooks_is_shown_and_not_made_again(
    connected: Desk,
) -> None:
    voided, deleted = await copied_and_heard(connected, "a", "b")
    await connected.intuit.fake("POST", f"qbo/{REALM}/invoices/a/void")
    await connected.intuit.fake("DELETE", f"qbo/{REALM}/invoices/b")
    await connected.until_told()
    await connected.later()
    assert (await connected.state(voided))["remote"] == "voided"
    assert (await connected.state(deleted))["remote"] == "deleted"
    assert len(await connected.in_quickbooks()) == 1
    assert await connected.payments() == []


async def test_payments_of_invoices_that_are_not_ours_are_not_said(connected: Desk) -> None:
    await connected.hear_webhooks()
    theirs = await connected.copy(number="2026-0001")
    await connected.until_told()
    async with connected.served.database.transaction(theirs.account_id) as session:
        from sqlalchemy import text

        await session.execute(text("UPDATE qbo_invoice SET realm_id = 'another company'"))
    await connected.pay(theirs)
    await connected.until_told()
    assert await connected.payments() == []
