"""Connections to the database that are killed at a chosen moment, as when a process or the database dies there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import pytest
from sqlalchemy import event
from sqlalchemy.util import await_

from database import Database, Session
from database.transactions import Transaction, driver_of, execute, flush, observed

AT_COMMIT, AFTER_COMMIT = 99, 100
"""Moments beside statements, which are counted from 1: when all is written and the commit is to come, and when it came and
nobody was told."""


@dataclass
class Killing:
    """What was seen until a connection was killed."""

    moment: int
    statements: list[str] = field(default_factory=list)
    struck: bool = False
    """Whether the moment came."""


@asynccontextmanager
async def killed_at(database: Database, superuser_url: str, moment: int) -> AsyncIterator[Killing]:
    """Kill the connection that comes first to this moment: right before that statement, or around its commit.

    The first statement begins the transaction.
    """
    killer = await asyncpg.connect(superuser_url)
    engine, seen = database.engine.sync_engine, Killing(moment)

    async def kill(connection: Any) -> None:
        seen.struck = True
        pid = connection.get_server_pid()
        await killer.execute("SELECT pg_terminate_backend($1, 60000)", pid)

    async def count(connection: Any, sql: str) -> None:
        seen.statements.append(sql)
        if len(seen.statements) == moment:
            await kill(connection)

    async def count_driver(session: Session, sql: str) -> None:
        if session.get_bind().engine is engine:
            await count(driver_of(session), sql)

    def count_cursor(connection: Any, cursor: object, sql: str, *about: object) -> None:
        await_(count(connection.connection.dbapi_connection.driver_connection, sql))

    async def commit(transaction: Transaction) -> None:
        if seen.struck or transaction.get_bind().engine is not engine:
            await committing(transaction)
            return
        await flush(transaction)
        if moment == AT_COMMIT and not seen.struck:  # another may have been, meanwhile
            await kill(driver_of(transaction))
        await committing(transaction)
        if moment == AFTER_COMMIT and not seen.struck:
            await kill(driver_of(transaction))
            await execute(transaction, "SELECT 1")

    committing = Transaction.commit
    event.listen(engine, "before_cursor_execute", count_cursor)
    try:
        with pytest.MonkeyPatch.context() as patch, observed(count_driver):
            if moment in (AT_COMMIT, AFTER_COMMIT):
                patch.setattr(Transaction, "commit", commit)
            yield seen
    finally:
        event.remove(engine, "before_cursor_execute", count_cursor)
        await killer.close()
