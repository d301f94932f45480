"""Work done again and again, for as long as a process runs."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from messaging.failures import name_of

logger = logging.getLogger(__name__)


class Timer:
    """Does `work` every `interval` seconds in the background; a failure is logged and the next turn comes.

    `limit`: seconds that one turn may take. `turned_at`: when a turn last began, `succeeded_at`: when one last
    ended well, on the monotonic clock.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[], Awaitable[None]],
        *,
        interval: float,
        limit: float = 10.0,
    ) -> None:
        self._name, self._work, self._interval, self._limit = name, work, interval, limit
        self._task: asyncio.Task[None] | None = None
        self.turned_at = time.monotonic()
        self.succeeded_at: float | None = None

    def start(self) -> None:
        """Begin, with a turn at once."""
        self._task = asyncio.create_task(self._go_on(), name=self._name)

    async def stop(self) -> None:
        """End, also in the middle of a turn."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def turn(self) -> None:
        """Do the work once; failures are logged."""
        self.turned_at = time.monotonic()
        try:
            async with asyncio.timeout(self._limit):
                await self._work()
        except Exception as error:
            logger.warning("%s failed (%s)", self._name, name_of(error))
        else:
            self.succeeded_at = time.monotonic()

    async def _go_on(self) -> None:
        while True:
            await self.turn()
            await asyncio.sleep(self._interval)
