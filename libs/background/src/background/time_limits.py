"""How long a handler may take, and whose fault it is when it takes longer."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from background.errors import HandlerTimeoutError, HandlerWaitedError
from background.periodic_task import cancel

_MAX_LOCK_SECONDS = 10.0


def lock_seconds(limit_seconds: float) -> float:
    """How long one statement of a handler with this limit may wait for a lock, in seconds."""
    return min(_MAX_LOCK_SECONDS, limit_seconds / 3)


@asynccontextmanager
async def time_limit(seconds: float, waits: Callable[[], Awaitable[bool]]) -> AsyncIterator[None]:
    """End the block after `seconds`.

    `waits` is asked then whether the database keeps the block waiting: raises `HandlerWaitedError` if so, which is
    transient, else `HandlerTimeoutError`.
    """
    limit, loop = asyncio.timeout(None), asyncio.get_running_loop()
    waited = False

    async def watch() -> None:
        nonlocal waited
        await asyncio.sleep(seconds)
        waited = await waits()
        limit.reschedule(loop.time())

    watching = asyncio.create_task(watch(), name="time limit")
    try:
        async with limit:
            yield
    except TimeoutError as error:
        if not limit.expired():
            raise
        if waited:
            raise HandlerWaitedError("it waited for the database") from error
        raise HandlerTimeoutError(f"more than {seconds:g} s") from error
    finally:
        await cancel(watching)
