"""Log-in by a link: once, in time, in the browser that asked, and without telling who exists."""

from datetime import timedelta

import pytest

from services.identity.tests.driver import Driver, problem, token_of

ANNA = "anna@lind.example"


async def test_a_link_logs_in_the_browser_that_asked_for_it(driver: Driver) -> None:
    await driver.owner(email=ANNA)
    browser = await driver.browser()
    assert problem(await browser.get("/v1/me")) == (401, "not-authenticated")
    asked = await browser.post(
        "/v1/login", {"email": "Anna@Lind.example", "next": "/week/2026-W48"}
    )
    assert (asked.status_code, asked.content) == (202, b"null")
    [event] = await driver.log_in_links()
    assert (event.email, event.link.partition("?")[0]) == (
        ANNA,
        "http://localhost:8480/login/link",
    )
    followed = await browser.post("/v1/login/link", {"token": token_of(event.link)})
    assert followed.json()["next"] == "/week/2026-W48"
    me = (await browser.get("/v1/me")).json()
    assert (me["person"]["email"], me["roles"]) == (ANNA, ["owner"])
    [cookie] = followed.headers.get_list("set-cookie")
    assert cookie.startswith("__Host-session=")
    for part in ("; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict"):
        assert part in cookie


async def test_a_link_works_once(driver: Driver) -> None:
    await driver.owner(email=ANNA)
    browser = await driver.browser()
    await browser.post("/v1/login", {"email": ANNA})
    token = token_of((await driver.log_in_links())[0].link)
    assert (await browser.post("/v1/login/link", {"token": token})).status_code == 200
    again = await browser.post("/v1/login/link", {"token": token})
    assert problem(again) == (403, "log-in-link-used")


async def test_a_link_is_useless_in_another_browser_and_stays_good_in_its_own(
    driver: Driver,
) -> None:
    await driver.owner(email=ANNA)
    browser, other = await driver.browser(), await driver.browser()
    await browser.post("/v1/login", {"email": ANNA})
    token = token_of((await driver.log_in_links())[0].link)
    refused = await other.post("/v1/login/link", {"token": token})
    assert problem(refused) == (403, "log-in-link-of-another-browser")
    await other.post("/v1/login", {"email": "eve@elsewhere.example"})
    refused = await other.post("/v1/login/link", {"token": token})
    assert problem(refused) == (403, "log-in-link-of-another-browser")
    assert (await browser.post("/v1/login/link", {"token": token})).status_code == 200


async def test_a_link_is_good_for_15_minutes(driver: Driver) -> None:
    await driver.owner(email=ANNA)
    browser = await driver.browser()
    await browser.post("/v1/login", {"email": ANNA})
    token = token_of((await driver.log_in_links())[0].link)
    await driver.pass_time("log_in_links", timedelta(minutes=15), "expires_at")
    late = await browser.post("/v1/login/link", {"token": token})
    assert problem(late) == (403, "log-in-link-expired")


async def test_nobody_can_tell_who_exists(driver: Driver) -> None:
    await driver.owner(email=ANNA)
    answers = []
    for email in (ANNA, "nobody@lind.example"):
        browser = await driver.browser()
        response = await browser.post("/v1/login", {"email": email})
        cookies = [c.partition("=")[0] for c in response.headers.get_list("set-cookie")]
        answers.append((response.status_code, response.content, cookies))
    assert answers[0] == answers[1]
    assert len(await driver.log_in_links()) == 1


@pytest.mark.parametrize("email", [ANNA, "nobody@lind.example"])
async def test_an_address_gets_five_links_in_a_quarter_of_an_hour(
    driver: Driver, email: str
) -> None:
    await driver.owner(email=ANNA)
    for number in range(5):
        browser = await driver.browser(network=f"198.51.100.{number}")
        assert (await browser.post("/v1/login", {"email": email})).status_code == 202
    browser = await driver.browser(network="203.0.113.9")
    refused = await browser.post("/v1/login", {"email": email.upper()})
    assert problem(refused) == (429, "too-many-log-ins")
    assert 0 < int(refused.headers["retry-after"]) <= 15 * 60 + 1
    await driver.pass_time("log_in_links", timedelta(minutes=15), "created_at")
    assert (await browser.post("/v1/login", {"email": email})).status_code == 202


async def test_a_network_gets_thirty_links_in_a_quarter_of_an_hour(driver: Driver) -> None:
    browser = await driver.browser(network="2001:db8:1:2:3::1")
    for number in range(30):
        response = await browser.post("/v1/login", {"email": f"p{number}@lind.example"})
        assert response.status_code == 202
    neighbour = await driver.browser(network="2001:db8:1:2:ffff::9")
    refused = await neighbour.post("/v1/login", {"email": "p31@lind.example"})
    assert problem(refused) == (429, "too-many-log-ins")
    stranger = await driver.browser(network="2001:db8:1:3::1")
    assert (await stranger.post("/v1/login", {"email": "p32@lind.example"})).status_code == 202


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "evil",
        "/\tx",
        "",
    ],
)
async def test_a_log_in_leads_nowhere_but_into_the_app(driver: Driver, wanted: str) -> None:
    await driver.owner(email=ANNA)
    browser = await driver.browser()
    response = await browser.post("/v1/login", {"email": ANNA, "next": wanted})
    if response.status_code == 202:
        token = token_of((await driver.log_in_links())[0].link)
        response = await browser.post("/v1/login/link", {"token": token})
        assert response.json()["next"] == "/"


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
async def test_another_site_can_not_log_a_browser_in_or_out(driver: Driver, site: str) -> None:
    browser = await driver.owner(email=ANNA)
    for path, body in (
        ("/v1/login", {"email": ANNA}),
        ("/v1/login/link", {"token": "x"}),
        ("/v1/logout", None),
    ):
        assert problem(await browser.post(path, body, Sec_Fetch_Site=site)) == (
            403,
            "not-same-origin",
        )
    assert (await browser.get("/v1/me")).status_code == 200


async def test_the_link_of_the_command_line_makes_an_owner_once(driver: Driver) -> None:
    token = await driver.owner_token()
    browser = await driver.browser()
    assert (await browser.post("/v1/login/link", {"token": token})).status_code == 200
    me = (await browser.get("/v1/me")).json()
    assert (me["roles"], me["account"]["name"]) == (["owner"], "Lind")
    again = await (await driver.browser()).post("/v1/login/link", {"token": token})
    assert problem(again) == (403, "log-in-link-used")
    await driver.owner_token()
    assert len((await browser.get("/v1/members")).json()["items"]) == 1


async def test_only_who_has_the_secret_gets_the_link_of_the_command_line(driver: Driver) -> None:
    for headers in ({}, {"Authorization": "Bearer "}, {"Authorization": "Bearer guessed"}):
        client = await driver.served.client(headers)
        response = await client.post("/admin/owner-link", json={})
        assert problem(response) == (401, "not-authenticated")
