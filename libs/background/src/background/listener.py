"""LISTEN for as long as a process runs."""

import asyncio
import logging

from background.backoff import Backoff
from background.logs import error_name, outage_of
from background.periodic_task import cancel, wait_until_set
from database import dedicated_connection

logger = logging.getLogger(__name__)

_KEEPALIVE_SECONDS = 30.0


class Listener:
    """Sets `wake` at each notification of a channel; connects anew when it must, and sets it then too."""

    def __init__(self, dsn: str, channel: str, wake: asyncio.Event) -> None:
        self._dsn, self._channel, self._wake = dsn, channel, wake
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to listen, in the background."""
        self._task = asyncio.create_task(self._keep_listening(), name=f"listen {self._channel}")

    async def stop(self) -> None:
        """Stop listening."""
        await cancel(self._task)

    async def _keep_listening(self) -> None:
        backoff, failures = Backoff(first=0.5, most=10), 0
        while True:
            try:
                await self._listen()
                failures = 0
            except Exception as error:
                failures += 1
                logger.warning(
                    "not listening (%s): sweeping only", error_name(error), extra=outage_of(error)
                )
                await asyncio.sleep(backoff.wait(failures))

    async def _listen(self) -> None:
        """Listen until the connection ends; ask now and then whether it still stands."""
        ended = asyncio.Event()
        async with dedicated_connection(
            self._dsn, name="listen", channel=self._channel, wake=self._wake
        ) as connection:
            connection.add_termination_listener(lambda _: ended.set())
            self._wake.set()  # for what was notified before we listened
            while not ended.is_set():
                await wait_until_set(ended, _KEEPALIVE_SECONDS)
                await connection.execute("SELECT 1")
