"""Background work that is repeated for as long as a process runs."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable

from background.logs import error_name, outage_of

logger = logging.getLogger(__name__)


class PeriodicTask:
    """Does `work` at once and then every `interval_seconds`; a failure is logged, and the next run comes.

    `limit_seconds` is the most that one run may take. `succeeded_at` is when one last ended well, on the monotonic
    clock; None before.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[], Awaitable[None]],
        *,
        interval_seconds: float,
        limit_seconds: float = 10.0,
    ) -> None:
        self._name, self._work = name, work
        self._interval_seconds, self._limit_seconds = interval_seconds, limit_seconds
        self._task: asyncio.Task[None] | None = None
        self.succeeded_at: float | None = None

    def start(self) -> None:
        """Begin, in the background."""
        self._task = asyncio.create_task(self._repeat(), name=self._name)

    async def stop(self) -> None:
        """End, also in the middle of a run."""
        await cancel(self._task)

    async def run_once(self) -> None:
        """Do the work once; failures are logged."""
        try:
            async with asyncio.timeout(self._limit_seconds):
                await self._work()
        except Exception as error:
            logger.warning("%s failed (%s)", self._name, error_name(error), extra=outage_of(error))
        else:
            self.succeeded_at = time.monotonic()

    async def _repeat(self) -> None:
        while True:
            await self.run_once()
            await asyncio.sleep(self._interval_seconds)


async def cancel(task: asyncio.Task[None] | None) -> None:
    """Cancel a background task and wait for its end; no matter what it raises."""
    if task is not None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def wait_until_set(event: asyncio.Event, seconds: float) -> None:
    """Return when the event is set, at the latest after `seconds`."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
