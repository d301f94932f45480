"""Requests at a chosen pace, and what became of each."""

import asyncio
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

import httpx

TIMEOUT_SECONDS = 130.0
"""Longer than the gateway waits for anything, so that it is the gateway who gives up."""
_EXAMPLES = 20


class Pace:
    """Lets so many requests per second begin in all; without a rate, each at once."""

    def __init__(self, per_second: float | None = None) -> None:
        self._interval = 1 / per_second if per_second else 0.0
        self._next = 0.0

    async def turn(self) -> None:
        """Return when the next request is due. What is late is not made up for in a burst."""
        now = time.monotonic()
        begins = max(now, self._next)
        self._next = begins + self._interval
        await asyncio.sleep(begins - now)


@dataclass
class Tally:
    """Answers by kind of request and status, with their seconds; `dropped` had no answer."""

    seconds: dict[tuple[str, int], list[float]] = field(default_factory=lambda: defaultdict(list))
    dropped: Counter[str] = field(default_factory=Counter)
    unexpected: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    per_second: float = 0.0
    """Answers, while visitors came."""

    @property
    def statuses(self) -> Counter[int]:
        """How many answers of each status."""
        found = Counter[int]()
        for (_, status), seconds in self.seconds.items():
            found[status] += len(seconds)
        return found

    @property
    def answers(self) -> int:
        return self.statuses.total()

    @property
    def failed(self) -> int:
        """Answers of 500 and above."""
        return sum(count for status, count in self.statuses.items() if status >= 500)

    def add(self, kind: str, status: int, seconds: float) -> None:
        self.seconds[kind, status].append(seconds)

    def drop(self, kind: str, error: str) -> None:
        self.dropped[kind] += 1
        self._show(f"{kind}: {error}")

    def surprise(self, kind: str, said: str) -> None:
        """Count an answer that the mix does not expect."""
        self.unexpected[kind] += 1
        self._show(f"{kind}: {said}")

    def _show(self, example: str) -> None:
        if len(self.examples) < _EXAMPLES:
            self.examples.append(f"{time.strftime('%H:%M:%S')} {example}")


class UnexpectedAnswerError(Exception):
    """What follows in a visit makes no sense any more."""


class Visitor:
    """Somebody with a token and a connection of their own, which they keep."""

    def __init__(self, gateway: str, token: str | None, pace: Pace, tally: Tally) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        limits = httpx.Limits(keepalive_expiry=None)
        self._http = httpx.AsyncClient(
            base_url=gateway, headers=headers, timeout=TIMEOUT_SECONDS, limits=limits
        )
        self._pace, self._tally = pace, tally

    async def close(self) -> None:
        await self._http.aclose()

    async def send(
        self, kind: str, method: str, path: str, *expected: int, **request: Any
    ) -> httpx.Response:
        """Send a request when it is due. Raises `UnexpectedAnswerError` when its status is not `expected`."""
        await self._pace.turn()
        began = time.monotonic()
        try:
            response = await self._http.request(method, path, **request)
        except httpx.TransportError as error:
            self._tally.drop(kind, repr(error))
            raise UnexpectedAnswerError from error
        self._tally.add(kind, response.status_code, time.monotonic() - began)
        if response.status_code not in expected:
            self._tally.surprise(kind, f"{response.status_code} {response.text[:400]}")
            raise UnexpectedAnswerError
        return response
