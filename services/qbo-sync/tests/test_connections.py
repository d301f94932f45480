import asyncio
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import Response
from qbo_driver import REALM, Driver, invoice_issued

from intuit_double.options import Options
from qbo_sync.callback import new_browser, remember_browser
from qbo_sync.main import service
from qbo_sync.settings import Settings
from testkit import ACCOUNT, OTHER_ACCOUNT, serve


async def test_a_company_is_connected_and_named(connected: Driver) -> None:
    answer = (await connected.billing.get("/v1/connection")).json()
    assert (answer["state"], answer["realm_id"]) == ("connected", REALM)
    assert (answer["company_name"], answer["home_currency"]) == ("Sandbox Company", "DKK")
    assert answer["number_owner"] == "honorar"
    assert answer["reconnect_by"] > "2030"


async def test_the_authorize_url_names_the_app_and_a_fresh_state(driver: Driver) -> None:
    urls = [(await driver.billing.post("/v1/connection")).json()["authorize_url"] for _ in range(2)]
    first, second = (parse_qs(urlsplit(url).query) for url in urls)
    assert first["client_id"] == [Options.client_id]
    assert first["scope"] == ["com.intuit.quickbooks.accounting"]
    assert first["state"] != second["state"]


async def test_agents_and_managers_may_not_connect(driver: Driver) -> None:
    for role in ("agent", "manager", "client"):
        client = await driver.served.as_(role)
        assert (await client.post("/v1/connection")).status_code == 403
        assert (await client.delete("/v1/connection")).status_code == 403


async def test_a_state_works_once_and_only_if_it_is_ours(driver: Driver) -> None:
    await driver.intuit.control("POST", "companies", realm=REALM)
    redirect = await driver.redirect()
    assert await driver.come_back(redirect) == "connected"
    assert await driver.come_back(redirect) == "state-not-valid"
    forged = f"/v1/callback?state=x&code=y&realmId={REALM}"
    assert await driver.come_back(forged) == "state-not-valid"


async def test_only_the_browser_that_began_can_come_back(driver: Driver) -> None:
    """Somebody sends the link to a bookkeeper, who says yes: their books stay theirs."""
    await driver.intuit.control("POST", "companies", realm=REALM)
    redirect = await driver.redirect()
    stranger = await driver.served.client()
    assert await driver.come_back(redirect, stranger) == "another-browser"
    stranger.cookies.set("honorar_quickbooks", "x" * 43)
    assert await driver.come_back(redirect, stranger) == "another-browser"
    assert await driver.count("connections") == 0
    assert not await driver.calls("tokens/bearer")
    assert await driver.come_back(redirect) == "connected"


async def test_the_browsers_cookie_is_out_of_reach_and_lasts_for_several_attempts(
    driver: Driver,
) -> None:
    client = await driver.served.as_("billing")
    first = (await client.post("/v1/connection")).headers["set-cookie"]
    second = (await client.post("/v1/connection")).headers["set-cookie"]
    assert first == second
    secret, *attributes = first.split("; ")
    assert len(secret) > 40
    assert {a.lower() for a in attributes} >= {"httponly", "samesite=lax", "path=/v1"}


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("https://honorar.example/qbo-sync/v1/callback", {"secure", "path=/qbo-sync/v1"}),
        ("https://app.example/callback", {"secure", "path=/"}),
    ],
)
def test_the_cookie_fits_the_redirect_uri(uri: str, expected: set[str]) -> None:
    settings, response = (
        Settings(database_url="postgresql://x@y/z", qbo_redirect_uri=uri),
        Response(),
    )
    remember_browser(response, new_browser(), settings)
    cookie = response.headers["set-cookie"].lower()
    assert expected <= set(cookie.split("; "))


