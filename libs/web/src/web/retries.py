"""Endpoints that wait a little for what is on its way to them."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

_RETRIES = "retries"
_PAUSE_SECONDS = 0.1
E = TypeVar("E", bound=Callable[..., Any])
T = TypeVar("T")


@dataclass(frozen=True)
class Retries:
    """For how many seconds work that fails with one of these errors is tried again."""

    errors: tuple[type[Exception], ...] = ()
    seconds: float = 0.0

    def at_most(self, seconds: float) -> "Retries":
        """The same, if need be for a shorter time."""
        return replace(self, seconds=min(self.seconds, seconds))

    async def attempt(self, work: Callable[[], Awaitable[T]]) -> T:
        """Do the work until it succeeds or fails for good. Raises its last error."""
        deadline = time.monotonic() + self.seconds
        while True:
            try:
                return await work()
            except self.errors:
                if time.monotonic() >= deadline:
                    raise
            await asyncio.sleep(_PAUSE_SECONDS)


def retried(error: type[Exception], *, seconds: float) -> Callable[[E], E]:
    """Let an endpoint that ends with `error` be tried again before it is refused; stands below `@router.post`.

    For what the caller names and another service has, of which we hear a moment later. Each attempt is a transaction of
    its own; between them no connection is held.
    """

    def mark(endpoint: E) -> E:
        endpoint.__dict__[_RETRIES] = Retries((error,), seconds)
        return endpoint

    return mark


def retries_of(endpoint: Callable[..., Any]) -> Retries:
    """For how long the endpoint is tried again, and after what; by default not at all."""
    retries: Retries = endpoint.__dict__.get(_RETRIES, Retries())
    return retries
