from urllib.parse import parse_qs, urlsplit

import pytest

from intuit_double.testing import CLIENT, REALM, REDIRECT, AppClient


async def test_the_redirect_carries_the_state_and_the_company(intuit: AppClient) -> None:
    redirect = await intuit.approve(state="other state")
    query = parse_qs(urlsplit(redirect).query)
    assert redirect.startswith(REDIRECT + "?")
    assert (query["state"], query["realmId"]) == (["other state"], [REALM])


async def test_a_redirect_uri_that_is_not_registered_exactly_is_refused(intuit: AppClient) -> None:
    assert "redirect_uri" in await intuit.approve(redirect_uri=REDIRECT + "/")
    assert (await intuit.http.get(intuit.authorize_url(redirect_uri="http://x"))).status_code == 400


async def test_the_page_offers_the_company_and_takes_connect_and_no(intuit: AppClient) -> None:
    page = await intuit.http.get(intuit.authorize_url())
    assert REALM in page.text
    form = {"decision": "deny"}
    no = await intuit.http.post(intuit.authorize_url(), data=form)
    assert no.headers["location"] == f"{REDIRECT}?error=access_denied&state=s1"
    yes = await intuit.http.post(
        intuit.authorize_url(), data={"decision": "approve", "realm": REALM}
    )
    assert f"realmId={REALM}" in yes.headers["location"]


async def test_a_code_works_once_and_its_second_use_ends_the_connection(intuit: AppClient) -> None:
    form = {"grant_type": "authorization_code", "redirect_uri": REDIRECT}
    code = await intuit.code()
    first = await intuit.token(**form, code=code)
    again = await intuit.token(**form, code=code)
    assert (again.status_code, again.json()) == (400, {"error": "invalid_grant"})
    assert (await intuit.refresh(first.json()["refresh_token"])).status_code == 400


async def test_the_app_must_authenticate(intuit: AppClient) -> None:
    form = {"grant_type": "refresh_token", "refresh_token": intuit.tokens["refresh_token"]}
    answer = await intuit.http.post(
        "/oauth2/v1/tokens/bearer", data=form, auth=(CLIENT[0], "guessed")
    )
    assert answer.status_code == 401


async def test_the_refresh_token_changes_after_a_day_and_the_old_one_ends_all(
    intuit: AppClient,
) -> None:
    old = intuit.tokens["refresh_token"]
    assert (await intuit.refresh()).json()["refresh_token"] == old
    await intuit.control("POST", "clock/advance", seconds=25 * 3600)
    new = (await intuit.refresh()).json()["refresh_token"]
    assert new != old
    assert (await intuit.refresh(old)).json() == {"error": "invalid_grant"}
    assert (await intuit.refresh(new)).json() == {"error": "invalid_grant"}


async def test_an_access_token_lives_an_hour_and_the_gateway_answers_xml(intuit: AppClient) -> None:
    await intuit.control("POST", "clock/advance", seconds=3601)
    answer = await intuit.call("GET", f"companyinfo/{REALM}")
    assert answer.status_code == 401
    assert 'code="3200"' in answer.text
    intuit.tokens = (await intuit.refresh()).json()
    assert (await intuit.call("GET", f"companyinfo/{REALM}")).status_code == 200


async def test_a_token_is_good_for_its_company_only(intuit: AppClient) -> None:
    await intuit.control("POST", "companies", realm="77")
    intuit.realm = "77"
    answer = await intuit.call("GET", "companyinfo/77")
    assert (answer.status_code, answer.json()["fault"]["error"][0]["code"]) == (403, "3100")


async def test_revoking_ends_the_connection(intuit: AppClient) -> None:
    token = {"token": intuit.tokens["refresh_token"]}
    assert (
        await intuit.http.post("/v2/oauth2/tokens/revoke", json=token, auth=CLIENT)
    ).status_code == 200
    assert (await intuit.call("GET", f"companyinfo/{REALM}")).status_code == 401
    assert (await intuit.refresh()).status_code == 400


async def test_the_hard_expiry_is_sent_to_those_who_ask(intuit: AppClient) -> None:
    form = {"grant_type": "refresh_token", "refresh_token": intuit.tokens["refresh_token"]}
    headers = {"x-include-refresh-token-hard-expires-in": "true"}
    answer = await intuit.http.post(
        "/oauth2/v1/tokens/bearer", data=form, auth=CLIENT, headers=headers
    )
    assert answer.json()["x_refresh_token_hard_expires_in"] > 4 * 365 * 86400


async def test_a_code_lives_ten_minutes_and_is_for_one_redirect_uri(intuit: AppClient) -> None:
    form = {"grant_type": "authorization_code", "redirect_uri": REDIRECT}
    code = await intuit.code()
    elsewhere = await intuit.token(**{**form, "redirect_uri": REDIRECT + "/x"}, code=code)
    assert elsewhere.json() == {"error": "invalid_grant"}
    await intuit.control("POST", "clock/advance", seconds=601)
    assert (await intuit.token(**form, code=code)).json() == {"error": "invalid_grant"}


async def test_a_refresh_token_lives_a_hundred_days(intuit: AppClient) -> None:
    expires_in = intuit.tokens["x_refresh_token_expires_in"]
    assert expires_in == 100 * 86400
    await intuit.control("POST", "clock/advance", seconds=expires_in + 1)
    assert (await intuit.refresh()).json() == {"error": "invalid_grant"}


async def test_the_user_can_end_the_connection_inside_quickbooks(intuit: AppClient) -> None:
    ended = await intuit.control("POST", f"companies/{REALM}/disconnect")
    assert ended["connected"] is False
    assert (await intuit.call("GET", f"companyinfo/{REALM}")).status_code == 401
    assert (await intuit.refresh()).json() == {"error": "invalid_grant"}


@pytest.mark.parametrize(
    "changed",
    [
        {"client_id": "stranger"},
        {"response_type": "token"},
        {"scope": "openid"},
        {"state": ""},
    ],
)
async def test_an_authorize_request_is_checked_before_the_user_sees_it(
    intuit: AppClient, changed: dict[str, str]
) -> None:
    page = await intuit.http.get(intuit.authorize_url(**changed))
    assert page.status_code == 400
    assert next(iter(changed)) in page.text


async def test_the_user_can_deny(intuit: AppClient) -> None:
    url = intuit.authorize_url()
    denied = await intuit.control("POST", "oauth/approve", authorize_url=url, decision="deny")
    assert denied == {"redirect": f"{REDIRECT}?error=access_denied&state=s1"}


async def test_what_is_not_a_grant_is_refused(intuit: AppClient) -> None:
    assert (await intuit.token(grant_type="password")).json() == {"error": "unsupported_grant_type"}
    revoked = await intuit.http.post("/v2/oauth2/tokens/revoke", json={}, auth=CLIENT)
    assert (revoked.status_code, revoked.json()) == (400, {"error": "invalid_request"})
    unknown = await intuit.http.post("/v2/oauth2/tokens/revoke", json={"token": "x"}, auth=CLIENT)
    assert (unknown.status_code, unknown.json()) == (400, {"error": "invalid_token"})