async def test_a_caller_of_the_account_completes_without_a_cookie(driver: Driver) -> None:
    await driver.intuit.control("POST", "companies", realm=REALM)
    query = parse_qs(urlsplit(await driver.redirect()).query)
    reply = {"state": query["state"][0], "code": query["code"][0], "realm_id": REALM}
    path = "/v1/connection/completion"
    other = await driver.served.as_("billing", account=OTHER_ACCOUNT)
    refused = await other.post(path, json=reply)
    assert (refused.status_code, refused.json()["type"].split(":")[-1]) == (403, "another-browser")
    manager = await driver.served.as_("manager")
    assert (await manager.post(path, json=reply)).status_code == 403
    answer = await driver.billing.post(path, json=reply)
    assert (answer.status_code, answer.json()["state"]) == (200, "connected")
    again = await driver.billing.post(path, json=reply)
    assert (again.status_code, again.json()["type"].split(":")[-1]) == (409, "state-not-valid")


async def test_the_browser_is_sent_on_into_the_app(driver: Driver) -> None:
    await driver.intuit.control("POST", "companies", realm=REALM)
    redirect = await driver.redirect()
    answer = await driver.browser.get(redirect)
    assert (answer.status_code, answer.headers["location"]) == (303, "/quickbooks?connected=1")
    assert answer.headers["cache-control"] == "no-store"
    again = await driver.browser.get(redirect)
    assert again.headers["location"] == "/quickbooks?problem=state-not-valid"


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "status", "status": 503},
        {"kind": "status", "status": 429},
        {"kind": "drop", "when": "before"},
        {"kind": "answer", "status": 400, "body": "<html>"},
        {"kind": "answer", "status": 400, "body": "[]"},
        {"kind": "answer", "status": 200, "body": "null"},
    ],
    ids=lambda fault: "-".join(map(str, fault.values())),
)
async def test_a_state_is_not_spent_by_a_failure(driver: Driver, fault: dict[str, Any]) -> None:
    await driver.intuit.control("POST", "companies", realm=REALM)
    redirect = await driver.redirect()
    await driver.fault(**fault, match="tokens/bearer")
    assert await driver.come_back(redirect) == "quickbooks-unavailable"
    assert (await driver.connection())["state"] == "none"
    assert await driver.come_back(redirect) == "connected"


@pytest.mark.parametrize(
    ("added", "outcome"),
    [
        ("", "reply-incomplete"),
        ("&error=temporarily_unavailable", "reply-incomplete"),
        ("&code=x", "reply-incomplete"),
        ("&realmId=1", "reply-incomplete"),
        ("&code=x&realmId=..%2F1", "realm-not-valid"),
    ],
)
async def test_a_state_is_not_spent_by_a_reply_that_says_nothing(
    driver: Driver, added: str, outcome: str
) -> None:
    await driver.intuit.control("POST", "companies", realm=REALM)
    redirect = await driver.redirect()
    state = parse_qs(urlsplit(redirect).query)["state"][0]
    assert await driver.come_back(f"/v1/callback?state={state}{added}") == outcome
    assert await driver.come_back(redirect) == "connected"


async def test_a_state_is_spent_by_intuits_refusal(driver: Driver) -> None:
    await driver.intuit.control("POST", "companies", realm=REALM)
    redirect = await driver.redirect()
    bad = redirect.replace("code=AB1", "code=x")
    assert await driver.come_back(bad) == "code-not-valid"
    assert await driver.come_back(redirect) == "state-not-valid"
    denied = parse_qs(urlsplit(await driver.redirect()).query)["state"][0]
    for outcome in ("connection-denied", "state-not-valid"):
        path = f"/v1/callback?error=access_denied&state={denied}"
        assert await driver.come_back(path) == outcome


async def test_a_state_outlasts_a_company_that_is_let_go_meanwhile(connected: Driver) -> None:
    await connected.intuit.control("POST", "companies", realm="88")
    redirect = await connected.redirect("88")
    assert await connected.come_back(redirect) == "another-company-connected"
    await connected.billing.delete("/v1/connection")
    await connected.run_tasks()
    assert await connected.come_back(redirect) == "connected"


