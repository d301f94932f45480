"""The public keys of a token issuer (RFC 7517), as it publishes them now."""

import asyncio
import logging
import time
from typing import Any

import httpx
import jwt

from web.problems import ISSUER_UNAVAILABLE

log = logging.getLogger(__name__)

_FETCH_SECONDS = 5.0
_AFTER_FAILURE_SECONDS = 1.0


class IssuerKeys:
    """Keys by id.

    They are fetched when a token names a key that is not there, but not more often than every `between` seconds, so that
    made-up keys do not become a load on the issuer; and anew after `max_age` seconds, so that a withdrawn key is soon
    trusted no longer. That happens behind requests, which go on with the keys at hand; one fetch serves all who wait.
    While the issuer is away, the keys at hand stay valid.
    """

    def __init__(self, url: str, *, max_age: float = 300.0, between: float = 10.0) -> None:
        self._url, self._max_age, self._between = url, max_age, between
        self._keys: dict[str | None, jwt.PyJWK] = {}
        self._stale_at = self._rest_until = 0.0
        self._failure: str | None = None
        self._fetching: asyncio.Task[None] | None = None

    def at_hand(self, kid: str | None) -> jwt.PyJWK | None:
        """A key that was fetched; one that is old is fetched anew behind the request."""
        found = self._keys.get(kid)
        if found is not None:
            now = time.monotonic()
            if now >= self._stale_at and now >= self._rest_until:
                self._fetch()
        return found

    async def key(self, kid: str | None) -> jwt.PyJWK:
        """Return a key. Raises `jwt.InvalidKeyError` when there is none, a 503 `ProblemError` when we cannot know."""
        if (found := self.at_hand(kid)) is not None:
            return found
        if time.monotonic() >= self._rest_until or self._fetching is not None:
            await asyncio.shield(self._fetch())
        if kid in self._keys:
            return self._keys[kid]
        if self._failure is not None:
            raise ISSUER_UNAVAILABLE.error(self._failure)
        raise jwt.InvalidKeyError("the token is signed with an unknown key")

    @property
    def idle(self) -> bool:
        """Whether no fetch is under way."""
        return self._fetching is None

    def _fetch(self) -> "asyncio.Task[None]":
        """The fetch that is under way, or a new one."""
        if self._fetching is None:
            self._fetching = asyncio.create_task(self._read_issuer(), name="fetch issuer keys")
        return self._fetching

    async def _read_issuer(self) -> None:
        try:
            limit = asyncio.timeout(_FETCH_SECONDS)
            async with limit, httpx.AsyncClient(timeout=_FETCH_SECONDS) as client:
                response = (await client.get(self._url)).raise_for_status()
            self._keys = _read(response.json())
        except (
            httpx.HTTPError,
            httpx.InvalidURL,
            jwt.PyJWTError,
            ValueError,
            RecursionError,
            TimeoutError,
        ) as error:
            self._failure = str(error) or type(error).__name__
            self._rest_until = time.monotonic() + _AFTER_FAILURE_SECONDS
            log.warning("the token issuer's keys cannot be read: %s", self._failure)
        else:
            now = time.monotonic()
            self._failure = None
            self._stale_at, self._rest_until = now + self._max_age, now + self._between
        finally:
            self._fetching = None


def _read(document: Any) -> dict[str | None, jwt.PyJWK]:
    """Raises ValueError or `jwt.PyJWTError` for what is no JWK set."""
    if not isinstance(document, dict):
        raise ValueError("the response is not a JWK set")
    try:
        return {key.key_id: key for key in jwt.PyJWKSet.from_dict(document).keys}
    except (TypeError, AttributeError, LookupError) as error:
        raise ValueError(f"the response is not a JWK set: {error}") from error
