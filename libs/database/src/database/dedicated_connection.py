"""A connection outside the pool, for session locks and LISTEN."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from asyncpg.exceptions._base import InterfaceError, PostgresError

from database.driver import open_connection

_COMMAND_SECONDS = 30.0
_CLOSE_SECONDS = 2.0


@asynccontextmanager
async def dedicated_connection(
    dsn: str, *, name: str, channel: str, wake: asyncio.Event
) -> AsyncIterator[asyncpg.Connection]:
    """Connect and LISTEN on `channel`: `wake` is set at each notification and when the connection ends.

    The session works across accounts (`work_across_accounts`).

    `dsn` must lead to PostgreSQL itself: a pooler in transaction mode keeps neither session locks nor LISTEN.
    `name` is shown in `pg_stat_activity`. Raises `DatabaseUnavailableError`.
    """
    connection = await open_connection(
        dsn, command_seconds=_COMMAND_SECONDS, name=name, across_accounts=True
    )
    try:
        connection.add_termination_listener(lambda _: wake.set())
        await connection.add_listener(channel, lambda *_: wake.set())
        yield connection
    finally:
        await _close(connection)


async def _close(connection: asyncpg.Connection) -> None:
    try:
        await connection.close(timeout=_CLOSE_SECONDS)
    except (OSError, PostgresError, InterfaceError):
        connection.terminate()