async def test_a_no_in_quickbooks_connects_nothing(driver: Driver) -> None:
    url = await driver.begin()
    no = await driver.intuit.control("POST", "oauth/approve", authorize_url=url, decision="deny")
    query = urlsplit(no["redirect"]).query
    assert await driver.come_back(f"/v1/callback?{query}") == "connection-denied"
    assert (await driver.billing.get("/v1/connection")).json()["state"] == "none"


async def test_tokens_are_encrypted_at_rest(connected: Driver) -> None:
    async with connected.served.database.transaction(ACCOUNT) as session:
        from qbo_sync.store.connections import get_connection

        row = await get_connection(session)
    assert row
    assert row.access_token
    assert row.refresh_token
    assert not row.access_token.startswith(b"eyJ")
    assert not row.refresh_token.startswith(b"RT1")


async def test_a_company_belongs_to_one_account(connected: Driver) -> None:
    outcome = await connected.return_from_intuit(account=OTHER_ACCOUNT)
    assert outcome == "company-connected-elsewhere"


async def test_nobody_takes_a_company_by_its_number(driver: Driver) -> None:
    """Without a good code nothing is taken; with a code of another company the tokens do not fit."""
    await driver.intuit.control("POST", "companies", realm="77")
    await driver.intuit.control("POST", "companies", realm=REALM)
    mine = await driver.redirect("77", account=OTHER_ACCOUNT)
    forged = mine.replace("realmId=77", f"realmId={REALM}")
    assert await driver.come_back(forged) == "company-not-granted"
    guessed = (await driver.redirect("77", account=OTHER_ACCOUNT)).replace("code=AB1", "code=x")
    assert await driver.come_back(guessed.replace("=77", f"={REALM}")) == "code-not-valid"
    await driver.connect()
    assert (await driver.billing.get("/v1/connection")).json()["state"] == "connected"


async def test_another_company_is_refused_until_the_first_is_let_go(connected: Driver) -> None:
    assert await connected.return_from_intuit("88") == "another-company-connected"
    ended = await connected.billing.delete("/v1/connection")
    assert (ended.status_code, ended.json()["state"]) == (202, "disconnecting")
    await connected.run_tasks()
    assert (await connected.billing.get("/v1/connection")).json()["state"] == "disconnected"
    assert (await connected.intuit.control("GET", "companies"))[0]["connected"] is False
    await connected.connect("88")
    assert (await connected.billing.get("/v1/connection")).json()["realm_id"] == "88"


async def test_a_company_that_cannot_be_read_at_once_is_read_later(driver: Driver) -> None:
    await driver.fault("status", "companyinfo", times=1)
    assert await driver.return_from_intuit() == "connected"
    assert (await driver.billing.get("/v1/connection")).json()["state"] == "connecting"
    event = await driver.issue_invoice()
    assert (await driver.state(event))["state"] == "waiting_for_connection"
    await driver.run_later()
    assert (await driver.billing.get("/v1/connection")).json()["state"] == "connected"
    assert (await driver.state(event))["state"] == "copied"


async def test_another_account_sees_neither_connection_nor_invoices(connected: Driver) -> None:
    event = await connected.export()
    other = await connected.served.as_("owner", account=OTHER_ACCOUNT)
    assert (await other.get("/v1/connection")).json()["state"] == "none"
    assert (await other.get("/v1/invoices")).json()["items"] == []
    assert (await other.get(f"/v1/invoices/{event.invoice_id}")).status_code == 404


async def test_a_company_number_is_digits(driver: Driver) -> None:
    await driver.intuit.control("POST", "companies", realm=REALM)
    for realm in ("..%2F1", "1%0A", "%D9%A1", "1" * 21):
        redirect = await driver.redirect()
        elsewhere = redirect.replace(f"realmId={REALM}", f"realmId={realm}")
        assert await driver.come_back(elsewhere) == "realm-not-valid"


