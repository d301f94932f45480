import asyncio

import pytest
from qbo_driver import REALM, Driver

from qbo_sync.domain.connection import ReconnectNeededError
from qbo_sync.intuit.faults import UnavailableError
from qbo_sync.quickbooks import QuickBooks
from testkit import ACCOUNT

HOUR = 3600


async def age_access_token(driver: Driver) -> None:
    """Intuit forgets it, we do not know."""
    await driver.intuit.control("POST", "clock/advance", seconds=HOUR + 1)


async def test_a_401_is_cured_by_one_refresh(connected: Driver) -> None:
    await age_access_token(connected)
    event = await connected.export()
    assert (await connected.state(event))["state"] == "copied"
    refreshes = [c for c in await connected.calls("tokens") if c["grant_type"] == "refresh_token"]
    assert len(refreshes) == 1


async def test_refreshes_at_the_same_time_are_one_call(connected: Driver) -> None:
    """As of several replicas: each has its own connection to the database."""
    await connected.fault("delay", "tokens/bearer", when="before", seconds=0.3, times=5)
    await age_access_token(connected)
    events = [await connected.issue_invoice(number=f"2026-{n:04}") for n in range(1, 4)]
    await asyncio.gather(*(call_quickbooks(connected) for _ in range(4)))
    refreshes = [c for c in await connected.calls("tokens") if c["grant_type"] == "refresh_token"]
    assert len(refreshes) == 1
    await connected.run_tasks()
    assert [(await connected.state(event))["state"] for event in events] == ["copied"] * 3


async def call_quickbooks(driver: Driver) -> None:
    settings = driver.served.service.state["quickbooks"].settings
    async with QuickBooks(settings).company(ACCOUNT, REALM) as company:
        assert (await company.profile()).company_name == "Sandbox Company"


async def test_a_rotated_token_is_kept(connected: Driver) -> None:
    for _ in range(3):
        await connected.intuit.control("POST", "clock/advance", seconds=25 * HOUR)
        await call_quickbooks(connected)
    assert (await connected.billing.get("/v1/connection")).json()["state"] == "connected"


async def test_a_refresh_whose_answer_is_lost_is_sent_once_more(connected: Driver) -> None:
    await age_access_token(connected)
    await connected.fault("drop", "tokens/bearer", when="after")
    await call_quickbooks(connected)
    assert (await connected.billing.get("/v1/connection")).json()["state"] == "connected"


async def test_a_connection_ended_in_quickbooks_asks_to_reconnect_and_nothing_is_lost(
    connected: Driver,
) -> None:
    await connected.intuit.control("POST", f"companies/{REALM}/disconnect")
    event = await connected.export()
    answer = (await connected.billing.get("/v1/connection")).json()
    assert (answer["state"], "ended" in answer["reason"]) == ("reauth_required", True)
    assert (await connected.state(event))["state"] == "waiting_for_connection"
    await connected.connect()
    assert (await connected.state(event))["state"] == "copied"


async def test_a_token_service_that_is_down_is_waited_for(connected: Driver) -> None:
    await age_access_token(connected)
    await connected.fault("status", "tokens/bearer", times=2)
    event = await connected.export()
    assert (await connected.billing.get("/v1/connection")).json()["state"] == "connected"
    await connected.run_later()
    assert (await connected.state(event))["state"] == "copied"


async def test_a_refresh_outlives_the_caller_that_began_it(connected: Driver) -> None:
    before = len(await connected.calls("tokens/bearer"))
    await age_access_token(connected)
    async with connected.held("tokens/bearer", when="after"):
        caller = asyncio.create_task(call_quickbooks(connected))
        await connected.until_called("tokens/bearer", before + 1)
        caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert await connected.count("connections WHERE token_version = 2") == 1
    await call_quickbooks(connected)


async def test_a_token_that_ends_soon_is_refreshed_before_it_is_refused(
    connected: Driver,
) -> None:
    await connected.execute("UPDATE connections SET access_expires_at = now() + interval '4 min'")
    await call_quickbooks(connected)
    await call_quickbooks(connected)
    calls = await connected.calls("tokens")
    assert [call["grant_type"] for call in calls].count("refresh_token") == 1
    assert not [call for call in await connected.calls("/v3/") if call["status"] == 401]


async def test_replicas_that_find_the_grant_ended_agree(connected: Driver) -> None:
    await connected.intuit.control("POST", f"companies/{REALM}/disconnect")
    await age_access_token(connected)
    results = await asyncio.gather(
        *(call_quickbooks(connected) for _ in range(4)), return_exceptions=True
    )
    assert {type(result) for result in results} == {ReconnectNeededError}
    assert (await connected.connection())["state"] == "reauth_required"


async def test_a_refresh_that_fails_for_now_leaves_the_tokens_as_they_are(
    connected: Driver,
) -> None:
    await age_access_token(connected)
    await connected.fault("status", "tokens/bearer", times=2)
    with pytest.raises(UnavailableError):
        await call_quickbooks(connected)
    assert await connected.count("connections WHERE token_version = 1") == 1
    await call_quickbooks(connected)
    assert (await connected.connection())["state"] == "connected"


async def test_without_a_connection_there_is_no_token(driver: Driver) -> None:
    with pytest.raises(ReconnectNeededError):
        await call_quickbooks(driver)
