"""Versioned rows of any table: add, find, change, list."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Table, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession


async def add(session: AsyncSession, table: Table, values: Mapping[str, Any]) -> Row[Any]:
    statement = insert(table).values(version=1, **values).returning(table)
    row: Row[Any] = (await session.execute(statement)).one()
    return row


async def add_many(session: AsyncSession, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        await session.execute(insert(table), list(rows))


async def find(
    session: AsyncSession, table: Table, row_id: UUID, *, lock: bool = False
) -> Row[Any] | None:
    """`lock` keeps others from changing the row until this transaction ends; they may still refer to it."""
    statement = select(table).where(table.c.id == row_id)
    if lock:
        statement = statement.with_for_update(key_share=True)
    return (await session.execute(statement)).one_or_none()


async def change(
    session: AsyncSession, table: Table, row: Row[Any], values: Mapping[str, Any]
) -> Row[Any]:
    """Write another version of a locked row."""
    statement = (
        update(table)
        .where(table.c.id == row.id)
        .values(**values, version=row.version + 1)
        .returning(table)
    )
    changed: Row[Any] = (await session.execute(statement)).one()
    return changed


async def page(
    session: AsyncSession,
    table: Table,
    after: UUID | None,
    limit: int,
    **wanted: object,
) -> Sequence[Row[Any]]:
    """Up to `limit + 1` rows in the order of their ids; `wanted` by column, None for any value."""
    where = [table.c[name] == value for name, value in wanted.items() if value is not None]
    statement = select(table).where(*where).order_by(table.c.id).limit(limit + 1)
    if after is not None:
        statement = statement.where(table.c.id > after)
    return (await session.execute(statement)).all()
