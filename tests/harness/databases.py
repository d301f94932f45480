"""What lies in the databases of a running system."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from embedded_servers import PostgresServer
from embedded_servers.provision import connect
from tests.harness.system import System


@asynccontextmanager
async def _connected(system: System, database: str) -> AsyncIterator[Any]:
    server = PostgresServer(system.folder.postgres, system.state.postgres_port)
    connection = await connect(server.url(database))
    try:
        yield connection
    finally:
        await connection.close()


async def fetch(system: System, database: str, statement: str, *, after: str = "") -> list[Any]:
    """Rows of a service's database, across accounts, as they would be `after` statements that are rolled back."""
    async with _connected(system, database) as connection:
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute(after or "SELECT")
        rows = list(await connection.fetch(statement))
        await transaction.rollback()
        return rows


async def execute(system: System, database: str, statement: str) -> None:
    """Change a service's database as a superuser."""
    async with _connected(system, database) as connection:
        await connection.execute(statement)


async def outbox_ids(system: System, database: str) -> set[str]:
    """Ids of all events in the outbox of a service."""
    async with _connected(system, database) as connection:
        rows = await connection.fetch("SELECT event_id FROM outbox_messages")
        return {str(row["event_id"]) for row in rows}


async def open_dead_letters(system: System, database: str) -> int:
    """How many dead letters of a service nobody has dealt with."""
    async with _connected(system, database) as connection:
        found = await connection.fetchval("SELECT count(*) FROM dead_letters WHERE state = 'open'")
        return int(found)
