"""Connections of the driver, asyncpg: how each one is opened."""

import asyncio
from decimal import Decimal
from typing import Any

import asyncpg
from asyncpg.exceptions._base import InterfaceError, InternalClientError, PostgresError
from sqlalchemy import URL, make_url

from database.failures import DatabaseUnavailableError

_CONNECT_SECONDS = 10.0
_STATEMENT_SECONDS = 60
_COMMAND_SECONDS = _STATEMENT_SECONDS + 5.0
"""For servers that are silent: one that works ends a statement by itself, after `_STATEMENT_SECONDS`."""


def plain_url(url: str | URL) -> str:
    """The URL as asyncpg takes it, password included."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


async def open_connection(
    url: str | URL,
    *,
    command_seconds: float = _COMMAND_SECONDS,
    name: str = "",
    across_accounts: bool = False,
) -> asyncpg.Connection:
    """Open one connection; `name` is shown in `pg_stat_activity`. Raises `DatabaseUnavailableError`.

    With `across_accounts` the whole session works as `work_across_accounts` says.
    """
    settings: dict[str, Any] = {"timezone": "UTC", "statement_timeout": f"{_STATEMENT_SECONDS}s"}
    if name:
        settings["application_name"] = name
    if across_accounts:
        settings["honorar.across_accounts"] = "on"
    try:
        async with asyncio.timeout(_CONNECT_SECONDS):
            connection: asyncpg.Connection = await asyncpg.connect(
                plain_url(url), command_timeout=command_seconds, server_settings=settings
            )
            await _read_numbers_as_written(connection)
            return connection
    except (OSError, PostgresError, InterfaceError, InternalClientError) as error:
        raise DatabaseUnavailableError(f"no connection ({type(error).__name__})") from error


async def _read_numbers_as_written(connection: asyncpg.Connection) -> None:
    """The driver's own way makes 20000 a `2E+4`, which is another text, in another hash."""
    try:
        await connection.set_type_codec(
            "numeric", schema="pg_catalog", encoder=str, decoder=Decimal, format="text"
        )
    except BaseException:
        connection.terminate()
        raise
