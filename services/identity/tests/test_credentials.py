"""Sessions and API tokens: what they open, and when they do no longer."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from services.identity.tests.driver import Browser, Driver, member_id, problem
from testkit import ACCOUNT, OTHER_ACCOUNT, count_statements, until

METTE = "mette@nordlys.example"


async def program(driver: Driver, token: str) -> Browser:
    """A program that sends an API token and no cookie."""
    client = await driver.served.client({"Authorization": f"Bearer {token}"})
    return Browser(client)


def as_the_gateway_asks(browser: Browser) -> dict[str, str]:
    """The headers of the question about a browser's GET."""
    session = browser.cookies["__Host-session"]
    return {"Cookie": f"__Host-session={session}", "X-Forwarded-Method": "GET"}


async def make_token(browser: Browser, *roles: str, **more: Any) -> dict[str, Any]:
    response = await browser.post("/v1/api-tokens", {"name": "ci", "roles": list(roles), **more})
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made


async def test_the_services_get_a_token_of_five_minutes(driver: Driver) -> None:
    owner = await driver.owner()
    headers = as_the_gateway_asks(owner)
    answer = await (await driver.served.client(headers)).get("/verify")
    claims = driver.verifier.claims(answer.headers["authorization"].removeprefix("Bearer "))
    assert claims["exp"] - claims["iat"] == 300
    assert claims["sub"] == await member_id(owner)
    assert claims["roles"] == ["owner"]


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
async def test_a_write_with_a_cookie_proves_its_origin(driver: Driver, site: str) -> None:
    owner = await driver.owner()
    refused = await owner.post(
        "/v1/api-tokens", {"name": "x", "roles": ["owner"]}, Sec_Fetch_Site=site
    )
    assert problem(refused) == (403, "not-same-origin")
    refused = await owner.get("/v1/me", Sec_Fetch_Site="cross-site")
    assert problem(refused) == (403, "not-same-origin")
    assert (await owner.get("/v1/me", Sec_Fetch_Site="none")).status_code == 200


async def test_a_write_with_a_cookie_has_a_key(driver: Driver) -> None:
    owner = await driver.owner()
    refused = await owner.post("/v1/account/switch", {}, Idempotency_Key="")
    assert problem(refused) == (400, "idempotency-key-missing")


async def test_log_out_ends_a_session_at_once(driver: Driver) -> None:
    owner = await driver.owner()
    kept = dict(owner.cookies)
    assert (await owner.post("/v1/logout")).status_code == 204
    assert "__Host-session" not in owner.cookies
    owner.cookies = kept
    assert problem(await owner.get("/v1/me")) == (401, "not-authenticated")


async def test_sessions_are_listed_and_ended_from_another_browser(driver: Driver) -> None:
    one = await driver.owner()
    two, three = await driver.owner(), await driver.owner()
    sessions = (await one.get("/v1/sessions")).json()
    assert [s["current"] for s in sessions].count(True) == 1
    current = next(s for s in (await two.get("/v1/sessions")).json() if s["current"])
    assert (await one.delete(f"/v1/sessions/{current['id']}")).status_code == 204
    assert (await two.get("/v1/me")).status_code == 401
    assert (await one.delete("/v1/sessions")).status_code == 204
    assert (await three.get("/v1/me")).status_code == 401
    assert (await one.get("/v1/me")).status_code == 200


@pytest.mark.parametrize(
    ("column", "days"), [("last_used_at", 14), ("expires_at", 90)], ids=["idle", "old"]
)
async def test_a_session_ends_by_itself(driver: Driver, column: str, days: int) -> None:
    owner = await driver.owner()
    await driver.pass_time("sessions", timedelta(days=days), column)
    assert problem(await owner.get("/v1/me")) == (401, "not-authenticated")


