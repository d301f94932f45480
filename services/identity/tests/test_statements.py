"""How many SQL statements the main commands execute."""

from collections.abc import Awaitable

import httpx
import pytest

from services.identity.tests.driver import Driver, token_of
from testkit import count_statements

METTE = "mette@nordlys.example"


async def statements(driver: Driver, request: Awaitable[httpx.Response]) -> int:
    with count_statements(driver.served.database) as counted:
        response = await request
    assert response.is_success, response.text
    return counted.count


@pytest.fixture
async def counts(driver: Driver) -> dict[str, int]:
    """Of each command, by what it does."""
    owner = await driver.owner()
    browser = await driver.browser()
    counts: dict[str, int] = {}
    body = {"email": METTE, "roles": ["agent"]}
    counts["invite"] = await statements(driver, owner.post("/v1/invitations", body))
    link = {"token": token_of((await driver.invitations())[-1].link)}
    counts["accept"] = await statements(driver, browser.post("/v1/invitations/accept", link))
    ask = browser.post("/v1/login", {"email": METTE})
    counts["ask for a link"] = await statements(driver, ask)
    link = {"token": token_of((await driver.log_in_links())[-1].link)}
    counts["follow it"] = await statements(driver, browser.post("/v1/login/link", link))
    members = (await owner.get("/v1/members")).json()["items"]
    path = next(f"/v1/members/{m['id']}" for m in members if m["email"] == METTE)
    # each write lets the gate forget whom it knows, so the next request has its question in it
    token = {"name": "ci", "roles": ["agent"]}
    counts["make a token"] = await statements(driver, browser.post("/v1/api-tokens", token))
    counts["change a member"] = await statements(driver, owner.patch(path, {"name": "Mette"}))
    counts["remove a member"] = await statements(driver, owner.delete(path))
    return counts


def test_nothing_is_read_that_the_transaction_knows(counts: dict[str, int]) -> None:
    assert counts == {
        "invite": 17,
        "accept": 10,
        "ask for a link": 9,
        "follow it": 5,
        "make a token": 6,
        "change a member": 9,
        "remove a member": 12,
    }