async def test_a_claim_that_is_not_proved_yields_to_one_that_is(driver: Driver) -> None:
    await driver.fault("status", "companyinfo", times=1)
    assert await driver.return_from_intuit(account=OTHER_ACCOUNT) == "connected"
    await driver.connect()
    await driver.run_later()
    other = await driver.served.as_("owner", account=OTHER_ACCOUNT)
    answer = (await other.get("/v1/connection")).json()
    assert answer["state"] == "disconnected"
    assert answer["reason"] == "Another account has this QuickBooks company"
    assert (await driver.billing.get("/v1/connection")).json()["state"] == "connected"
    assert await driver.count("realm_owners") == 1


async def test_a_state_is_stored_as_a_hash_and_ends_after_a_quarter_of_an_hour(
    driver: Driver,
) -> None:
    await driver.intuit.control("POST", "companies", realm=REALM)
    redirect = await driver.redirect()
    state = parse_qs(urlsplit(redirect).query)["state"][0]
    assert await driver.count(f"oauth_states WHERE state_hash = '{state}'::bytea") == 0
    await driver.execute("UPDATE oauth_states SET expires_at = now() - interval '1 s'")
    assert await driver.come_back(redirect) == "state-not-valid"
    await driver.billing.post("/v1/connection")
    assert await driver.count("oauth_states") == 1


async def test_a_state_used_by_many_at_once_connects_once(driver: Driver) -> None:
    await driver.intuit.control("POST", "companies", realm=REALM)
    redirect = await driver.redirect()
    outcomes = await asyncio.gather(*(driver.come_back(redirect) for _ in range(5)))
    assert sorted(outcomes) == ["connected"] + ["state-not-valid"] * 4
    assert (await driver.connection())["state"] == "connected"


async def test_a_state_connects_the_account_that_began_whatever_token_comes_along(
    driver: Driver,
) -> None:
    await driver.intuit.control("POST", "companies", realm=REALM)
    redirect = await driver.redirect(account=OTHER_ACCOUNT)
    somebody = await driver.served.as_("owner")
    somebody.cookies = driver.browser.cookies
    assert await driver.come_back(redirect, somebody) == "connected"
    assert (await driver.connection())["state"] == "none"
    assert (await driver.connection(OTHER_ACCOUNT))["state"] == "connected"


async def test_a_company_that_is_connected_already_can_be_authorized_again(
    connected: Driver,
) -> None:
    event = await connected.export()
    await connected.connect()
    assert (await connected.connection())["state"] == "connected"
    assert await connected.count("connections WHERE consent = 2 AND token_version >= 2") == 1
    assert (await connected.state(event))["state"] == "copied"
    assert len(await connected.in_quickbooks()) == 1


async def test_a_token_service_that_is_down_is_told_and_nothing_is_stored(driver: Driver) -> None:
    await driver.intuit.control("POST", "companies", realm=REALM)
    redirect = await driver.redirect()
    await driver.fault("status", "tokens/bearer", times=9)
    assert await driver.come_back(redirect) == "quickbooks-unavailable"
    assert (await driver.connection())["state"] == "none"


async def test_ending_what_is_not_connected_changes_nothing(driver: Driver) -> None:
    for _ in range(2):
        response = await driver.billing.delete("/v1/connection")
        assert (response.status_code, response.json()["state"]) == (202, "none")
    assert await driver.count("scheduled_tasks") == 0


async def test_a_disconnected_company_keeps_what_is_known_of_it_and_no_tokens(
    connected: Driver,
) -> None:
    await connected.export()
    await connected.billing.delete("/v1/connection")
    await connected.run_tasks()
    assert await connected.count("connections WHERE refresh_token IS NOT NULL") == 0
    assert await connected.count("realm_owners") == 0
    assert await connected.count("id_mappings") > 0
    assert (await connected.connection())["company_name"] == "Sandbox Company"


async def test_without_keys_companies_cannot_be_connected_and_invoices_wait() -> None:
    async with serve(service, Settings) as served:
        client = await served.as_("billing")
        response = await client.post("/v1/connection")
        assert response.status_code == 503
        assert response.json()["type"] == "urn:honorar:problem:quickbooks-not-configured"
        await served.consume(invoice_issued())
        (invoice,) = (await client.get("/v1/invoices")).json()["items"]
        assert invoice["state"] == "waiting_for_connection"
