"""What is given up leaves a state that is true, says why, and can be mended."""

import pytest
from qbo_driver import Driver, Json

from qbo_sync import tasks
from qbo_sync.intuit.company import CompanyClient
from qbo_sync.intuit.faults import Fault, RefusedError


async def refuse(*_: object) -> None:
    raise RefusedError(Fault("4000", "no such thing"))


async def connection(driver: Driver) -> Json:
    return dict((await driver.billing.get("/v1/connection")).json())


async def test_a_refused_sweep_says_why_and_comes_again(connected: Driver) -> None:
    event = await connected.export()
    await connected.pay(event)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CompanyClient, "changes", refuse)
        await connected.run_later()
    answer = await connection(connected)
    assert (answer["state"], "no such thing" in answer["reason"]) == ("connected", True)
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
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CompanyClient, "read", refuse)
        await connected.pay(event)
        await connected.until_webhooks_delivered()
    await connected.execute("DELETE FROM scheduled_tasks WHERE kind = 'sweep-realm'")
    assert await connected.published_payments() == []
    await connected.run_later()
    assert await connected.published_payments() == [("seen", "1250.00")]


async def test_a_company_that_cannot_be_read_asks_to_be_connected_again(driver: Driver) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CompanyClient, "profile", refuse)
        await driver.return_from_intuit()
        await driver.run_later()
    answer = await connection(driver)
    assert (answer["state"], "no such thing" in answer["reason"]) == ("reauth_required", True)
    assert await driver.count("realm_owners") == 0
    await driver.connect()
    assert (await connection(driver))["state"] == "connected"


async def test_a_revocation_that_intuit_never_takes_ends_the_connection_here(
    connected: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "MOST_ATTEMPTS", 1)
    await connected.fault("status", "revoke", times=9)
    await connected.billing.delete("/v1/connection")
    await connected.run_tasks()
    answer = await connection(connected)
    assert (answer["state"], "Not revoked" in answer["reason"]) == ("disconnected", True)
    assert await connected.count("connections WHERE refresh_token IS NOT NULL") == 0
    await connected.connect("88")
    assert (await connection(connected))["realm_id"] == "88"
