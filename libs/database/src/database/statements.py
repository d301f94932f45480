"""SQL that is executed often: handed to the driver as it is written, and prepared once on each connection."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

import asyncpg
from asyncpg.exceptions import InterfaceError, InternalClientError, PostgresError
from sqlalchemy import Engine, exc
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

_PARAMETER = re.compile(r"(?<![:\w]):(\w+)")
_DRIVER = "driver"
_NO_VALUES: Mapping[str, Any] = {}
_observers: list[Callable[[Engine, str], None]] = []


class Row(asyncpg.Record):
    """A row whose columns are attributes."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


class Statement:
    """SQL with parameters as `:name`, for the statements of busy requests and of batches.

    It costs a tenth of what `session.execute` does on our side and takes part in the session's transaction all the same:
    what is pending is written before, and errors are SQLAlchemy's. Values are those of the driver: a list is an array,
    a `jsonb` is text. Where the type of a parameter does not follow from its place, say `CAST(:name AS uuid[])`.
    """

    def __init__(self, sql: str) -> None:
        self._names = tuple(dict.fromkeys(_PARAMETER.findall(sql)))
        numbers = {name: f"${number}" for number, name in enumerate(self._names, start=1)}
        self.sql = _PARAMETER.sub(lambda found: numbers[found[1]], sql)

    async def all(self, session: AsyncSession, values: Mapping[str, Any] = _NO_VALUES) -> list[Row]:
        """Execute it; returns the rows."""
        driver = await _driver(session)
        arguments = [values[name] for name in self._names]
        for observe in _observers:
            observe((await session.connection()).sync_connection.engine, self.sql)  # type: ignore[union-attr]
        try:
            rows: list[Row] = await driver.fetch(self.sql, *arguments, record_class=Row)
        except (PostgresError, InterfaceError, InternalClientError) as error:
            await _fail(session, driver, self.sql, error)
        return rows

    async def first(
        self, session: AsyncSession, values: Mapping[str, Any] = _NO_VALUES
    ) -> Row | None:
        """Execute it; returns the first row, if there is one."""
        rows = await self.all(session, values)
        return rows[0] if rows else None

    async def one(self, session: AsyncSession, values: Mapping[str, Any] = _NO_VALUES) -> Row:
        """Execute it; returns the first row. Raises `NoResultFound` when there is none."""
        row = await self.first(session, values)
        if row is None:
            raise NoResultFound("a row was required")
        return row

    async def scalar(self, session: AsyncSession, values: Mapping[str, Any] = _NO_VALUES) -> Any:
        """Execute it; returns the first column of the first row, None without a row."""
        row = await self.first(session, values)
        return row[0] if row is not None else None


@contextmanager
def observed(observe: Callable[[Engine, str], None]) -> Iterator[None]:
    """Tell of each statement that is executed; for tests."""
    _observers.append(observe)
    try:
        yield
    finally:
        _observers.remove(observe)


async def _driver(session: AsyncSession) -> Any:
    """The driver's connection in the transaction of the session, which has begun and holds what was pending."""
    state = session.sync_session
    if state.new or state.dirty or state.deleted:
        await session.flush()
    begun, driver = session.info.get(_DRIVER, (None, None))
    if begun is None or begun is not state.get_transaction():
        driver = await _begun(await session.connection())
        session.info[_DRIVER] = (state.get_transaction(), driver)
    return driver


async def _begun(connection: AsyncConnection) -> Any:
    driver: Any = (await connection.get_raw_connection()).driver_connection
    if not driver.is_in_transaction():
        await connection.exec_driver_sql("SELECT 1")  # SQLAlchemy begins with its first statement
    return driver


async def _fail(session: AsyncSession, driver: Any, sql: str, error: Exception) -> NoReturn:
    """Raise what SQLAlchemy raises of this error; a connection that was lost goes back to no pool."""
    connection = await session.connection()
    dialect: Any = connection.dialect
    broken = isinstance(error, asyncpg.IntegrityConstraintViolationError)
    kind = dialect.dbapi.IntegrityError if broken else dialect.dbapi.Error
    origin = kind(f"{type(error)}: {error}", error)
    origin.__cause__ = error
    lost = driver.is_closed()
    raised = exc.DBAPIError.instance(
        *(sql, None, origin, dialect.dbapi.Error),
        hide_parameters=True,
        connection_invalidated=lost,
        dialect=dialect,
    )
    if lost:
        await connection.invalidate(raised)
    raise raised from origin