async def test_a_token_works_until_it_is_revoked(driver: Driver) -> None:
    owner = await driver.owner()
    made = await make_token(owner, "manager")
    assert made["token"].startswith(made["beginning"])
    client = await program(driver, made["token"])
    assert (await client.get("/v1/me")).json()["roles"] == ["manager"]
    [listed] = (await owner.get("/v1/api-tokens")).json()["items"]
    assert listed["last_used_at"]
    assert "token" not in listed
    assert (await owner.delete(f"/v1/api-tokens/{made['id']}")).status_code == 204
    assert problem(await client.get("/v1/me")) == (401, "not-authenticated")


async def test_a_token_is_stored_nowhere(driver: Driver) -> None:
    owner = await driver.owner()
    made = await make_token(owner, "manager")
    async with driver.served.database.transaction(across_accounts=True) as session:
        for table in ("api_tokens", "idempotency_keys", "outbox_messages"):
            rows = (await session.execute(text(f"SELECT * FROM {table}"))).all()
            assert made["token"] not in str(rows)


async def test_a_token_has_at_most_the_roles_of_its_member(driver: Driver) -> None:
    owner = await driver.owner()
    mette = await driver.member(owner, "manager", "agent", email=METTE)
    for roles in (["owner"], ["billing"], ["manager", "owner"]):
        refused = await mette.post("/v1/api-tokens", {"name": "x", "roles": roles})
        assert problem(refused) == (403, "not-allowed")
    refused = await mette.post(
        "/v1/api-tokens", {"name": "x", "roles": ["agent"], "for_account": True}
    )
    assert problem(refused) == (403, "not-allowed")
    client = await program(driver, (await make_token(mette, "manager", "agent"))["token"])
    assert (await client.get("/v1/me")).json()["roles"] == ["agent", "manager"]
    await owner.patch(f"/v1/members/{await member_id(mette)}", {"roles": ["agent"]})
    assert (await client.get("/v1/me")).json()["roles"] == ["agent"]
    of_owner = await program(driver, (await make_token(owner, "owner"))["token"])
    await driver.member(owner, "owner", email="ole@lind.example")
    await owner.patch(f"/v1/members/{await member_id(owner)}", {"roles": ["billing"]})
    assert (await of_owner.get("/v1/me")).json()["roles"] == ["billing"]


async def test_a_token_makes_nobody_log_in_as_more_than_it_may(driver: Driver) -> None:
    """With a passkey of its own making it would open sessions with all roles of its member."""
    owner = await driver.owner()
    client = await program(driver, (await make_token(owner, "agent"))["token"])
    stranger = await driver.owner(OTHER_ACCOUNT, "eve@elsewhere.example")
    for cookies in ({}, {"__Host-session": "x" * 43}, stranger.cookies):
        client.cookies = dict(cookies)
        for refused in (
            await client.post("/v1/passkeys/options"),
            await client.post("/v1/passkeys", {"state": "x" * 43, "credential": {}}),
            await client.delete(f"/v1/passkeys/{ACCOUNT}"),
        ):
            assert problem(refused) == (403, "not-allowed")
    assert (await owner.post("/v1/passkeys/options")).status_code == 200


async def test_members_of_one_account_do_not_end_each_others_credentials(driver: Driver) -> None:
    owner = await driver.owner()
    mette = await driver.member(owner, "manager", email=METTE)
    made = await make_token(owner, "manager")
    [session] = (await owner.get("/v1/sessions")).json()
    for refused in (
        await mette.delete(f"/v1/api-tokens/{made['id']}"),
        await mette.delete(f"/v1/sessions/{session['id']}"),
    ):
        assert problem(refused) == (404, "not-found")
    assert (await mette.get("/v1/api-tokens")).json()["items"] == []
    assert (await mette.delete("/v1/sessions")).status_code == 204
    assert (await owner.get("/v1/me")).status_code == 200
    of_mette = await make_token(mette, "manager")
    assert (await owner.delete(f"/v1/api-tokens/{of_mette['id']}")).status_code == 204


