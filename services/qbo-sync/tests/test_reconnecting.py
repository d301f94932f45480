"""A newer yes of the admin is not undone by what an older one left under way."""

import asyncio

import pytest
from qbo_driver import Driver

from qbo_sync.intuit.faults import UnavailableError
from qbo_sync.quickbooks import QuickBooks
from qbo_sync.token_store import TokenStore
from testkit import ACCOUNT


async def state(driver: Driver) -> str:
    return str((await driver.billing.get("/v1/connection")).json()["state"])


async def test_a_slow_revocation_does_not_undo_a_reconnect(connected: Driver) -> None:
    await connected.billing.delete("/v1/connection")
    async with connected.held("tokens/revoke", when="after"):
        revoking = asyncio.create_task(connected.run_tasks())
        await connected.until_called("tokens/revoke")
        assert await connected.return_from_intuit() == "connected"
    await revoking
    assert await state(connected) == "connected"
    assert await connected.count("realm_owners") == 1


async def test_a_slow_refusal_of_a_read_does_not_undo_a_reconnect(driver: Driver) -> None:
    await driver.fault("refuse", "companyinfo", code="3100", status=403)
    async with driver.held("companyinfo", when="after"):
        returning = asyncio.create_task(driver.return_from_intuit())
        await driver.until_called("companyinfo")
        assert await driver.return_from_intuit() == "connected"
    await returning
    assert await state(driver) == "connected"
    assert await driver.count("realm_owners") == 1


async def test_a_token_of_an_older_consent_says_nothing_of_the_newer(connected: Driver) -> None:
    quickbooks = QuickBooks(connected.served.service.state["quickbooks"].settings)
    database = connected.served.database
    tokens = TokenStore(database, quickbooks.cipher, quickbooks.oauth, ACCOUNT)
    await tokens.token()
    await connected.connect()
    with pytest.raises(UnavailableError):
        await tokens.end_grant("forbidden")
    assert await state(connected) == "connected"
