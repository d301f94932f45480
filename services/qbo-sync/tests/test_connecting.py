from urllib.parse import parse_qs, urlsplit

from qbo_desk import REALM, Desk

from intuit_double.options import Options
from testkit import ACCOUNT, OTHER_ACCOUNT


async def test_a_company_is_connected_and_named(connected: Desk) -> None:
    answer = (await connected.billing.get("/v1/connection")).json()
    assert (answer["state"], answer["realm_id"]) == ("connected", REALM)
    assert (answer["company_name"], answer["home_currency"]) == ("Sandbox Company", "DKK")
    assert answer["number_owner"] == "honorar"
    assert answer["reconnect_by"] > "2030"


async def test_the_authorize_url_names_the_app_and_a_fresh_state(desk: Desk) -> None:
    urls = [(await desk.billing.post("/v1/connection")).json()["authorize_url"] for _ in range(2)]
    first, second = (parse_qs(urlsplit(url).query) for url in urls)
    assert first["client_id"] == [Options.client_id]
    assert first["scope"] == ["com.intuit.quickbooks.accounting"]
    assert first["state"] != second["state"]


async def test_agents_and_managers_may_not_connect(desk: Desk) -> None:
    for role in ("agent", "manager", "client"):
        client = await desk.served.as_(role)
        assert (await client.post("/v1/connection")).status_code == 403
        assert (await client.delete("/v1/connection")).status_code == 403


async def test_a_state_works_once_and_only_if_it_is_ours(desk: Desk) -> None:
    await desk.intuit.fake("POST", "companies", realm=REALM)
    redirect = await desk.redirect()
    assert (await desk.browser.get(redirect)).status_code == 200
    again = await desk.browser.get(redirect)
    forged = await desk.browser.get(f"/v1/callback?state=x&code=y&realmId={REALM}")
    assert {a.json()["type"] for a in (again, forged)} == {"urn:honorar:problem:state-not-valid"}


async def test_a_no_in_quickbooks_connects_nothing(desk: Desk) -> None:
    url = (await desk.billing.post("/v1/connection")).json()["authorize_url"]
    no = await desk.intuit.fake("POST", "oauth/approve", authorize_url=url, decision="deny")
    query = urlsplit(no["redirect"]).query
    assert (await desk.browser.get(f"/v1/callback?{query}")).status_code == 400
    assert (await desk.billing.get("/v1/connection")).json()["state"] == "none"


async def test_tokens_are_encrypted_at_rest(connected: Desk) -> None:
    async with connected.served.database.transaction(ACCOUNT) as session:
        from qbo_sync.store import connection

        row = (await session.execute(connection.select())).one()
    assert not row.access_token.startswith(b"eyJ")
    assert not row.refresh_token.startswith(b"RT1")


async def test_a_company_belongs_to_one_account(connected: Desk) -> None:
    answer = await connected.come_back(account=OTHER_ACCOUNT)
    assert answer.status_code == 409
    assert answer.json()["type"].endswith("company-connected-elsewhere")


async def test_nobody_takes_a_company_by_its_number(desk: Desk) -> None:
    """Without a good code nothing is taken; with a code of another company the tokens do not fit."""
    await desk.intuit.fake("POST", "companies", realm="77")
    await desk.intuit.fake("POST", "companies", realm=REALM)
    mine = await desk.redirect("77", account=OTHER_ACCOUNT)
    forged = await desk.browser.get(mine.replace("realmId=77", f"realmId={REALM}"))
    assert forged.json()["type"].endswith("company-not-granted")
    guessed = (await desk.redirect("77", account=OTHER_ACCOUNT)).replace("code=AB1", "code=x")
    assert (await desk.browser.get(guessed.replace("=77", f"={REALM}"))).status_code == 400
    await desk.connect()
    assert (await desk.billing.get("/v1/connection")).json()["state"] == "connected"


async def test_another_company_is_refused_until_the_first_is_let_go(connected: Desk) -> None:
    assert (await connected.come_back("88")).status_code == 409
    ended = await connected.billing.delete("/v1/connection")
    assert (ended.status_code, ended.json()["state"]) == (202, "disconnecting")
    await connected.work()
    assert (await connected.billing.get("/v1/connection")).json()["state"] == "disconnected"
    assert (await connected.intuit.fake("GET", "companies"))[0]["connected"] is False
    await connected.connect("88")
    assert (await connected.billing.get("/v1/connection")).json()["realm_id"] == "88"


async def test_a_company_that_cannot_be_read_at_once_is_read_later(desk: Desk) -> None:
    await desk.fault("status", "companyinfo", times=1)
    assert (await desk.come_back()).status_code == 200
    assert (await desk.billing.get("/v1/connection")).json()["state"] == "connecting"
    fact = await desk.issue()
    assert (await desk.state(fact))["state"] == "waiting_for_connection"
    await desk.later()
    assert (await desk.billing.get("/v1/connection")).json()["state"] == "connected"
    assert (await desk.state(fact))["state"] == "copied"


async def test_another_account_sees_neither_connection_nor_invoices(connected: Desk) -> None:
    fact = await connected.copy()
    other = await connected.served.as_("owner", account=OTHER_ACCOUNT)
    assert (await other.get("/v1/connection")).json()["state"] == "none"
    assert (await other.get("/v1/invoices")).json()["items"] == []
    assert (await other.get(f"/v1/invoices/{fact.invoice_id}")).status_code == 404


async def test_a_company_number_is_digits(desk: Desk) -> None:
    await desk.intuit.fake("POST", "companies", realm=REALM)
    for realm in ("..%2F1", "1%0A", "%D9%A1", "1" * 21):
        redirect = await desk.redirect()
        answer = await desk.browser.get(redirect.replace(f"realmId={REALM}", f"realmId={realm}"))
        assert answer.json()["type"].endswith("realm-not-valid")


async def test_a_claim_that_is_not_proved_yields_to_one_that_is(desk: Desk) -> None:
    await desk.fault("status", "companyinfo", times=1)
    assert (await desk.come_back(account=OTHER_ACCOUNT)).status_code == 200
    await desk.connect()
    await desk.later()
    other = await desk.served.as_("owner", account=OTHER_ACCOUNT)
    answer = (await other.get("/v1/connection")).json()
    assert answer["state"] == "disconnected"
    assert answer["reason"] == "Another account has this QuickBooks company"
    assert (await desk.billing.get("/v1/connection")).json()["state"] == "connected"
    assert await desk.count("realm_owner") == 1
