"""LISTEN for as long as a process runs."""

import asyncio
import logging

import asyncpg

from messaging.backoff import Backoff
from messaging.direct import direct, event_within
from messaging.failures import name_of

logger = logging.getLogger(__name__)

_STILL_THERE_EVERY = 30.0


class Listener:
    """Sets `wake` at each notification of a channel; connects anew when it must, and wakes then too."""

    def __init__(self, dsn: str, channel: str, wake: asyncio.Event) -> None:
        self._dsn, self._channel, self._wake = dsn, channel, wake
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to listen, in the background."""
        self._task = asyncio.create_task(self._go_on(), name=f"listen {self._channel}")

    async def stop(self) -> None:
        """Stop listening."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _go_on(self) -> None:
        backoff, failures = Backoff(first=0.5, most=10), 0
        while True:
            try:
                await self._listen()
                failures = 0
            except Exception as error:
                failures += 1
                logger.warning("not listening (%s): sweeping only", name_of(error))
                await asyncio.sleep(backoff.wait(failures))

    async def _listen(self) -> None:
        """Listen until the connection ends; ask now and then whether it still stands."""
        ended = asyncio.Event()
        async with direct(
            self._dsn, name="listen", channel=self._channel, wake=self._wake
        ) as connection:
            connection.add_termination_listener(lambda _: ended.set())
            self._wake.set()  # what was said before we listened
            while not ended.is_set():
                await event_within(ended, _STILL_THERE_EVERY)
                await _ask(connection)


async def _ask(connection: asyncpg.Connection) -> None:
    await connection.execute("SELECT 1")
