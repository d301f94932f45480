import asyncio
from datetime import datetime

import pytest
from qbo_desk import REALM, Desk

from qbo_sync.intuit.oauth import TokenEndpoint, Tokens

HOUR = 3600


async def age_access_token(desk: Desk) -> None:
    """Intuit forgets it, we do not know."""
    await desk.intuit.fake("POST", "clock/advance", seconds=HOUR + 1)


async def test_a_401_is_cured_by_one_refresh(connected: Desk) -> None:
    await age_access_token(connected)
    fact = await connected.copy()
    assert (await connected.state(fact))["state"] == "copied"
    refreshes = [c for c in await connected.calls("tokens") if c["grant_type"] == "refresh_token"]
    assert len(refreshes) == 1


async def test_refreshes_at_the_same_time_are_one_call(connected: Desk) -> None:
    """As of several replicas: each has its own connection to the database."""
    await connected.fault("delay", "tokens/bearer", when="before", seconds=0.3, times=5)
    await age_access_token(connected)
    facts = [await connected.issue(number=f"2026-{n:04}") for n in range(1, 4)]
    await asyncio.gather(*(books_call(connected) for _ in range(4)))
    refreshes = [c for c in await connected.calls("tokens") if c["grant_type"] == "refresh_token"]
    assert len(refreshes) == 1
    await connected.work()
    assert [(await connected.state(fact))["state"] for fact in facts] == ["copied"] * 3


async def books_call(desk: Desk) -> None:
    from qbo_sync.books import Books
    from testkit import ACCOUNT

    settings = desk.served.service.state["settings"]
    async with Books(settings).company(ACCOUNT, REALM) as company:
        assert (await company.info())["CompanyName"] == "Sandbox Company"


async def test_a_rotated_token_is_kept(connected: Desk) -> None:
    for _ in range(3):
        await connected.intuit.fake("POST", "clock/advance", seconds=25 * HOUR)
        await books_call(connected)
    assert (await connected.billing.get("/v1/connection")).json()["state"] == "connected"


async def test_a_refresh_whose_answer_is_lost_is_sent_once_more(connected: Desk) -> None:
    await age_access_token(connected)
    await connected.fault("drop", "tokens/bearer", when="after")
    await books_call(connected)
    assert (await connected.billing.get("/v1/connection")).json()["state"] == "connected"


async def test_a_connection_ended_in_quickbooks_asks_to_reconnect_and_nothing_is_lost(
    connected: Desk,
) -> None:
    await connected.intuit.fake("POST", f"companies/{REALM}/disconnect")
    fact = await connected.copy()
    answer = (await connected.billing.get("/v1/connection")).json()
    assert (answer["state"], "ended" in answer["reason"]) == ("reauth_required", True)
    assert (await connected.state(fact))["state"] == "waiting_for_connection"
    await connected.connect()
    assert (await connected.state(fact))["state"] == "copied"


async def test_a_token_service_that_is_down_is_waited_for(connected: Desk) -> None:
    await age_access_token(connected)
    await connected.fault("status", "tokens/bearer", times=2)
    fact = await connected.copy()
    assert (await connected.billing.get("/v1/connection")).json()["state"] == "connected"
    await connected.later()
    assert (await connected.state(fact))["state"] == "copied"


async def test_a_refresh_outlives_the_caller_that_began_it(
    connected: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, refresh = asyncio.Event(), TokenEndpoint.refresh

    async def noticed(endpoint: TokenEndpoint, refresh_token: str, *, now: datetime) -> Tokens:
        begun.set()
        return await refresh(endpoint, refresh_token, now=now)

    monkeypatch.setattr(TokenEndpoint, "refresh", noticed)
    await age_access_token(connected)
    await connected.fault("delay", "tokens/bearer", when="after", seconds=0.3)
    caller = asyncio.create_task(books_call(connected))
    await begun.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert await connected.count("connection WHERE token_version = 2") == 1
    await books_call(connected)
