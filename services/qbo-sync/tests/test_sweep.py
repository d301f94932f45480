"""The sweep finds what webhooks lost."""

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
