"""Log-in by an OpenID Connect provider: a verified address finds the member, and nothing else lets anybody in."""

from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from services.identity.tests.driver import Browser, Driver, problem
from services.identity.tests.provider import LOG_OUT, FakeProvider

ANNA = "anna@lind.example"


async def go(browser: Browser, next_path: str = "/week") -> str:
    """Begin; returns where the browser is sent."""
    started = await browser.get(f"/v1/oidc/start?{urlencode({'next': next_path})}")
    assert started.status_code == 303
    return started.headers["location"]


async def come_back(browser: Browser, **query: str) -> httpx.Response:
    return await browser.get(f"/v1/oidc/callback?{urlencode(query)}", Sec_Fetch_Site="cross-site")


async def test_a_verified_address_finds_its_member(
    federated: Driver, provider: FakeProvider
) -> None:
    await federated.owner(email=ANNA)
    browser = await federated.browser()
    ways = (await browser.get("/v1/login")).json()
    assert ways["provider"] == {"name": "Lind", "start": "/identity/v1/oidc/start"}
    back = await come_back(browser, **provider.approve(await go(browser)))
    assert (back.status_code, back.headers["location"]) == (303, "/week")
    assert (await browser.get("/v1/me")).json()["person"]["email"] == ANNA


@pytest.mark.parametrize(
    ("claims", "slug"),
    [
        ({"email": "nobody@lind.example"}, "no-membership"),
        ({"email_verified": False}, "provider-refused"),
        ({"email_verified": None}, "provider-refused"),
        ({"email": None}, "provider-refused"),
        ({"nonce": "another"}, "provider-refused"),
        ({"aud": "another"}, "provider-refused"),
        ({"iss": "https://another.example"}, "provider-refused"),
        ({"exp": 1}, "provider-refused"),
        ({"key": ec.generate_private_key(ec.SECP256R1())}, "provider-refused"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
async def test_another_answer_lets_nobody_in(
    federated: Driver, provider: FakeProvider, claims: dict[str, Any], slug: str
) -> None:
    await federated.owner(email=ANNA)
    browser = await federated.browser()
    provider.claims = claims
    back = await come_back(browser, **provider.approve(await go(browser)))
    assert back.headers["location"] == f"/login?problem={slug}"
    assert (await browser.get("/v1/me")).status_code == 401


async def test_an_address_may_come_from_the_user_info(
    federated: Driver, provider: FakeProvider
) -> None:
    await federated.owner(email=ANNA)
    browser = await federated.browser()
    provider.claims = {"email": None}
    for subject, location in (("p-2", "/login?problem=provider-refused"), ("p-1", "/week")):
        provider.user_info = {"sub": subject, "email": ANNA, "email_verified": True}
        back = await come_back(browser, **provider.approve(await go(browser)))
        assert back.headers["location"] == location


async def test_an_answer_is_for_the_browser_that_began_once(
    federated: Driver, provider: FakeProvider
) -> None:
    await federated.owner(email=ANNA)
    browser, other = await federated.browser(), await federated.browser()
    answer = provider.approve(await go(browser))
    await go(other)
    refused = "/login?problem=log-in-link-of-another-browser"
    assert (await come_back(other, **answer)).headers["location"] == refused
    assert (await come_back(browser, state="x", code="y")).headers["location"] == refused
    answer = provider.approve(await go(browser, "https://evil.example/"))
    assert (await come_back(browser, **answer)).headers["location"] == "/"
    assert (await come_back(browser, **answer)).headers["location"] == refused
    state = provider.approve(await go(browser))["state"]
    denied = await come_back(browser, state=state, error="access_denied")
    assert denied.headers["location"] == "/login?problem=provider-refused"


@pytest.mark.parametrize("named", [{"sid": "s-1"}, {"sub": "p-1"}], ids=["session", "subject"])
async def test_the_provider_logs_out(
    federated: Driver, provider: FakeProvider, named: dict[str, str]
) -> None:
    by_link = await federated.owner(email=ANNA)
    browser = await federated.browser()
    await come_back(browser, **provider.approve(await go(browser)))
    client = await federated.served.client()

    async def log_out(**claims: Any) -> httpx.Response:
        said = {"sub": None, "events": {LOG_OUT: {}}, "jti": "1"} | claims
        form = {"logout_token": provider.token(**said)}
        return await client.post("/v1/oidc/back-channel-logout", data=form)

    refused: list[dict[str, Any]] = [
        named | {"nonce": "n"},
        {**named, "events": {}},
        named | {"aud": "another"},
        {},
        {**named, "key": ec.generate_private_key(ec.SECP256R1())},
    ]
    for claims in refused:
        assert problem(await log_out(**claims)) == (400, "log-out-refused")
    assert (await log_out(sid="s-2")).status_code == 200
    assert (await browser.get("/v1/me")).status_code == 200
    assert (await log_out(**named)).status_code == 200
    assert (await browser.get("/v1/me")).status_code == 401
    assert (await by_link.get("/v1/me")).status_code == 200


async def test_a_provider_that_is_away_is_told_on_the_log_in_page(
    federated: Driver, provider: FakeProvider
) -> None:
    provider.answer = lambda *_: None  # type: ignore[method-assign]
    browser = await federated.browser()
    assert await go(browser) == "/login?problem=provider-refused"


async def test_without_a_provider_there_is_no_such_door(driver: Driver) -> None:
    browser = await driver.browser()
    assert (await browser.get("/v1/login")).json()["provider"] is None
    for path in ("/v1/oidc/start", "/v1/oidc/callback"):
        assert problem(await browser.get(path)) == (404, "not-found")
