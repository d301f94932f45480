"""What is given up leaves a state that is true, says why, and can be mended."""

from qbo_driver import Driver, Json

from qbo_sync.tasks import MOST_ATTEMPTS


async def refuse(driver: Driver, match: str) -> None:
    """Intuit refuses these calls until `allow`."""
    await driver.fault("refuse", match, code="4000", times=999)


async def allow(driver: Driver) -> None:
    await driver.intuit.control("DELETE", "faults")


async def connection(driver: Driver) -> Json:
    return dict((await driver.billing.get("/v1/connection")).json())


async def test_a_refused_sweep_says_why_and_comes_again(connected: Driver) -> None:
    event = await connected.export()
    await connected.pay(event)
    await refuse(connected, "/cdc")
    await connected.run_later()
    await allow(connected)
    answer = await connection(connected)
    assert (answer["state"], "[4000]" in answer["reason"]) == ("connected", True)
    await connected.run_later()
    assert await connected.published_payments() == [("seen", "1250.00")]
    assert (await connection(connected))["reason"] is None


async def test_a_sweep_that_breaks_ten_times_comes_again(connected: Driver) -> None:
    event = await connected.export()
    await connected.pay(event)
    await connected.execute("UPDATE scheduled_tasks SET failures = 10 WHERE kind = 'sweep-realm'")
    await connected.run_later()
    assert await connected.published_payments() == []
    await connected.run_later()
    assert await connected.published_payments() == [("seen", "1250.00")]


async def test_a_refused_fetch_comes_again_though_the_sweep_has_passed(connected: Driver) -> None:
    event = await connected.export()
    await connected.receive_webhooks()
    await refuse(connected, "GET .*/(payment|invoice)/")
    await connected.pay(event)
    await connected.until_webhooks_delivered()
    await allow(connected)
    await connected.execute("DELETE FROM scheduled_tasks WHERE kind = 'sweep-realm'")
    assert await connected.published_payments() == []
    await connected.run_later()
    assert await connected.published_payments() == [("seen", "1250.00")]


async def test_a_company_that_cannot_be_read_asks_to_be_connected_again(driver: Driver) -> None:
    await refuse(driver, "companyinfo")
    await driver.return_from_intuit()
    await driver.run_later()
    await allow(driver)
    answer = await connection(driver)
    assert (answer["state"], "[4000]" in answer["reason"]) == ("reauth_required", True)
    assert await driver.count("realm_owners") == 0
    await driver.connect()
    assert (await connection(driver))["state"] == "connected"


async def test_a_revocation_that_intuit_never_takes_ends_the_connection_here(
    connected: Driver,
) -> None:
    await connected.fault("status", "revoke", times=9)
    await connected.billing.delete("/v1/connection")
    await connected.execute(
        f"UPDATE scheduled_tasks SET attempts = {MOST_ATTEMPTS - 1} WHERE kind = 'revoke-connection'"
    )
    await connected.run_tasks()
    answer = await connection(connected)
    assert (answer["state"], "Not revoked" in answer["reason"]) == ("disconnected", True)
    assert await connected.count("connections WHERE refresh_token IS NOT NULL") == 0
    await connected.connect("88")
    assert (await connection(connected))["realm_id"] == "88"
