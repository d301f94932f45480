"""What is given up leaves a state that is true, says why, and can be mended."""

import pytest
from qbo_desk import Desk, Json

from qbo_sync import patience
from qbo_sync.intuit.company import Company
from qbo_sync.intuit.faults import Fault, RefusedError


async def refuse(*_: object) -> None:
    raise RefusedError(Fault("4000", "no such thing"))


async def connection(desk: Desk) -> Json:
    return dict((await desk.billing.get("/v1/connection")).json())


async def test_a_refused_sweep_says_why_and_comes_again(connected: Desk) -> None:
    fact = await connected.copy()
    await connected.pay(fact)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Company, "changes", refuse)
        await connected.later()
    answer = await connection(connected)
    assert (answer["state"], "no such thing" in answer["reason"]) == ("connected", True)
    await connected.later()
    assert await connected.payments() == [("seen", "1250.00")]
    assert (await connection(connected))["reason"] is None


async def test_a_sweep_that_breaks_ten_times_comes_again(connected: Desk) -> None:
    fact = await connected.copy()
    await connected.pay(fact)
    await connected._execute("UPDATE scheduled_tasks SET failures = 10 WHERE kind = 'sweep-realm'")
    await connected.later()
    assert await connected.payments() == []
    await connected.later()
    assert await connected.payments() == [("seen", "1250.00")]


async def test_a_refused_fetch_comes_again_though_the_sweep_has_passed(connected: Desk) -> None:
    fact = await connected.copy()
    await connected.hear_webhooks()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Company, "read", refuse)
        await connected.pay(fact)
        await connected.until_told()
    await connected._execute("DELETE FROM scheduled_tasks WHERE kind = 'sweep-realm'")
    assert await connected.payments() == []
    await connected.later()
    assert await connected.payments() == [("seen", "1250.00")]


async def test_a_company_that_cannot_be_read_asks_to_be_connected_again(desk: Desk) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Company, "info", refuse)
        await desk.come_back()
        await desk.later()
    answer = await connection(desk)
    assert (answer["state"], "no such thing" in answer["reason"]) == ("reauth_required", True)
    assert await desk.count("realm_owner") == 0
    await desk.connect()
    assert (await connection(desk))["state"] == "connected"


async def test_a_revocation_that_intuit_never_takes_ends_the_connection_here(
    connected: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "MOST_ATTEMPTS", 1)
    await connected.fault("status", "revoke", times=9)
    await connected.billing.delete("/v1/connection")
    await connected.work()
    answer = await connection(connected)
    assert (answer["state"], "Not revoked" in answer["reason"]) == ("disconnected", True)
    assert await connected.count("connection WHERE refresh_token IS NOT NULL") == 0
    await connected.connect("88")
    assert (await connection(connected))["realm_id"] == "88"