async def test_a_token_ends_with_its_member_and_that_of_the_account_stays(driver: Driver) -> None:
    owner = await driver.owner()
    mette = await driver.member(owner, "manager", email=METTE)
    own = await program(driver, (await make_token(mette, "manager"))["token"])
    shared = await program(driver, (await make_token(owner, "billing", for_account=True))["token"])
    assert (await own.get("/v1/me")).status_code == 200
    path = f"/v1/members/{await member_id(mette)}"
    await owner.post(f"{path}/suspend")
    assert problem(await own.get("/v1/me")) == (401, "not-authenticated")
    await owner.post(f"{path}/resume")
    assert (await own.get("/v1/me")).status_code == 200
    await owner.delete(path)
    assert problem(await own.get("/v1/me")) == (401, "not-authenticated")
    assert (await shared.get("/v1/me")).json()["person"] is None


async def test_a_token_expires(driver: Driver) -> None:
    owner = await driver.owner()
    soon = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    client = await program(driver, (await make_token(owner, "owner", expires_at=soon))["token"])
    assert (await client.get("/v1/me")).status_code == 200
    await driver.pass_time("api_tokens", timedelta(hours=1), "expires_at")
    driver.served.app.state.gate.forget()
    assert problem(await client.get("/v1/me")) == (401, "not-authenticated")
    past = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    refused = await owner.post(
        "/v1/api-tokens", {"name": "x", "roles": ["owner"], "expires_at": past}
    )
    assert problem(refused) == (422, "invalid-input")


async def test_what_a_token_makes_does_not_outlive_it(driver: Driver) -> None:
    owner = await driver.owner()
    end = datetime.now(UTC) + timedelta(hours=1)
    made = await make_token(owner, "owner", expires_at=end.isoformat())
    client = await program(driver, made["token"])
    for beyond in (None, (end + timedelta(seconds=1)).isoformat()):
        for account in (False, True):
            wanted = {"name": "x", "roles": ["agent"], "expires_at": beyond, "for_account": account}
            refused = await client.post("/v1/api-tokens", wanted)
            assert problem(refused) == (422, "invalid-input")
            assert refused.json()["errors"][0]["field"] == "expires_at"
    await make_token(client, "agent", expires_at=end.isoformat())
    lasting = await program(driver, (await make_token(owner, "owner"))["token"])
    assert (await make_token(lasting, "agent"))["expires_at"] is None


@pytest.mark.parametrize("token", ["hon_", "hon_guessed", "hon_" + "a" * 5000])
async def test_made_up_tokens_open_nothing(driver: Driver, token: str) -> None:
    assert problem(await (await program(driver, token)).get("/v1/me")) == (401, "not-authenticated")


async def test_a_known_session_is_let_in_without_a_statement(driver: Driver) -> None:
    owner = await driver.owner()
    headers = as_the_gateway_asks(owner)
    client = await driver.served.client(headers)
    gate = driver.served.app.state.gate

    async def listening() -> bool:
        return bool((await client.get("/verify")).status_code == 200 and gate._changes.live)

    await until(listening)
    await client.get("/verify")
    with count_statements(driver.served.database) as statements:
        for _ in range(10):
            assert (await client.get("/verify")).status_code == 200
    assert statements.count == 0, statements


async def test_a_session_that_another_process_ends_is_over(driver: Driver) -> None:
    owner = await driver.owner()
    gate = driver.served.app.state.gate

    async def listening() -> bool:
        return bool((await owner.get("/v1/me")).status_code == 200 and gate._changes.live)

    await until(listening)
    async with driver.served.database.transaction(across_accounts=True) as session:
        await session.execute(text("DELETE FROM sessions"))

    async def over() -> bool:
        return (await owner.get("/v1/me")).status_code == 401

    await until(over)


async def test_when_changes_are_not_heard_the_database_is_asked(driver: Driver) -> None:
    owner = await driver.owner()
    headers = as_the_gateway_asks(owner)
    client = await driver.served.client(headers)
    await client.get("/verify")
    gate = driver.served.app.state.gate
    await gate._changes.stop()
    gate._changes._trusted_until = 0.0
    with count_statements(driver.served.database) as statements:
        assert (await client.get("/verify")).status_code == 200
    assert statements.count > 0
