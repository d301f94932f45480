"""Whether the database answers, asked on a timer so that a probe need not wait."""

import time

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from messaging.timers import Timer

_FRESH = 15.0


class DatabaseWatch:
    """Asks every 5 seconds; no answer for 15 is a problem."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._timer = Timer("ask the database", self._ask, interval=5, limit=5)

    def start(self) -> None:
        """Begin to ask."""
        self._timer.start()

    async def stop(self) -> None:
        """Ask no more."""
        await self._timer.stop()

    def problems(self) -> list[str]:
        """One problem while the database does not answer."""
        answered = self._timer.succeeded_at
        if answered is None or time.monotonic() - answered > _FRESH:
            return ["the database does not answer"]
        return []

    async def _ask(self) -> None:
        async with self._engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
