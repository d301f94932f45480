"""Hears at once what the database tells: credentials that are no longer what they were, and hints."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping

from database import dedicated_connection

log = logging.getLogger(__name__)

_PROBE_SECONDS = 1.0
_TRUST_SECONDS = 3.0
_AGAIN_SECONDS = 1.0


class Changes:
    """LISTENs to the database and calls the function of a channel with each notification on it.

    The connection is asked every second whether it lives; `live` is true while its last answer is younger than
    three. Who keeps anything in memory may use it only then. `begun` is called when it begins to hear (what came
    before was missed), `lost` when it hears no more.
    """

    def __init__(
        self,
        database_url: str,
        channels: Mapping[str, Callable[[str], None]],
        *,
        begun: Callable[[], None],
        lost: Callable[[], None],
    ) -> None:
        self._url, self._channels, self._begun, self._lost = database_url, channels, begun, lost
        self._trusted_until = 0.0
        self._hears = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def live(self) -> bool:
        """Whether every change until a moment ago has been heard."""
        return time.monotonic() < self._trusted_until

    def start(self) -> None:
        """Begin to listen, unless that was done before."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name="listen to credential changes")

    async def wait_until_live(self) -> bool:
        """Begin to listen; whether that works within the time that an answer is trusted."""
        self.start()
        try:
            await asyncio.wait_for(self._hears.wait(), _TRUST_SECONDS)
        except TimeoutError:
            return False
        return self.live

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
            finally:
                self._trusted_until = 0.0
                self._hears.clear()
                self._lost()
            await asyncio.sleep(_AGAIN_SECONDS)

    async def _listen(self) -> None:
        [first, *_] = self._channels
        ended = asyncio.Event()
        async with dedicated_connection(
            self._url, name="identity changes", channel=f"{first}_end", wake=ended
        ) as connection:
            for channel in self._channels:
                await connection.add_listener(channel, self._hear)
            while not ended.is_set():
                asked = time.monotonic()
                await connection.execute("SELECT 1", timeout=_TRUST_SECONDS)
                if self._trusted_until == 0.0:
                    self._begun()
                self._trusted_until = asked + _TRUST_SECONDS
                self._hears.set()
                try:
                    await asyncio.wait_for(ended.wait(), _PROBE_SECONDS)
                except TimeoutError:
                    continue

    def _hear(self, _connection: object, _pid: int, channel: str, payload: object) -> None:
        self._channels[channel](str(payload))
