"""A transaction of the driver, and the session of SQLAlchemy that takes part in it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

import asyncpg
from asyncpg.exceptions import InterfaceError, InternalClientError, PostgresError
from sqlalchemy import Connection, exc
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession
from sqlalchemy.pool import PoolProxiedConnection

DRIVER_ERRORS = (PostgresError, InterfaceError, InternalClientError)
_DRIVER = "driver"
_SYNC = "sync_session"
_MADE_LATE = (_SYNC, "_proxied", "_async_bind", "_async_binds")
Observe = Callable[[AsyncSession, str], Awaitable[None]]
_observers: list[Observe] = []


class Transaction(AsyncSession):
    """A session whose transaction is begun and ended on the driver's connection, in one round trip each.

    BEGIN travels with the transaction's settings. The engine is one that commits by itself to SQLAlchemy (AUTOCOMMIT),
    so it sends no BEGIN of its own, and its statements fall into the transaction that is open. What SQLAlchemy needs is
    made when it is first asked for: a transaction of statements of the driver's does without.
    """

    def __init__(self, engine: AsyncEngine, pooled: PoolProxiedConnection) -> None:
        self._engine, self._pooled = engine, pooled
        self._info: dict[Any, Any] = {_DRIVER: pooled.driver_connection}

    def __getattr__(self, name: str) -> Any:
        """Make what `AsyncSession` works with, which is missing until then."""
        if name not in _MADE_LATE:
            raise AttributeError(name)
        sync = Connection(self._engine.sync_engine, self._pooled)
        self._connection = AsyncConnection(self._engine, sync)
        super().__init__(self._connection, expire_on_commit=False)
        return self.__dict__[name]

    @classmethod
    async def on(cls, engine: AsyncEngine) -> "Transaction":
        """A session on a connection of the pool, which has not begun."""
        return cls(engine, await engine.raw_connection())

    @property
    def info(self) -> dict[Any, Any]:
        """What is noted about the transaction."""
        return self._info

    @property
    def is_made(self) -> bool:
        """Whether SQLAlchemy takes part."""
        return _SYNC in self.__dict__

    async def start(self, modes: str, *statements: str) -> None:
        """Begin with these modes, and execute these statements."""
        if statements:
            await tell_observers(self, ";".join(statements))
        await execute(self, ";".join((f"BEGIN {modes}", *statements)))

    async def commit(self) -> None:
        """Write what is pending and commit. Raises `InvalidRequestError` when a statement failed and was not undone."""
        await flush(self)
        if await execute(self, "COMMIT") != "COMMIT":
            raise exc.InvalidRequestError("a statement failed: the transaction was rolled back")

    async def rollback(self) -> None:
        """Undo everything."""
        await super().rollback()
        await self._undo()

    async def __aexit__(self, *error: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Give the connection back; what was not committed is undone."""
        if self.is_made or self._is_open():
            await asyncio.shield(self._close())
        else:
            self._pooled.close()

    async def _close(self) -> None:
        try:
            if self.is_made:
                await super().close()
            await self._undo()
        finally:
            if self.is_made:
                await self._connection.close()
            else:
                self._pooled.close()

    async def _undo(self) -> None:
        if self._is_open():
            await execute(self, "ROLLBACK")

    def _is_open(self) -> bool:
        driver = driver_of(self)
        return not driver.is_closed() and bool(driver.is_in_transaction())


def driver_of(session: AsyncSession) -> Any:
    """The driver's connection, in the transaction of the session."""
    return session.info[_DRIVER]


async def flush(session: AsyncSession) -> None:
    """Write what is pending, if anything is; a savepoint that was asked for is made."""
    if isinstance(session, Transaction) and not session.is_made:
        return
    state = session.sync_session
    if state.in_nested_transaction():
        await session.connection()
    if state.new or state.dirty or state.deleted:
        await session.flush()


async def configure(session: AsyncSession, settings: Mapping[str, str]) -> None:
    """Give PostgreSQL's settings of these names other values until the transaction ends."""
    sql = settings_sql(settings)
    await tell_observers(session, sql)
    await execute(session, sql)


def settings_sql(settings: Mapping[str, str]) -> str:
    """Statements that give PostgreSQL's settings of these names other values until the transaction ends."""
    return ";".join(f"SET LOCAL {name} = {literal(value)}" for name, value in settings.items())


def literal(value: str) -> str:
    """The text as SQL, for statements that take no parameters."""
    return "'" + value.replace("'", "''") + "'"


async def execute(session: AsyncSession, sql: str) -> str:
    """Execute statements without parameters in one round trip; returns the last one's command tag."""
    try:
        tag: str = await driver_of(session).execute(sql)
    except DRIVER_ERRORS as error:
        await fail(session, sql, error)
    return tag


async def fail(session: AsyncSession, sql: str, error: Exception) -> NoReturn:
    """Raise what SQLAlchemy raises of an error of the driver; a connection that was lost goes back to no pool."""
    connection = await session.connection()
    dialect: Any = connection.dialect
    broken = isinstance(error, asyncpg.IntegrityConstraintViolationError)
    kind = dialect.dbapi.IntegrityError if broken else dialect.dbapi.Error
    origin = kind(f"{type(error)}: {error}", error)
    origin.__cause__ = error
    lost = driver_of(session).is_closed()
    raised = exc.DBAPIError.instance(
        *(sql, None, origin, dialect.dbapi.Error),
        hide_parameters=True,
        connection_invalidated=lost,
        dialect=dialect,
    )
    if lost:
        await connection.invalidate(raised)
    raise raised from origin


@contextmanager
def observed(observe: Observe) -> Iterator[None]:
    """Tell of each statement before it goes to the driver, and wait for what is told; for tests."""
    _observers.append(observe)
    try:
        yield
    finally:
        _observers.remove(observe)


async def tell_observers(session: AsyncSession, sql: str) -> None:
    """Tell those who asked by `observed` of a statement."""
    for observe in _observers:
        await observe(session, sql)
