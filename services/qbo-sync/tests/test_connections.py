import asyncio
from urllib.parse import parse_qs, urlsplit

from qbo_driver import REALM, Driver, invoice_issued

from intuit_double.options import Options
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
    assert (await driver.browser.get(redirect)).status_code == 200
    again = await driver.browser.get(redirect)
    forged = await driver.browser.get(f"/v1/callback?state=x&code=y&realmId={REALM}")
    assert {a.json()["type"] for a in (again, forged)} == {"urn:honorar:problem:state-not-valid"}


async def test_a_no_in_quickbooks_connects_nothing(driver: Driver) -> None:
    url = (await driver.billing.post("/v1/connection")).json()["authorize_url"]
    no = await driver.intuit.control("POST", "oauth/approve", authorize_url=url, decision="deny")
    query = urlsplit(no["redirect"]).query
    assert (await driver.browser.get(f"/v1/callback?{query}")).status_code == 400
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
    answer = await connected.return_from_intuit(account=OTHER_ACCOUNT)
    assert answer.status_code == 409
    assert answer.json()["type"].endswith("company-connected-elsewhere")


async def test_nobody_takes_a_company_by_its_number(driver: Driver) -> None:
    """Without a good code nothing is taken; with a code of another company the tokens do not fit."""
    await driver.intuit.control("POST", "companies", realm="77")
    await driver.intuit.control("POST", "companies", realm=REALM)
    mine = await driver.redirect("77", account=OTHER_ACCOUNT)
    forged = await driver.browser.get(mine.replace("realmId=77", f"realmId={REALM}"))
    assert forged.json()["type"].endswith("company-not-granted")
    guessed = (await driver.redirect("77", account=OTHER_ACCOUNT)).replace("code=AB1", "code=x")
    assert (await driver.browser.get(guessed.replace("=77", f"={REALM}"))).status_code == 400
    await driver.connect()
    assert (await driver.billing.get("/v1/connection")).json()["state"] == "connected"


async def test_another_company_is_refused_until_the_first_is_let_go(connected: Driver) -> None:
    assert (await connected.return_from_intuit("88")).status_code == 409
    ended = await connected.billing.delete("/v1/connection")
    assert (ended.status_code, ended.json()["state"]) == (202, "disconnecting")
    await connected.run_tasks()
    assert (await connected.billing.get("/v1/connection")).json()["state"] == "disconnected"
    assert (await connected.intuit.control("GET", "companies"))[0]["connected"] is False
    await connected.connect("88")
    assert (await connected.billing.get("/v1/connection")).json()["realm_id"] == "88"


async def test_a_company_that_cannot_be_read_at_once_is_read_later(driver: Driver) -> None:
    await driver.fault("status", "companyinfo", times=1)
    assert (await driver.return_from_intuit()).status_code == 200
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
        answer = await driver.browser.get(redirect.replace(f"realmId={REALM}", f"realmId={realm}"))
        assert answer.json()["type"].endswith("realm-not-valid")


async def test_a_claim_that_is_not_proved_yields_to_one_that_is(driver: Driver) -> None:
    await driver.fault("status", "companyinfo", times=1)
    assert (await driver.return_from_intuit(account=OTHER_ACCOUNT)).status_code == 200
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
    late = await driver.browser.get(redirect)
    assert late.json()["type"] == "urn:honorar:problem:state-not-valid"
    await driver.billing.post("/v1/connection")
    assert await driver.count("oauth_states") == 1


async def test_a_state_used_by_many_at_once_connects_once(driver: Driver) -> None:
    await driver.intuit.control("POST", "companies", realm=REALM)
    redirect = await driver.redirect()
    responses = await asyncio.gather(*(driver.browser.get(redirect) for _ in range(5)))
    assert sorted(response.status_code for response in responses) == [200] + [400] * 4
    assert (await driver.connection())["state"] == "connected"


async def test_a_state_connects_the_account_that_began_whoever_comes_back(driver: Driver) -> None:
    await driver.intuit.control("POST", "companies", realm=REALM)
    redirect = await driver.redirect(account=OTHER_ACCOUNT)
    stranger = await driver.served.as_("owner")
    assert (await stranger.get(redirect)).status_code == 200
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
    response = await driver.browser.get(redirect)
    assert (response.status_code, response.json()["title"]) == (502, "QuickBooks does not answer")
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
