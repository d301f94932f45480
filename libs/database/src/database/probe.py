"""Questions to the database beside the pool, answered while every connection of the pool is taken."""

import asyncio

import asyncpg
from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncSession

from database.driver import open_connection
from database.transactions import driver_of

_ANSWER_SECONDS = 1.5
_ASK_SECONDS = 3.0

# https://www.postgresql.org/docs/current/monitoring-stats.html#WAIT-EVENT-TABLE
_WAITS = """
SELECT state = 'active' AND wait_event_type IN ('Lock', 'LWLock', 'BufferPin', 'IO', 'IPC')
FROM pg_stat_activity WHERE pid = $1
"""
"""A statement that computes, or sleeps as it was told to, does not wait; nor does a session without a statement."""


class Probe:
    """Asks a database on connections of its own."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._connection: asyncpg.Connection | None = None
        self._asking: asyncio.Task[bool] | None = None

    async def answers(self, *, within_seconds: float = _ANSWER_SECONDS) -> bool:
        """Whether the database answers a query within this time. Any number may ask at once; one query is made."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask(), name="ask the database")
        answered, _ = await asyncio.wait({self._asking}, timeout=within_seconds)
        return bool(answered) and not self._asking.cancelled() and self._asking.result()

    async def waits(self, pid: int) -> bool:
        """Whether a session waits for a lock or for the server itself; true also when the server does not answer."""
        try:
            async with asyncio.timeout(_ASK_SECONDS):
                connection = await open_connection(self._url, name="probe")
                try:
                    return bool(await connection.fetchval(_WAITS, pid))
                finally:
                    connection.terminate()
        except Exception:  # whatever it is, the database does not answer
            return True

    async def close(self) -> None:
        """Close the connection."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)
        self._drop()

    async def _ask(self) -> bool:
        try:
            async with asyncio.timeout(_ASK_SECONDS):
                if self._connection is None:
                    self._connection = await open_connection(self._url, name="probe")
                await self._connection.execute("SELECT 1")
        except Exception:  # whatever it is, the database does not answer
            self._drop()
            return False
        return True

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None


async def server_pid(session: AsyncSession) -> int:
    """The number of the server process behind a session, for `Probe.waits`."""
    return int(driver_of(session).get_server_pid())
