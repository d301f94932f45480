"""Tokens from Intuit: authorize URL, code exchange, refresh, revocation (OAuth 2.0)."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

import httpx

from qbo_sync.domain import loads
from qbo_sync.intuit.faults import UnavailableError
from qbo_sync.settings import Settings

log = logging.getLogger(__name__)
SCOPE = "com.intuit.quickbooks.accounting"
_TIMEOUT = httpx.Timeout(40, connect=10)  # a rotated token must not be lost to a short time-out


class GrantEndedError(Exception):
    """`invalid_grant`: the code or refresh token is dead, and only the company's admin can help."""


@dataclass(frozen=True)
class Tokens:
    """An access token, and the refresh token that renews it until `hard_expires_at`."""

    access: str
    refresh: str
    access_expires_at: datetime
    refresh_expires_at: datetime
    hard_expires_at: datetime | None


def authorize_url(settings: Settings, state: str) -> str:
    """Where the browser of the company's admin must go (full page, never an iframe)."""
    query = {
        "client_id": settings.qbo_client_id,
        "response_type": "code",
        "scope": SCOPE,
        "redirect_uri": settings.qbo_redirect_uri,
        "state": state,
    }
    return f"{settings.qbo_authorize_url}?{urlencode(query)}"


class OAuthClient:
    """The token and revocation URLs."""

    def __init__(self, settings: Settings, http: httpx.AsyncClient) -> None:
        self._settings, self._http = settings, http

    async def exchange(self, code: str, *, now: datetime) -> Tokens:
        """Tokens for the code. Raises GrantEndedError, UnavailableError; a code works once, so no retry."""
        redirect_uri = self._settings.qbo_redirect_uri
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
        return await self._tokens(form, now)

    async def refresh(self, refresh_token: str, *, now: datetime) -> Tokens:
        """New tokens for the refresh token. After a lost answer it is sent once more: inside the
        24 hours in which Intuit keeps the value, that cures it.

        Raises GrantEndedError, UnavailableError.
        """
        form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        try:
            return await self._tokens(form, now)
        except UnavailableError as lost:
            log.warning("the token endpoint did not answer, once more: %s", lost)
            return await self._tokens(form, now)

    async def revoke(self, token: str) -> None:
        """End the connection at Intuit; one that ended already is fine. Raises UnavailableError."""
        url = self._settings.qbo_revoke_url
        try:
            response = await self._http.post(
                url, json={"token": token}, auth=self._client(), timeout=_TIMEOUT
            )
        except httpx.TransportError as error:
            raise UnavailableError(f"the revocation endpoint did not answer: {error!r}") from error
        if response.status_code >= 500 or response.status_code == 429:
            raise UnavailableError(f"the revocation endpoint answered {response.status_code}")

    async def _tokens(self, form: dict[str, str], now: datetime) -> Tokens:
        headers = {
            "Accept": "application/json",
            "x-include-refresh-token-hard-expires-in": "true",
        }
        try:
            response = await self._http.post(
                self._settings.qbo_token_url,
                data=form,
                auth=self._client(),
                headers=headers,
                timeout=_TIMEOUT,
            )
            body: object = loads(response.content)
        except (httpx.TransportError, ValueError) as error:
            raise UnavailableError(f"the token endpoint did not answer: {error!r}") from error
        if not isinstance(body, dict):
            raise UnavailableError(f"the token endpoint answered {response.status_code}, not JSON")
        if response.status_code == 400 and body.get("error") == "invalid_grant":
            raise GrantEndedError(str(body.get("error_description") or "invalid_grant"))
        if not response.is_success or "access_token" not in body or "refresh_token" not in body:
            raise UnavailableError(
                f"the token endpoint answered {response.status_code} {body.get('error')}"
            )
        try:
            return _tokens(body, now)
        except (ValueError, ArithmeticError) as error:
            raise UnavailableError(
                f"the token endpoint answered what is no token: {error}"
            ) from error

    def _client(self) -> tuple[str, str]:
        return self._settings.qbo_client_id, self._settings.qbo_client_secret.get_secret_value()


def _tokens(body: dict[str, object], now: datetime) -> Tokens:
    def after(name: str) -> datetime | None:
        seconds = body.get(name)
        return now + timedelta(seconds=float(str(seconds))) if seconds else None

    return Tokens(
        access=str(body["access_token"]),
        refresh=str(body["refresh_token"]),
        access_expires_at=after("expires_in") or now + timedelta(hours=1),
        refresh_expires_at=after("x_refresh_token_expires_in") or now + timedelta(days=100),
        hard_expires_at=after("x_refresh_token_hard_expires_in"),
    )
