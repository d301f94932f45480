"""Imports, with how far they are and how they ended; what columns hold."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import defer

from database import Session
from domain_errors import NotFoundError
from timer.store.tables.imports import ImportMappingRow, ImportRow


async def get_import(session: Session, import_id: UUID) -> ImportRow:
    """Raises NotFoundError."""
    row = await session.scalar(
        select(ImportRow).where(ImportRow.id == import_id),
        execution_options={"populate_existing": True},
    )
    if row is None:
        raise NotFoundError("import")
    return row


async def list_imports(session: Session, after: UUID | None, limit: int) -> Sequence[ImportRow]:
    """Up to `limit + 1` in the order of their ids, without their reports."""
    statement = select(ImportRow).options(defer(ImportRow.report, raiseload=True))
    if after is not None:
        statement = statement.where(ImportRow.id > after)
    return (await session.scalars(statement.order_by(ImportRow.id).limit(limit + 1))).all()


async def list_mappings(
    session: Session, after: UUID | None, limit: int
) -> Sequence[ImportMappingRow]:
    """Up to `limit + 1` in the order of their ids."""
    statement = select(ImportMappingRow)
    if after is not None:
        statement = statement.where(ImportMappingRow.id > after)
    return (await session.scalars(statement.order_by(ImportMappingRow.id).limit(limit + 1))).all()
