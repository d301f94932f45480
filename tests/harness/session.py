"""Lets a browser in as a member: what the log-in does, without doing it by hand in each story."""

import asyncio
import uuid
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from playwright.async_api import BrowserContext

from honorar_local import installation
from honorar_local.folder import DataFolder
from tests.harness.system import System

SESSION_COOKIE = "__Host-session"
_CALLED = "Nordlys Studio"


@dataclass(frozen=True)
class Member:
    """Somebody who is to be logged in; they become a member when they first are."""

    name: str
    roles: tuple[str, ...]
    account: UUID
    agent_id: UUID | None = None

    @property
    def email(self) -> str:
        """An address of this account's alone: nobody meets their other accounts in a story."""
        return f"{self.name.lower().replace(' ', '.')}@{self.account.hex[:12]}.example"


class AppClient:
    """The requests that the app makes in one browser, without the browser."""

    def __init__(self, gateway: str, secret: str = "") -> None:
        self._client = httpx.Client(base_url=gateway, timeout=60)
        self.secret = secret

    def follow(self, link: str) -> "AppClient":
        """Log in by a link."""
        response = self._send("POST", "/login/link", {"token": link.partition("?token=")[2]})
        [cookie] = response.headers.get_list("set-cookie")
        self.secret = cookie.partition("=")[2].partition(";")[0]
        return self

    def get(self, path: str) -> Any:
        return self._send("GET", path).json()

    def post(self, path: str, body: object = None) -> Any:
        response = self._send("POST", path, body)
        return response.json() if response.content else None

    def patch(self, path: str, body: object, version: int) -> None:
        self._send("PATCH", path, body, {"If-Match": f'"{version}"'})

    def delete(self, path: str) -> None:
        self._send("DELETE", path)

    def _send(
        self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        response = self._client.request(
            method,
            f"/identity/v1{path}",
            json=body,
            headers={
                "Sec-Fetch-Site": "same-origin",
                "Idempotency-Key": str(uuid.uuid4()),
                "Cookie": f"{SESSION_COOKIE}={self.secret}",
                **(headers or {}),
            },
        )
        assert response.is_success, response.text
        return response


async def log_in(
    context: BrowserContext, system: System, member: Member, *, gateway: str | None = None
) -> None:
    """Give the browser a session of this member, one for all stories that log them in."""
    secret = await asyncio.to_thread(_secret, system.folder.root, member)
    await give_session(context, secret, gateway or system.state.gateway)


async def give_session(context: BrowserContext, secret: str, gateway: str) -> None:
    """Give the browser a session that began elsewhere."""
    await context.add_cookies(
        [
            {
                "name": SESSION_COOKIE,
                "value": secret,
                "domain": httpx.URL(gateway).host,
                "path": "/",
                "secure": True,
                "httpOnly": True,
                "sameSite": "Strict",
            }
        ]
    )


def begin_session(system: System, member: Member) -> AppClient:
    """Log the member in with a link that the administrator makes, as what they are.

    Such a link makes its person an owner; an owner then gives them their roles.
    """
    folder = system.folder
    administrator = installation.administrator(folder)
    gateway = system.state.gateway
    owns = "owner" in member.roles
    owner = None if owns else AppClient(gateway).follow(administrator.owner_link(member.account))
    link = administrator.owner_link(member.account, email=member.email, name=member.name)
    client = AppClient(gateway).follow(link)
    _become(client, owner or client, member)
    return client


def _become(client: AppClient, owner: AppClient, member: Member) -> None:
    me = client.get("/me")
    if not me["account"]["name"]:
        owner.patch("/account", {"name": _CALLED}, me["account"]["version"])
    agent = str(member.agent_id) if member.agent_id else None
    if me["agent_id"] == agent and set(me["roles"]) == set(member.roles):
        return
    path = f"/members/{me['person']['member_id']}"
    changes = {"roles": member.roles, "agent_id": agent}
    owner.patch(path, changes, owner.get(path)["version"])


@cache
def _secret(folder: Path, member: Member) -> str:
    return begin_session(System(DataFolder(folder)), member).secret
