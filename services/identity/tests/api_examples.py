"""The story that the examples of the API's document are taken from."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from contracts.identity import LogInRequested, MemberInvited
from identity.commands.hints import pass_on
from identity.main import service
from identity.secret_tokens import new_secret
from identity.settings import Settings
from services.identity.tests.authenticator import Authenticator
from services.identity.tests.driver import ADMIN_SECRET, ISSUER, PUBLIC_URL, token_of, write_key
from services.identity.tests.provider import CLIENT, SECRET, run_provider
from testkit import ACCOUNT, Served, serve, until

SETTINGS: dict[str, Any] = {
    "oidc_issuer": ISSUER,
    "public_url": PUBLIC_URL,
    "signing_key_file": Path("signing-key.pem"),
    "admin_secret": ADMIN_SECRET,
    "hints_seconds": 0.2,
}
BEYOND_SCHEMAS = (
    "must be in the future",
    "name at least one role, and each once",
    "not an e-mail address",
    "not a domain of e-mail addresses",
)
_SECRET_FIELDS = {
    "token": "hon_fT3kq9sWm2yVb7LxQe5ZrNcUj8HgDa0PiKo4Xv6Bn1w",
    "beginning": "hon_fT3kq9sW",
    "state": "Zx8m1Qw7Er5Ty3Ui9Op2As4Df6Gh0Jk8Lz1Xc3Vb5Nm",
    "challenge": "q7Rk2Wn5Ye8Ta1Sd4Fg6Hj9Kl0Zx3Cv5Bn7Mq2We4Rt",
    "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0",
    "attestationObject": "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVhk",
    "authenticatorData": "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAQ",
    "signature": "MEUCIQDT3kq9sWm2yVb7LxQe5ZrNcUj8HgDa0PiKo4Xv6Bn1wIgQ7Rk2Wn5",
}
_SECRET_LENGTH = len(new_secret())
"""Members have a `state` too."""
_LINK_TOKEN = "mB4t7Yh2Kp9Xs6Wd3Qf8Zc1Vn5Jr0LgEa7Ui2Oo4Hk"


@asynccontextmanager
async def serve_story() -> AsyncIterator[Served]:
    """Identity, with a log-in provider and a key of its own."""
    with TemporaryDirectory() as folder, run_provider() as provider:
        settings = SETTINGS | {
            "signing_key_file": write_key(Path(folder))[0],
            "log_in_issuer": provider.url,
            "log_in_name": "Lind",
            "log_in_client_id": CLIENT,
            "log_in_client_secret": SECRET,
        }
        async with serve(service, Settings, **settings) as served:
            yield served
            await served.app.state.gate.close()


async def story(served: Served) -> dict[str, str]:
    """An owner logs in, names the account, invites somebody, makes a token and a passkey, and leaves."""
    browser = await served.client({"Sec-Fetch-Site": "same-origin", "X-Forwarded-For": "192.0.2.7"})
    logged_in = await _first_log_in(served, browser)
    me = await _member(served)
    owner = await served.as_("owner", subject=me)
    owner.headers["Cookie"] = f"__Host-session={_session(logged_in)}"
    await _ok(owner.get("/v1/me"))
    await _ok(owner.patch("/v1/me", json={"name": "Anna Lind", "language": "da"}))
    await _ok(owner.patch("/v1/account", json={"name": "Lind & Søn"}))
    await _members(served, owner, browser)
    await _api_tokens(owner)
    await _passkeys(owner, browser)
    await _ok(owner.post("/v1/account/switch", json={"account_id": str(ACCOUNT)}))
    await _hints(served, owner)
    await _sessions(owner)
    await browser.get("/v1/oidc/start", params={"next": "/week"})
    await browser.get("/v1/oidc/callback", params={"error": "access_denied"})
    await _ok(browser.post("/v1/logout"))
    longest_first = sorted(_secrets(served.exchanges or ()), key=lambda one: -len(one[0]))
    return dict(longest_first)


async def _ok(answer: Any) -> httpx.Response:
    response: httpx.Response = await answer
    assert response.is_success, response.text
    return response


async def _first_log_in(served: Served, browser: httpx.AsyncClient) -> httpx.Response:
    await _ok(browser.get("/v1/login"))
    administrator = await served.client({"Authorization": f"Bearer {ADMIN_SECRET}"})
    body = {"account_id": str(ACCOUNT), "email": "anna@lind.example"}
    await _ok(administrator.post("/admin/owner-link", json=body))
    asked = {"email": "anna@lind.example", "next": "/week"}
    answer = await _ok(browser.post("/v1/login", json=asked))
    browser.headers["Cookie"] = answer.headers["set-cookie"].partition(";")[0]
    [link] = await served.published(LogInRequested)
    return await _ok(browser.post("/v1/login/link", json={"token": token_of(link.link)}))


def _session(response: httpx.Response) -> str:
    cookies = response.headers.get_list("set-cookie")
    [session] = [one for one in cookies if one.startswith("__Host-session=")]
    return session.partition("=")[2].partition(";")[0]


async def _member(served: Served) -> str:
    owner = await served.as_("owner")
    [member] = (await _ok(owner.get("/v1/members"))).json()["items"]
    return str(member["id"])


async def _members(served: Served, owner: httpx.AsyncClient, browser: httpx.AsyncClient) -> None:
    invited = {
        "email": "mette@nordlys.example",
        "name": "Mette Friis",
        "language": "da",
        "roles": ["agent"],
        "agent_id": "0199a1c0-0000-7000-8000-000000000a01",
    }
    first = (await _ok(owner.post("/v1/invitations", json=invited))).json()
    second = {"email": "ole@nordlys.example", "roles": ["billing"]}
    mistake = (await _ok(owner.post("/v1/invitations", json=second))).json()
    await _ok(owner.get("/v1/invitations"))
    await _ok(owner.delete(f"/v1/invitations/{mistake['id']}"))
    await _ok(owner.post(f"/v1/invitations/{first['id']}/resend"))
    link = {"token": token_of((await served.published(MemberInvited))[-1].link)}
    await _ok(browser.post("/v1/invitations/look-up", json=link))
    await _ok(browser.post("/v1/invitations/accept", json=link))
    path = f"/v1/members/{first['member_id']}"
    await _ok(owner.get(path))
    await _ok(owner.patch(path, json={"roles": ["agent", "manager"]}))
    await _ok(owner.post(f"{path}/suspend"))
    await _ok(owner.post(f"{path}/resume"))
    third = {"email": "eva@nordlys.example", "roles": ["client"]}
    gone = (await _ok(owner.post("/v1/invitations", json=third))).json()
    await _ok(owner.delete(f"/v1/members/{gone['member_id']}"))


async def _api_tokens(owner: httpx.AsyncClient) -> None:
    wanted = {"name": "Nightly export", "roles": ["billing"], "for_account": True}
    made = (await _ok(owner.post("/v1/api-tokens", json=wanted))).json()
    await _ok(owner.get("/v1/api-tokens"))
    await _ok(owner.delete(f"/v1/api-tokens/{made['id']}"))


async def _passkeys(owner: httpx.AsyncClient, browser: httpx.AsyncClient) -> None:
    passkey = Authenticator(PUBLIC_URL, "localhost")
    asked = (await _ok(owner.post("/v1/passkeys/options"))).json()
    new = {"state": asked["state"], "credential": passkey.create(asked["options"]), "name": "Phone"}
    await _ok(owner.post("/v1/passkeys", json=new))
    asked = (await _ok(browser.post("/v1/login/passkey/options"))).json()
    answer = {"state": asked["state"], "credential": passkey.get(asked["options"])}
    await _ok(browser.post("/v1/login/passkey", json=answer))
    [shown] = (await _ok(owner.get("/v1/passkeys"))).json()
    await _ok(owner.delete(f"/v1/passkeys/{shown['id']}"))


async def _hints(served: Served, owner: httpx.AsyncClient) -> None:
    """A timesheet changes while the stream is open, which lasts long enough for that on a busy machine."""
    state = served.app.state
    shorter, state.settings = state.settings, state.settings.model_copy(update={"hints_seconds": 2})
    stream = asyncio.create_task(owner.get("/v1/hints"))
    await until(lambda: len(state.gate.streams) == 1)
    await pass_on(served.database, {ACCOUNT: frozenset({"timer.timesheets"})})
    assert "timer.timesheets" in (await _ok(stream)).text
    state.settings = shorter


async def _sessions(owner: httpx.AsyncClient) -> None:
    sessions = (await _ok(owner.get("/v1/sessions"))).json()
    other = next(one for one in sessions if not one["current"])
    await _ok(owner.delete(f"/v1/sessions/{other['id']}"))
    await _ok(owner.delete("/v1/sessions"))


def _secrets(exchanges: Any) -> Iterator[tuple[str, str]]:
    """What is other in each run because nobody may guess it, and what is shown instead."""
    for exchange in exchanges:
        for content in (exchange.request.content, exchange.content):
            if content[:1] in (b"{", b"["):
                yield from _in(json.loads(content))


def _in(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for one in value:
            yield from _in(one)
    if not isinstance(value, dict):
        return
    for name, one in value.items():
        if isinstance(one, str) and name in _SECRET_FIELDS:
            is_link = name == "token" and not one.startswith("hon_")
            if name != "state" or len(one) == _SECRET_LENGTH:
                yield one, _LINK_TOKEN if is_link else _SECRET_FIELDS[name]
        elif name == "user":
            yield one["id"], "AZmhwAAAcACAAAAAAAAAAQ"
        else:
            yield from _in(one)
