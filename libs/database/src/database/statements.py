"""SQL that is executed often: handed to the driver as it is written, and prepared once on each connection."""

import re
from collections.abc import Mapping
from typing import Any

import asyncpg
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from database.transactions import DRIVER_ERRORS, driver_of, fail, flush, tell_observers

_PARAMETER = re.compile(r"(?<![:\w]):(\w+)")
_NO_VALUES: Mapping[str, Any] = {}


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
    a `jsonb` is text as a parameter, and in a row what that means. Where the type of a parameter does not follow from its
    place, say `CAST(:name AS uuid[])`.
    """

    def __init__(self, sql: str) -> None:
        self._names = tuple(dict.fromkeys(_PARAMETER.findall(sql)))
        numbers = {name: f"${number}" for number, name in enumerate(self._names, start=1)}
        self.sql = _PARAMETER.sub(lambda found: numbers[found[1]], sql)

    async def all(self, session: AsyncSession, values: Mapping[str, Any] = _NO_VALUES) -> list[Row]:
        """Execute it; returns the rows."""
        await flush(session)
        arguments = [values[name] for name in self._names]
        await tell_observers(session, self.sql)
        try:
            rows: list[Row] = await driver_of(session).fetch(self.sql, *arguments, record_class=Row)
        except DRIVER_ERRORS as error:
            await fail(session, self.sql, error)
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
