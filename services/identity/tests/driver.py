"""Identity under test, behind a gateway that asks it about each request as ours does."""

import re
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from contracts.identity import LogInRequested, MemberInvited
from database import new_id
from testkit import ACCOUNT, Served
from web.callers import Caller, caller_of, unauthenticated

ADMIN_SECRET = "the administrator's secret"
ISSUER = "http://localhost:8480"
PUBLIC_URL = "http://localhost:8480"
DOORS = re.compile(r"/v1/(login|logout|oidc|invitations/accept|invitations/look-up)(/|$)")
"""What the gateway does not ask about."""


@dataclass(frozen=True)
class KeyVerifier:
    """Trusts identity's tokens, as the services do."""

    key: ec.EllipticCurvePublicKey

    async def caller(self, token: str) -> Caller:
        return caller_of(self.claims(token))

    def claims(self, token: str) -> dict[str, Any]:
        try:
            return jwt.decode(
                token, self.key, algorithms=["ES256"], audience="honorar", issuer=ISSUER
            )
        except jwt.PyJWTError as error:
            raise unauthenticated(str(error)) from error


class Gateway(httpx.Auth):
    """What Caddy's `forward_auth` does: the answer of `/verify` goes to the caller, unless it is a yes."""

    async def async_auth_flow(
        self, request: httpx.Request
    ) -> AsyncGenerator[httpx.Request, httpx.Response]:
        if DOORS.match(request.url.path):
            yield request
            return
        question = {k: v for k, v in request.headers.items() if not k.startswith("content-")}
        question["X-Forwarded-Method"] = request.method
        answer = yield httpx.Request("GET", "http://identity/verify", headers=question)
        if answer.status_code == 200:
            if "authorization" in answer.headers:
                request.headers["Authorization"] = answer.headers["authorization"]
            yield request


@dataclass
class Browser:
    """A browser with cookies, whose app sends same-origin requests with an Idempotency-Key each."""

    client: httpx.AsyncClient
    cookies: dict[str, str] = field(default_factory=dict)
    network: str = "192.0.2.7"

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.request("GET", path, None, headers)

    async def post(self, path: str, body: Any = None, **headers: str) -> httpx.Response:
        return await self.request("POST", path, body, headers)

    async def patch(self, path: str, body: Any) -> httpx.Response:
        return await self.request("PATCH", path, body, {})

    async def delete(self, path: str) -> httpx.Response:
        return await self.request("DELETE", path, None, {})

    async def request(
        self, method: str, path: str, body: Any, headers: Mapping[str, str]
    ) -> httpx.Response:
        sent = {
            "Sec-Fetch-Site": "same-origin",
            "Idempotency-Key": str(new_id()),
            "X-Forwarded-For": self.network,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        } | {name.replace("_", "-"): value for name, value in headers.items()}
        response = await self.client.request(
            method,
            path,
            json=body,
            headers={name: value for name, value in sent.items() if value},
            auth=Gateway(),
        )
        for line in response.headers.get_list("set-cookie"):
            found = re.match(r"([^=]+)=([^;]*); Max-Age=(\d+)", line)
            assert found, line
            self.cookies[found[1]] = found[2]
            if found[3] == "0":
                del self.cookies[found[1]]
        return response


@dataclass
class Driver:
    """Lets people come in."""

    served: Served
    verifier: KeyVerifier

    async def browser(self, **attributes: Any) -> Browser:
        return Browser(await self.served.client(), **attributes)

    async def owner(self, account: UUID = ACCOUNT, email: str = "anna@lind.example") -> Browser:
        """A browser in which an owner of the account is logged in by the link of the command line."""
        browser = await self.browser()
        response = await browser.post(
            "/v1/login/link", {"token": await self.owner_token(account, email)}
        )
        assert response.status_code == 200, response.text
        return browser

    async def owner_token(self, account: UUID = ACCOUNT, email: str | None = None) -> str:
        client = await self.served.client({"Authorization": f"Bearer {ADMIN_SECRET}"})
        body = {"account_id": str(account), "email": email, "account_name": "Lind"}
        response = await client.post("/admin/owner-link", json=body)
        assert response.status_code == 201, response.text
        return token_of(response.json()["link"])

    async def member(self, owner: Browser, *roles: str, email: str, **more: Any) -> Browser:
        """A browser in which somebody is logged in who was invited and has accepted."""
        await self.invite(owner, *roles, email=email, **more)
        browser = await self.browser()
        token = token_of((await self.invitations())[-1].link)
        response = await browser.post("/v1/invitations/accept", {"token": token})
        assert response.status_code == 200, response.text
        return browser

    async def invite(self, owner: Browser, *roles: str, email: str, **more: Any) -> dict[str, Any]:
        body = {"email": email, "roles": list(roles), **more}
        response = await owner.post("/v1/invitations", body)
        assert response.status_code == 201, response.text
        invited: dict[str, Any] = response.json()
        return invited

    async def invitations(self) -> list[MemberInvited]:
        return await self.served.published(MemberInvited)

    async def log_in_links(self) -> list[LogInRequested]:
        return await self.served.published(LogInRequested)

    async def pass_time(self, table: str, time: timedelta, *columns: str) -> None:
        """Make times of a table's rows that much older."""
        connection = await asyncpg.connect(self.served.urls.superuser)
        changes = ", ".join(f"{column} = {column} - $1::interval" for column in columns)
        try:
            await connection.execute(f"UPDATE {table} SET {changes}", time)
        finally:
            await connection.close()


def write_key(folder: Path) -> tuple[Path, ec.EllipticCurvePublicKey]:
    """Make a signing key; returns its file and its public half."""
    key = ec.generate_private_key(ec.SECP256R1())
    file = folder / "signing-key.pem"
    pem = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    file.write_bytes(key.private_bytes(*pem, serialization.NoEncryption()))
    return file, key.public_key()


def token_of(link: str) -> str:
    """The token in a link."""
    return link.partition("?token=")[2]


async def member_id(browser: Browser) -> str:
    """Who is logged in."""
    return str((await browser.get("/v1/me")).json()["person"]["member_id"])


def problem(response: httpx.Response) -> tuple[int, str]:
    """Status and slug of a refusal."""
    return response.status_code, response.json()["type"].rpartition(":")[2]
