"""A newer yes of the admin is not undone by what an older one left under way."""

import httpx
import pytest
from qbo_driver import Driver

from qbo_sync.domain.connection import CompanyProfile, ReconnectNeededError
from qbo_sync.intuit.company import CompanyClient
from qbo_sync.intuit.faults import UnavailableError
from qbo_sync.intuit.oauth import OAuthClient
from qbo_sync.quickbooks import QuickBooks
from qbo_sync.token_store import TokenStore
from testkit import ACCOUNT


async def state(driver: Driver) -> str:
    return str((await driver.billing.get("/v1/connection")).json()["state"])


async def test_a_slow_revocation_does_not_undo_a_reconnect(
    connected: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[httpx.Response] = []

    async def reconnect_meanwhile(_: OAuthClient, token: str) -> None:
        answers.append(await connected.return_from_intuit())

    monkeypatch.setattr(OAuthClient, "revoke", reconnect_meanwhile)
    await connected.billing.delete("/v1/connection")
    await connected.run_tasks()
    assert [answer.status_code for answer in answers] == [200]
    assert await state(connected) == "connected"
    assert await connected.count("realm_owners") == 1


async def test_a_slow_refusal_of_a_read_does_not_undo_a_reconnect(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = CompanyClient.profile

    async def refused_late(_: CompanyClient) -> CompanyProfile:
        monkeypatch.setattr(CompanyClient, "profile", read)
        assert (await driver.return_from_intuit()).status_code == 200
        raise ReconnectNeededError("said of the first consent")

    monkeypatch.setattr(CompanyClient, "profile", refused_late)
    assert (await driver.return_from_intuit()).status_code == 403
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
