"""A connection of one's own to PostgreSQL, for session locks and LISTEN."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from asyncpg.exceptions._base import InterfaceError, PostgresError

_CONNECT_LIMIT = 10.0
_COMMAND_LIMIT = 30.0


@asynccontextmanager
async def direct(
    dsn: str, *, name: str, channel: str, wake: asyncio.Event
) -> AsyncIterator[asyncpg.Connection]:
    """Connect and listen: `wake` is set at each notification and when the connection ends.

    `dsn` must lead to PostgreSQL itself: a pooler in transaction mode keeps neither locks nor LISTEN.
    Raises `OSError` or asyncpg's errors.
    """
    connection: asyncpg.Connection = await asyncpg.connect(
        dsn.replace("postgresql+asyncpg://", "postgresql://", 1),
        timeout=_CONNECT_LIMIT,
        command_timeout=_COMMAND_LIMIT,
        server_settings={"application_name": name},
    )
    try:
        connection.add_termination_listener(lambda _: wake.set())
        await connection.add_listener(channel, lambda *_: wake.set())
        yield connection
    finally:
        await _close(connection)


async def _close(connection: asyncpg.Connection) -> None:
    try:
        await connection.close(timeout=2)
    except (OSError, PostgresError, InterfaceError):
        connection.terminate()


async def event_within(event: asyncio.Event, seconds: float) -> None:
    """Return when the event is set, or after `seconds`."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
