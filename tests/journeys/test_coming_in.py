"""Who may come in, through the real gateway: links of the real mailbox, API tokens, and an identity that is away."""

import uuid
from dataclasses import dataclass, field

import httpx
import psutil
import pytest

from honorar_local import installation
from tests.harness.mailbox import mailed_link
from tests.harness.system import System


@dataclass
class Browser:
    """A browser on the system's address, with its app's requests."""

    client: httpx.Client
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> httpx.Response:
        return self._request("GET", path)

    def post(self, path: str, body: object = None) -> httpx.Response:
        return self._request("POST", path, body)

    def delete(self, path: str) -> httpx.Response:
        return self._request("DELETE", path)

    def _request(self, method: str, path: str, body: object = None) -> httpx.Response:
        headers = {
            "Sec-Fetch-Site": "same-origin",
            "Idempotency-Key": str(uuid.uuid4()),
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        response = self.client.request(method, path, json=body, headers=headers)
        for line in response.headers.get_list("set-cookie"):
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return response


@dataclass
class People:
    """Opens browsers and reads mail."""

    system: System
    client: httpx.Client

    def browser(self) -> Browser:
        return Browser(self.client)

    def owner(self, account: uuid.UUID, email: str) -> Browser:
        link = installation.administrator(self.system.folder).owner_link(account, email=email)
        browser = self.browser()
        token = link.partition("?token=")[2]
        assert browser.post("/identity/v1/login/link", {"token": token}).status_code == 200
        return browser

    def mailed_token(self, email: str, page: str) -> str:
        """The token of the newest link to a page of the app that was mailed to an address."""
        return mailed_link(self.system, email, page).partition("?token=")[2]


@pytest.fixture
def people(system: System) -> People:
    return People(system, httpx.Client(base_url=system.state.gateway, timeout=60))


def slug(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["type"].rpartition(":")[2]


def log_in_by_mail(people: People, email: str) -> Browser:
    browser = people.browser()
    assert browser.post("/identity/v1/login", {"email": email}).status_code == 202
    token = people.mailed_token(email, "/login/link")
    followed = browser.post("/identity/v1/login/link", {"token": token})
    assert followed.status_code == 200, followed.text
    return browser


def test_an_invited_person_works_until_they_are_removed(people: People) -> None:
    account, name = uuid.uuid4(), uuid.uuid4().hex[:8]
    owner = people.owner(account, f"owner-{name}@lind.example")
    assert owner.get("/timer/v1/settings").status_code == 200

    email = f"agent-{name}@lind.example"
    invited = {"email": email, "roles": ["manager"], "language": "da"}
    assert owner.post("/identity/v1/invitations", invited).status_code == 201
    token = {"token": people.mailed_token(email, "/invitation")}
    member = people.browser()
    assert member.post("/identity/v1/invitations/accept", token).status_code == 200
    again = log_in_by_mail(people, email)
    for browser in (member, again):
        assert browser.get("/timer/v1/agents").status_code == 200
    assert slug(member.post("/rates/v1/rates", {})) == (403, "not-allowed")

    made = member.post("/identity/v1/api-tokens", {"name": "ci", "roles": ["manager"]}).json()
    program = {"Authorization": f"Bearer {made['token']}"}
    assert people.client.get("/timer/v1/agents", headers=program).status_code == 200
    refused = member.post("/identity/v1/api-tokens", {"name": "ci", "roles": ["owner"]})
    assert slug(refused) == (403, "not-allowed")

    member_id = member.get("/identity/v1/me").json()["person"]["member_id"]
    assert owner.delete(f"/identity/v1/members/{member_id}").status_code == 204
    for browser in (member, again):
        assert slug(browser.get("/timer/v1/agents")) == (401, "not-authenticated")
    answer = people.client.get("/timer/v1/agents", headers=program)
    assert slug(answer) == (401, "not-authenticated")


def test_a_session_opens_its_own_account_alone(people: People) -> None:
    name = uuid.uuid4().hex[:8]
    one = people.owner(uuid.uuid4(), f"one-{name}@lind.example")
    other = people.owner(uuid.uuid4(), f"other-{name}@lind.example")
    made = one.post("/timer/v1/organizations", {"name": "Nordlys ApS"})
    assert made.status_code == 201, made.text
    path = f"/timer/v1/organizations/{made.json()['id']}"
    assert one.get(path).status_code == 200
    assert slug(other.get(path)) == (404, "not-found")
    forged = people.client.post(
        "/timer/v1/organizations",
        json={"name": "Forged"},
        headers={
            "Cookie": f"__Host-session={one.cookies['__Host-session']}",
            "Idempotency-Key": "1",
            "Sec-Fetch-Site": "cross-site",
        },
    )
    assert slug(forged) == (403, "not-same-origin")


def test_an_identity_that_hangs_or_is_killed_lets_nobody_in(people: People, system: System) -> None:
    owner = people.owner(uuid.uuid4(), f"owner-{uuid.uuid4().hex[:8]}@lind.example")
    # the supervisor would replace it, and the gateway ask the new one
    hung = [psutil.Process(system.pid(name)) for name in ("supervisor", "identity")]
    for process in hung:
        process.suspend()
    try:
        answer = people.client.get(
            "/timer/v1/agents",
            headers={"Cookie": f"__Host-session={owner.cookies['__Host-session']}"},
        )
    finally:
        for process in reversed(hung):
            process.resume()
    assert slug(answer) == (503, "service-unavailable")
    system.wait_until_healthy()
    system.kill("identity")
    statuses = {owner.get("/timer/v1/agents").status_code for _ in range(3)}
    assert statuses <= {200, 503}
    system.wait_until_healthy()
    assert owner.get("/timer/v1/agents").status_code == 200
