"""Hears at once which credentials are no longer what they were."""

import asyncio
import logging
import time
from collections.abc import Callable

from database import dedicated_connection
from identity.store.tables import CHANNEL

log = logging.getLogger(__name__)

_PROBE_SECONDS = 1.0
_TRUST_SECONDS = 3.0
_AGAIN_SECONDS = 1.0


class Changes:
    """LISTENs to the database and calls `forget` with the id of each credential that changed, or None for all.

    The connection is asked every second whether it lives; `live` is true while its last answer is younger than
    three. Who keeps anything in memory may use it only then.
    """

    def __init__(self, database_url: str, forget: Callable[[str | None], None]) -> None:
        self._url, self._forget = database_url, forget
        self._trusted_until = 0.0
        self._task: asyncio.Task[None] | None = None

    @property
    def live(self) -> bool:
        """Whether every change until a moment ago has been heard."""
        return time.monotonic() < self._trusted_until

    def start(self) -> None:
        """Begin to listen, unless that was done before."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name="listen to credential changes")

    async def stop(self) -> None:
        """Listen no longer."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            try:
                await self._listen()
            except Exception as error:  # whatever it is, the database is asked until it is over
                log.warning("changes of credentials are not heard (%s)", type(error).__name__)
            self._trusted_until = 0.0
            await asyncio.sleep(_AGAIN_SECONDS)

    async def _listen(self) -> None:
        ended = asyncio.Event()
        async with dedicated_connection(
            self._url, name="identity changes", channel=f"{CHANNEL}_end", wake=ended
        ) as connection:
            await connection.add_listener(CHANNEL, lambda *heard: self._forget(heard[-1]))
            while not ended.is_set():
                asked = time.monotonic()
                await connection.execute("SELECT 1", timeout=_TRUST_SECONDS)
                if self._trusted_until == 0.0:
                    self._forget(None)
                self._trusted_until = asked + _TRUST_SECONDS
                try:
                    await asyncio.wait_for(ended.wait(), _PROBE_SECONDS)
                except TimeoutError:
                    continue
