"""A newer yes of the admin is not undone by what an older one left under way."""

import httpx
import pytest
from qbo_desk import Desk

from qbo_sync.books import Books
from qbo_sync.intuit.company import Company
from qbo_sync.intuit.faults import UnavailableError
from qbo_sync.intuit.numbers import Doc
from qbo_sync.intuit.oauth import TokenEndpoint
from qbo_sync.tokens import Keeper, ReconnectNeededError
from testkit import ACCOUNT


async def state(desk: Desk) -> str:
    return str((await desk.billing.get("/v1/connection")).json()["state"])


async def test_a_slow_revocation_does_not_undo_a_reconnect(
    connected: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[httpx.Response] = []

    async def reconnect_meanwhile(_: TokenEndpoint, token: str) -> None:
        answers.append(await connected.come_back())

    monkeypatch.setattr(TokenEndpoint, "revoke", reconnect_meanwhile)
    await connected.billing.delete("/v1/connection")
    await connected.work()
    assert [answer.status_code for answer in answers] == [200]
    assert await state(connected) == "connected"
    assert await connected.count("realm_owner") == 1


async def test_a_slow_refusal_of_a_read_does_not_undo_a_reconnect(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Company.info

    async def refused_late(_: Company) -> Doc:
        monkeypatch.setattr(Company, "info", read)
        assert (await desk.come_back()).status_code == 200
        raise ReconnectNeededError("said of the first consent")

    monkeypatch.setattr(Company, "info", refused_late)
    assert (await desk.come_back()).status_code == 403
    assert await state(desk) == "connected"
    assert await desk.count("realm_owner") == 1


async def test_a_token_of_an_older_consent_says_nothing_of_the_newer(connected: Desk) -> None:
    books = Books(connected.served.service.state["settings"])
    database = connected.served.database
    keeper = Keeper(database, books.vault, books.token_endpoint, ACCOUNT)
    await keeper.token()
    await connected.connect()
    with pytest.raises(UnavailableError):
        await keeper.useless("forbidden")
    assert await state(connected) == "connected"
