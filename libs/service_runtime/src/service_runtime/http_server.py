"""uvicorn, quieter: a process at rest costs what it wakes up for."""

import asyncio

import uvicorn

from background.periodic_task import wait_until_set

_TICK_SECONDS = 1.0
"""How often the date in responses is set anew."""


class HttpServer(uvicorn.Server):
    """Wakes once a second and when it is told to end, not ten times a second to see whether it is."""

    def __init__(self, config: uvicorn.Config) -> None:
        self._ending = asyncio.Event()
        super().__init__(config)

    @property
    def should_exit(self) -> bool:
        """Whether it is to end."""
        return self._ending.is_set()

    @should_exit.setter
    def should_exit(self, ends: bool) -> None:
        if ends:
            self._ending.set()

    async def main_loop(self) -> None:
        """Tick until it is to end."""
        while not await self.on_tick(0):
            await wait_until_set(self._ending, _TICK_SECONDS)
