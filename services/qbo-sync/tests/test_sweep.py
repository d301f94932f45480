"""The sweep finds what webhooks lost."""

from typing import Any

import pytest
from qbo_driver import REALM, Driver


async def test_the_sweep_finds_what_webhooks_lost(connected: Driver) -> None:
    event = await connected.export()
    await connected.receive_webhooks()
    await connected.fault("webhook-drop", times=99)
    payment = await connected.pay(event, "500")
    await connected.run_later()
    assert await connected.published_payments() == [("seen", "500.00")]
    await connected.intuit.control("DELETE", f"qbo/{REALM}/payments/{payment}")
    await connected.run_later()
    await connected.run_later()
    assert await connected.published_payments() == [("seen", "500.00"), ("undone", "500.00")]
    assert (await connected.state(event))["qbo_balance"]["amount"] == "1250.00"


async def test_the_sweep_after_a_long_absence_asks_for_everything(connected: Driver) -> None:
    event = await connected.export()
    await connected.execute("UPDATE connections SET swept_until = now() - interval '31 d'")
    await connected.pay(event)
    await connected.run_later()
    assert await connected.published_payments() == [("seen", "1250.00")]


async def test_a_sweep_that_finds_nothing_new_fetches_nothing(connected: Driver) -> None:
    await connected.export()
    await connected.run_later()
    before = len(await connected.calls("/invoice/"))
    await connected.run_later()
    assert len(await connected.calls("/invoice/")) == before
    assert len(await connected.calls("/cdc")) >= 2


async def test_a_sweep_sees_a_change_that_its_own_reading_missed(connected: Driver) -> None:
    """Each sweep asks from some minutes before the last one; what it sees twice is read once."""
    event = await connected.export()
    await connected.run_later()
    await connected.pay(event, "500")
    await connected.run_later()
    await connected.run_later()
    before = len(await connected.calls("/payment/"))
    await connected.run_later()

    assert await connected.published_payments() == [("seen", "500.00")]
    assert len(await connected.calls("/payment/")) == before


async def test_a_sweep_forgets_old_webhook_events(connected: Driver) -> None:
    await connected.execute(
        "INSERT INTO webhooks (body_hash, body, received_at) VALUES"
        " ('old', '', now() - interval '31 d'), ('new', '', now() - interval '29 d');"
        "INSERT INTO webhook_events (event_key, body_hash, realm_id, entity, entity_id, operation)"
        " SELECT body_hash, body_hash, '1', 'Payment', '1', 'created' FROM webhooks"
    )
    await connected.run_later()
    assert await connected.count("webhook_events") == 1


async def test_a_sweep_of_a_company_that_is_not_connected_any_more_ends(
    connected: Driver,
) -> None:
    await connected.billing.delete("/v1/connection")
    await connected.run_later()
    before = len(await connected.calls("/cdc"))
    await connected.run_later()
    assert len(await connected.calls("/cdc")) == before


async def test_a_sweep_waits_while_quickbooks_asks_for_a_pause(connected: Driver) -> None:
    await connected.run_later()
    before = len(await connected.calls("/cdc"))
    await connected.execute(
        "UPDATE connections SET paused_until = now() + interval '1 min';"
        "UPDATE scheduled_tasks SET due_at = now() WHERE kind = 'sweep-realm'"
    )
    await connected.run_tasks()
    assert len(await connected.calls("/cdc")) == before
    await connected.run_later()
    assert len(await connected.calls("/cdc")) == before + 1


async def test_a_company_connected_again_is_swept_at_once(connected: Driver) -> None:
    event = await connected.export()
    await connected.billing.delete("/v1/connection")
    await connected.run_tasks()
    await connected.pay(event)
    await connected.connect()
    assert await connected.published_payments() == [("seen", "1250.00")]


async def break_in_quickbooks(driver: Driver, entity: str, entity_id: str, *where: str) -> None:
    path = f"qbo/{REALM}/entities/{entity}/{entity_id}/break"
    await driver.intuit.control("POST", path, **{"in": where})


async def unreadable(driver: Driver) -> list[tuple[str, str]]:
    found: list[dict[str, Any]] = (await driver.connection())["unreadable"]
    assert all("[4002]" in entity["reason"] for entity in found)
    return [(entity["entity"], entity["name"]) for entity in found]


@pytest.mark.parametrize("broken", ["first", "second"])
async def test_one_payment_that_intuit_cannot_give_does_not_stop_the_sweep(
    connected: Driver, broken: str
) -> None:
    events = {number: await connected.export(number=number) for number in ("first", "second")}
    await connected.run_later()
    ids = {number: await connected.pay(event) for number, event in events.items()}
    await break_in_quickbooks(connected, "Payment", ids[broken], "cdc", "query", "read")
    await connected.run_later()
    assert await connected.published_payments() == [("seen", "1250.00")]
    assert await unreadable(connected) == [("Payment", ids[broken])]
    assert (await connected.connection())["state"] == "connected"

    third = await connected.export(number="third")
    await connected.pay(third)
    await connected.run_later()
    await connected.run_later()
    assert await connected.published_payments() == [("seen", "1250.00")] * 2

    await break_in_quickbooks(connected, "Payment", ids[broken])
    await connected.run_later()
    assert await connected.published_payments() == [("seen", "1250.00")] * 3
    assert await unreadable(connected) == []


async def test_what_only_the_list_cannot_give_is_read_by_itself(connected: Driver) -> None:
    event = await connected.export()
    await connected.run_later()
    payment = await connected.pay(event)
    await break_in_quickbooks(connected, "Payment", payment, "cdc")
    await connected.run_later()
    assert await connected.published_payments() == [("seen", "1250.00")]
    assert await unreadable(connected) == []


async def test_an_invoice_that_cannot_be_given_is_named_and_the_others_go_on(
    connected: Driver,
) -> None:
    broken, other = [await connected.export(number=number) for number in ("1", "2")]
    await connected.run_later()
    for event in (broken, other):
        await connected.pay(event, "500")
    await break_in_quickbooks(connected, "Invoice", "1", "cdc", "query", "read")
    await connected.run_later()
    assert await connected.published_payments() == [("seen", "500.00")] * 2
    assert (await connected.state(other))["qbo_balance"]["amount"] == "750.00"
    assert await unreadable(connected) == [("Invoice", "1")]


async def test_what_has_no_id_either_is_named_by_its_time(connected: Driver) -> None:
    event = await connected.export()
    await connected.run_later()
    payment = await connected.pay(event)
    await break_in_quickbooks(connected, "Payment", payment, "cdc")
    await connected.fault("refuse", "/query", code="4000", times=9)
    await connected.run_later()
    ((entity, name),) = await unreadable(connected)
    assert (entity, name.startswith("changed at 20")) == ("Payment", True)
    assert await connected.published_payments() == [("seen", "1250.00")]


async def test_a_payment_deleted_beside_what_cannot_be_given_is_undone(connected: Driver) -> None:
    first, second = [await connected.export(number=number) for number in ("1", "2")]
    payment = await connected.pay(first)
    await connected.run_later()
    await connected.run_later()
    await connected.intuit.control("DELETE", f"qbo/{REALM}/payments/{payment}")
    broken = await connected.pay(second)
    await break_in_quickbooks(connected, "Payment", broken, "cdc", "query", "read")
    await connected.run_later()
    assert await connected.published_payments() == [("seen", "1250.00"), ("undone", "1250.00")]
