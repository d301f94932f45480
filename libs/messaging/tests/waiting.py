"""Waiting for a condition that has to be asked for."""

from collections.abc import Awaitable, Callable

from testkit import until


async def until_so(condition: Callable[[], Awaitable[object]], *, within: float = 20.0) -> None:
    """Return when the condition is true; fail after `within` seconds."""
    asking: Callable[[], object | Awaitable[object]] = condition
    await until(asking, within=within)
