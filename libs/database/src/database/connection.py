"""Connections and transactions of one service's database."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from copy import copy
from functools import partial
from uuid import UUID

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from database.accounts import configure, enter_account, work_across_accounts
from database.driver import open_connection
from database.liveness import keep_alive
from database.probe import Probe

Session = AsyncSession
"""One transaction, as commands and handlers are given it."""

_SNAPSHOT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


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
    ) -> AsyncIterator[AsyncSession]:
        """Open one transaction; commit it at the end, or roll it back when an error leaves.

        Without an account, every tenant table is empty to it; `across_accounts` is for what works for all of them
        (see `work_across_accounts`). One that only reads sees one moment, however many
        statements it makes (PostgreSQL: REPEATABLE READ, READ ONLY). With `lock_seconds`, a statement that waits
        longer for a lock fails with a transient error.
        """
        lock_seconds = lock_seconds or self._lock_seconds
        limits = {"lock_timeout": f"{lock_seconds * 1000:.0f}ms"} if lock_seconds else {}

        async def begin(session: AsyncSession) -> None:
            await session.connection(execution_options=_SNAPSHOT if reads_only else None)
            if account_id is not None:
                await enter_account(session, account_id, limits)
            elif across_accounts:
                await work_across_accounts(session, limits)
            elif limits:
                await configure(session, limits)

        async with await self._begun(begin) as session:
            yield session
            await session.commit()

    async def _begun(self, begin: Callable[[AsyncSession], Awaitable[None]]) -> AsyncSession:
        """A session that has begun; on another connection when the first turns out to be lost, before it did anything."""
        try:
            return await self._session(begin)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
        return await self._session(begin)

    async def _session(self, begin: Callable[[AsyncSession], Awaitable[None]]) -> AsyncSession:
        session = AsyncSession(self.engine, expire_on_commit=False)
        try:
            await begin(session)
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

    At most `pool_size` connections are open, and stay so; who wants one waits up to `pool_timeout` seconds. What is
    raised and logged of a statement never shows its parameters.
    """
    engine = create_async_engine(
        make_url(url).set(drivername="postgresql+asyncpg"),
        async_creator=partial(open_connection, url),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=pool_timeout,
        pool_use_lifo=True,
        hide_parameters=True,
    )
    keep_alive(engine.sync_engine)
    return Database(engine)
