"""Connections and transactions of one service's database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import copy
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import NullPool, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from database.accounts import ACROSS_ACCOUNTS, remember_account, settings_of
from database.driver import open_connection
from database.liveness import keep_alive
from database.locks import lock_sql, remember_lock
from database.probe import Probe
from database.transactions import Transaction, settings_sql

Session = AsyncSession
"""One transaction, as commands and handlers are given it."""

_SNAPSHOT = "ISOLATION LEVEL REPEATABLE READ READ ONLY"


class Database:
    """A service's own database, reached with the role that may do its daily work and nothing else."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.probe = Probe(engine.url)
        self._lock_seconds: float | None = None

    def with_lock_limit(self, seconds: float) -> "Database":
        """The same database, whose transactions wait at most this long for a lock where they say nothing else."""
        limited = copy(self)
        limited._lock_seconds = seconds
        return limited

    @asynccontextmanager
    async def transaction(
        self,
        account_id: UUID | None = None,
        *,
        reads_only: bool = False,
        across_accounts: bool = False,
        lock_seconds: float | None = None,
        lock: str = "",
    ) -> AsyncIterator[AsyncSession]:
        """Open one transaction; commit it at the end, or roll it back when an error leaves.

        Without an account, every tenant table is empty to it; `across_accounts` is for what works for all of them
        (see `work_across_accounts`). One that only reads sees one moment, however many
        statements it makes (PostgreSQL: REPEATABLE READ, READ ONLY). With `lock_seconds`, a statement that waits
        longer for a lock fails with a transient error. `lock` is a name that it holds exclusively from the beginning
        (`lock_exclusive`), which needs no round trip of its own.
        """
        beginning = []
        if settings := self._settings(account_id, across_accounts, lock_seconds):
            beginning.append(settings_sql(settings))
        if lock:
            beginning.append(lock_sql(lock))
        session = await self._begun(_SNAPSHOT if reads_only else "", *beginning)
        if account_id is not None:
            remember_account(session, account_id)
        if lock:
            remember_lock(session, lock)
        async with session:
            yield session
            await session.commit()

    def _settings(
        self, account_id: UUID | None, across_accounts: bool, lock_seconds: float | None
    ) -> dict[str, str]:
        settings: dict[str, str] = {}
        if seconds := lock_seconds or self._lock_seconds:
            settings["lock_timeout"] = f"{seconds * 1000:.0f}ms"
        if account_id is not None:
            settings |= settings_of(account_id)
        elif across_accounts:
            settings |= ACROSS_ACCOUNTS
        return settings

    async def _begun(self, modes: str, *statements: str) -> Transaction:
        """A session that has begun; on another connection when the first turns out to be lost, before it did anything."""
        try:
            return await self._session(modes, *statements)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
        return await self._session(modes, *statements)

    async def _session(self, modes: str, *statements: str) -> Transaction:
        session = await Transaction.on(self.engine)
        try:
            await session.start(modes, *statements)
        except BaseException:
            await session.close()
            raise
        return session

    async def ready(self) -> bool:
        """Whether the database answers a query now; asked beside the pool, known within 2 seconds."""
        return await self.probe.answers()

    async def dispose(self) -> None:
        """Close all connections."""
        await self.probe.close()
        await self.engine.dispose()


def connect(url: str, *, pool_size: int = 15, pool_timeout: float = 3.0) -> Database:
    """Make a `Database` from a `postgresql://` URL; nothing is opened until the first use.

    At most `pool_size` connections are open, and stay so; who wants one waits up to `pool_timeout` seconds. Without a pool
    (0), each transaction opens a connection of its own. What is raised and logged of a statement never shows its parameters.
    """
    pool: dict[str, Any] = {"poolclass": NullPool}
    if pool_size:
        pool = {"pool_size": pool_size, "max_overflow": 0, "pool_timeout": pool_timeout}
        pool["pool_use_lifo"] = True
    engine = create_async_engine(
        make_url(url).set(drivername="postgresql+asyncpg"),
        async_creator=partial(open_connection, url),
        isolation_level="AUTOCOMMIT",  # `Transaction` begins and commits
        hide_parameters=True,
        **pool,
    )
    keep_alive(engine.sync_engine)
    return Database(engine)
