"""The public keys of a token issuer (RFC 7517), as it publishes them now."""

import asyncio
import logging
import time
from typing import Any

import httpx
import jwt

from web.problems import ProblemError

log = logging.getLogger(__name__)

_AFTER_FAILURE = 1.0


class IssuerKeys:
    """Keys by id. Times in seconds.

    They are fetched when a token names a key we lack, but not more often than every `between`, so that made-up keys do not
    become a load on the issuer; and anew after `max_age`, so that a withdrawn key is trusted no longer. While the issuer
    is away, the keys we have go on.
    """

    def __init__(self, url: str, *, max_age: float = 300.0, between: float = 10.0) -> None:
        self._url, self._max_age, self._between = url, max_age, between
        self._keys: dict[str | None, jwt.PyJWK] = {}
        self._stale_at = self._rest_until = 0.0
        self._trouble: str | None = None
        self._fetching = asyncio.Lock()

    async def key(self, kid: str | None) -> jwt.PyJWK:
        """Return a key. Raises `jwt.InvalidKeyError` when there is none, a 503 `ProblemError` when we cannot know."""
        if self._must_fetch(kid):
            async with self._fetching:
                if self._must_fetch(kid):  # while we waited, another request may have fetched
                    await self._fetch()
        if kid in self._keys:
            return self._keys[kid]
        if self._trouble is not None:
            raise ProblemError(
                503,
                "issuer-unavailable",
                "The token issuer's keys cannot be read",
                detail=self._trouble,
                headers={"Retry-After": "1"},
            )
        raise jwt.InvalidKeyError("the token is signed with an unknown key")

    def _must_fetch(self, kid: str | None) -> bool:
        now = time.monotonic()
        return now >= self._rest_until and (kid not in self._keys or now >= self._stale_at)

    async def _fetch(self) -> None:
        try:
            async with httpx.AsyncClient(timeout=5) as client:
                response = (await client.get(self._url)).raise_for_status()
            self._keys = _read(response.json())
        except (httpx.HTTPError, httpx.InvalidURL, jwt.PyJWTError, ValueError) as error:
            self._trouble = str(error) or type(error).__name__
            self._rest_until = time.monotonic() + _AFTER_FAILURE
            log.warning("the token issuer's keys cannot be read: %s", self._trouble)
            return
        now = time.monotonic()
        self._trouble = None
        self._stale_at, self._rest_until = now + self._max_age, now + self._between


def _read(document: Any) -> dict[str | None, jwt.PyJWK]:
    if not isinstance(document, dict):
        raise ValueError("the response is not a JWK set")
    return {key.key_id: key for key in jwt.PyJWKSet.from_dict(document).keys}
