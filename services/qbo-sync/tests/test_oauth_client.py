"""Tokens from Intuit: the network is faked at the transport."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from cryptography.fernet import Fernet, InvalidToken

from qbo_sync.intuit.faults import UnavailableError
from qbo_sync.intuit.oauth import GrantEndedError, OAuthClient, authorize_url
from qbo_sync.settings import Settings
from qbo_sync.token_store import TokenCipher

NOW = datetime(2026, 11, 20, tzinfo=UTC)
SETTINGS = Settings(
    database_url="postgresql://x@y/z",
    qbo_client_id="client",
    qbo_client_secret="secret",
    qbo_redirect_uri="https://honorar.example/qbo-sync/v1/callback",
)
GRANTED: dict[str, Any] = {
    "access_token": "a-2",
    "refresh_token": "r-2",
    "expires_in": 3600,
    "x_refresh_token_expires_in": 8_726_400,
    "x_refresh_token_hard_expires_in": 157_680_000,
}


class Endpoint:
    """Intuit's token endpoint: gives the answers in order."""

    def __init__(self) -> None:
        self.answers: list[httpx.Response | Exception] = []
        self.requests: list[httpx.Request] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        found = self.answers.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    def form(self, index: int = 0) -> dict[str, list[str]]:
        return parse_qs(self.requests[index].content.decode())


@pytest.fixture
def endpoint() -> Endpoint:
    return Endpoint()


@pytest.fixture
async def client(endpoint: Endpoint) -> AsyncIterator[OAuthClient]:
    async with httpx.AsyncClient(transport=httpx.MockTransport(endpoint.answer)) as http:
        yield OAuthClient(SETTINGS, http)


def test_the_authorize_url_is_intuits_with_our_redirect_and_the_state() -> None:
    url = urlsplit(authorize_url(SETTINGS, "s&1"))
    assert (url.netloc, url.path) == ("appcenter.intuit.com", "/connect/oauth2")
    assert parse_qs(url.query) == {
        "client_id": ["client"],
        "response_type": ["code"],
        "scope": ["com.intuit.quickbooks.accounting"],
        "redirect_uri": ["https://honorar.example/qbo-sync/v1/callback"],
        "state": ["s&1"],
    }


async def test_a_code_is_exchanged_with_basic_authentication(
    endpoint: Endpoint, client: OAuthClient
) -> None:
    endpoint.answers = [httpx.Response(200, json=GRANTED)]
    tokens = await client.exchange("code-1", now=NOW)

    assert (tokens.access, tokens.refresh) == ("a-2", "r-2")
    assert tokens.access_expires_at == NOW + timedelta(hours=1)
    assert tokens.refresh_expires_at == NOW + timedelta(days=101)
    assert tokens.hard_expires_at == NOW + timedelta(days=1825)
    assert endpoint.form() == {
        "grant_type": ["authorization_code"],
        "code": ["code-1"],
        "redirect_uri": ["https://honorar.example/qbo-sync/v1/callback"],
    }
    assert endpoint.requests[0].headers["authorization"] == "Basic Y2xpZW50OnNlY3JldA=="
    assert endpoint.requests[0].headers["accept"] == "application/json"


async def test_what_the_answer_leaves_out_is_what_intuit_documents(
    endpoint: Endpoint, client: OAuthClient
) -> None:
    endpoint.answers = [httpx.Response(200, json={"access_token": "a", "refresh_token": "r"})]
    tokens = await client.exchange("code-1", now=NOW)
    assert tokens.access_expires_at == NOW + timedelta(hours=1)
    assert tokens.refresh_expires_at == NOW + timedelta(days=100)
    assert tokens.hard_expires_at is None


async def test_a_code_is_never_sent_twice(endpoint: Endpoint, client: OAuthClient) -> None:
    endpoint.answers = [httpx.ReadTimeout("slow")]
    with pytest.raises(UnavailableError):
        await client.exchange("code-1", now=NOW)
    assert len(endpoint.requests) == 1


async def test_a_refresh_whose_answer_is_lost_is_sent_once_more(
    endpoint: Endpoint, client: OAuthClient
) -> None:
    endpoint.answers = [httpx.ReadError("gone"), httpx.Response(200, json=GRANTED)]
    assert (await client.refresh("r-1", now=NOW)).refresh == "r-2"
    assert endpoint.form(0) == endpoint.form(1)
    endpoint.answers = [httpx.ReadError("gone"), httpx.ReadError("gone")]
    with pytest.raises(UnavailableError):
        await client.refresh("r-1", now=NOW)


@pytest.mark.parametrize("verb", ["exchange", "refresh"])
async def test_an_invalid_grant_is_final(
    endpoint: Endpoint, client: OAuthClient, verb: str
) -> None:
    endpoint.answers = [httpx.Response(400, json={"error": "invalid_grant"})]
    with pytest.raises(GrantEndedError, match="invalid_grant"):
        await getattr(client, verb)("dead", now=NOW)
    assert len(endpoint.requests) == 1


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(503, text="<html>"),
        httpx.Response(400, json={"error": "invalid_client"}),
        httpx.Response(200, json={"error": "odd"}),
        httpx.Response(200, json={"access_token": "a"}),
        httpx.Response(200, text="not JSON"),
    ],
)
async def test_an_answer_without_both_tokens_overwrites_none(
    endpoint: Endpoint, client: OAuthClient, answer: httpx.Response
) -> None:
    endpoint.answers = [answer]
    with pytest.raises(UnavailableError):
        await client.exchange("code-1", now=NOW)


@pytest.mark.parametrize("status", [200, 400])
async def test_a_connection_that_ended_already_is_revoked(
    endpoint: Endpoint, client: OAuthClient, status: int
) -> None:
    endpoint.answers = [httpx.Response(status)]
    await client.revoke("r-1")
    assert endpoint.requests[0].content == b'{"token":"r-1"}'


@pytest.mark.parametrize(
    "answer", [httpx.Response(500), httpx.Response(429), httpx.ConnectError("")]
)
async def test_a_revocation_that_intuit_did_not_take_is_tried_again(
    endpoint: Endpoint, client: OAuthClient, answer: httpx.Response | Exception
) -> None:
    endpoint.answers = [answer]
    with pytest.raises(UnavailableError):
        await client.revoke("r-1")


def test_keys_of_tokens_can_be_changed() -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    sealed = TokenCipher([old]).encrypt("r-1")
    both = TokenCipher([new, old])

    assert b"r-1" not in sealed
    assert both.decrypt(sealed) == "r-1"
    assert TokenCipher([new]).decrypt(both.encrypt("r-1")) == "r-1"
    with pytest.raises(InvalidToken):
        TokenCipher([new]).decrypt(sealed)
    with pytest.raises(RuntimeError, match="QBO_TOKEN_KEYS"):
        TokenCipher([]).encrypt("r-1")
