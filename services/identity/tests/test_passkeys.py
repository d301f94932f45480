"""Passkeys: registered by who is logged in, and good for our host and origin alone."""

from dataclasses import replace
from typing import Any

import httpx

from services.identity.tests.authenticator import Authenticator
from services.identity.tests.driver import Browser, Driver, problem
from testkit import OTHER_ACCOUNT

OURS = Authenticator("http://localhost:8480", "localhost")
REFUSED = (403, "passkey-refused")


async def register(browser: Browser, passkey: Authenticator, **changes: Any) -> httpx.Response:
    asked = (await browser.post("/v1/passkeys/options")).json()
    answer = {"state": asked["state"], "credential": passkey.create(asked["options"]), **changes}
    return await browser.post("/v1/passkeys", answer)


async def log_in(browser: Browser, passkey: Authenticator, **changes: Any) -> httpx.Response:
    asked = (await browser.post("/v1/login/passkey/options")).json()
    answer = {"state": asked["state"], "credential": passkey.get(asked["options"]), **changes}
    return await browser.post("/v1/login/passkey", answer)


async def test_a_passkey_logs_its_person_in(driver: Driver) -> None:
    owner, browser, passkey = await driver.owner(), await driver.browser(), replace(OURS)
    made = await register(owner, passkey, name="Phone")
    assert made.status_code == 201, made.text
    assert (await log_in(browser, passkey)).status_code == 200
    assert (await browser.get("/v1/me")).json()["person"]["email"] == "anna@lind.example"
    [shown] = (await browser.get("/v1/passkeys")).json()
    assert (shown["name"], bool(shown["last_used_at"])) == ("Phone", True)
    assert (await browser.get("/v1/sessions")).json()[0]["way"] == "passkey"
    assert (await owner.delete(f"/v1/passkeys/{shown['id']}")).status_code == 204
    assert problem(await log_in(browser, passkey)) == REFUSED


async def test_a_passkey_for_another_site_or_without_its_person_is_refused(
    driver: Driver,
) -> None:
    owner, browser, good = await driver.owner(), await driver.browser(), replace(OURS)
    strange: list[dict[str, Any]] = [
        {"origin": "https://evil.example"},
        {"host": "evil.example"},
        {"verifies": False},
    ]
    for changes in strange:
        assert problem(await register(owner, replace(OURS, **changes))) == REFUSED
    assert (await register(owner, good)).status_code == 201
    strange += [{"key": Authenticator("", "").key}, {"credential_id": b"unknown"}]
    for changes in strange:
        assert problem(await log_in(browser, replace(good, **changes))) == REFUSED
    assert problem(await browser.get("/v1/me"))[0] == 401


async def test_a_copied_authenticator_is_found_out_by_its_counter(driver: Driver) -> None:
    """WebAuthn Level 3, 7.2 step 22: who counts must have counted on."""
    owner, browser, passkey = await driver.owner(), await driver.browser(), replace(OURS)
    await register(owner, passkey)
    assert (await log_in(browser, passkey)).status_code == 200
    copy = replace(passkey)
    for _ in range(2):
        assert (await log_in(browser, passkey)).status_code == 200
    stranger = await driver.browser()
    for _ in range(2):  # counts 2 and 3: behind, and the same
        assert problem(await log_in(stranger, copy)) == REFUSED
    copy.uses = -1  # as of one that never counted
    assert problem(await log_in(stranger, copy)) == REFUSED
    assert problem(await stranger.get("/v1/me"))[0] == 401
    assert (await log_in(browser, passkey)).status_code == 200


async def test_a_passkey_that_does_not_count_goes_on_working(driver: Driver) -> None:
    """Those that are synchronized between devices say 0 each time."""
    owner, browser, passkey = await driver.owner(), await driver.browser(), replace(OURS)
    await register(owner, passkey)
    for _ in range(2):
        passkey.uses = -1
        assert (await log_in(browser, passkey)).status_code == 200


async def test_an_answer_is_good_once_and_for_its_own_question(driver: Driver) -> None:
    owner, browser, passkey = await driver.owner(), await driver.browser(), replace(OURS)
    stranger = await driver.owner(OTHER_ACCOUNT, "eve@elsewhere.example")
    asked = (await owner.post("/v1/passkeys/options")).json()
    answer = {"state": asked["state"], "credential": passkey.create(asked["options"])}
    assert problem(await stranger.post("/v1/passkeys", answer)) == REFUSED
    assert (await owner.post("/v1/passkeys", answer)).status_code == 201
    assert problem(await owner.post("/v1/passkeys", answer)) == REFUSED
    asked = (await browser.post("/v1/login/passkey/options")).json()
    answer = {"state": asked["state"], "credential": passkey.get(asked["options"])}
    assert (await browser.post("/v1/login/passkey", answer)).status_code == 200
    assert problem(await browser.post("/v1/login/passkey", answer)) == REFUSED
    assert problem(await log_in(browser, passkey, state="made up")) == REFUSED
    for credential in ({}, {"rawId": 1}, {"rawId": "…"}, {"rawId": "YQ", "response": []}):
        assert problem(await log_in(browser, passkey, credential=credential)) == REFUSED
