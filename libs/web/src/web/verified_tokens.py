"""Tokens whose signature was checked: callers send one many times while it is valid."""

import hashlib
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

MOST = 10_000
"""Tokens in memory, some 5 MB; the one that was not sent for the longest is forgotten."""

C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class VerifiedToken(Generic[C]):
    """Whom a token names, and the key that signed it."""

    caller: C
    key_id: str | None
    key: Any


class VerifiedTokens(Generic[C]):
    """Remembers tokens by their digest until they expire, so that none lies in memory."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._known: OrderedDict[bytes, tuple[float, VerifiedToken[C]]] = OrderedDict()

    def get(self, token: str) -> VerifiedToken[C] | None:
        """What was found of a token that is still valid."""
        digest = _digest(token)
        until, found = self._known.get(digest, (0.0, None))
        if found is None:
            return None
        if time.monotonic() >= until:
            del self._known[digest]
            return None
        self._known.move_to_end(digest)
        return found

    def add(self, token: str, found: VerifiedToken[C], valid_seconds: float) -> None:
        """Remember a token that is valid for so long."""
        self._known[_digest(token)] = (time.monotonic() + valid_seconds, found)
        if len(self._known) > self._most:
            self._known.popitem(last=False)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="surrogatepass")).digest()
