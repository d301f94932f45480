"""Imports, with how far they are and how they ended; what columns hold."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import defer

from database import Session
from domain_errors import NotFoundError
from timer.importing.column_mapping import ColumnMapping, MappingKind
from timer.queries.master_data import Noun, page
from timer.store.tables.imports import ImportMappingRow, ImportRow

MAPPINGS = Noun("import mapping", ImportMappingRow)


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
    """Up to `limit + 1`, the newest first, without their reports."""
    statement = select(ImportRow).options(defer(ImportRow.report, raiseload=True))
    if after is not None:
        statement = statement.where(ImportRow.id < after)
    return (await session.scalars(statement.order_by(ImportRow.id.desc()).limit(limit + 1))).all()


async def list_mappings(
    session: Session, after: UUID | None, limit: int, kind: MappingKind | None
) -> Sequence[ImportMappingRow]:
    """Up to `limit + 1` in the order of their ids; None for either kind."""
    return await page(session, MAPPINGS, after, limit, kind=kind)


async def stored_mapping(session: Session, mapping: ColumnMapping) -> ImportMappingRow | None:
    """As it is kept; None for one that was deleted."""
    rows = await page(session, MAPPINGS, None, 1, kind=mapping.kind, headers_key=mapping.key)
    return rows[0] if rows else None
