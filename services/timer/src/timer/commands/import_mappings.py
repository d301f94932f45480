"""What the columns of files hold, kept for the account."""

from uuid import UUID

from sqlalchemy import delete, func, select

from database import Session, lock_exclusive, new_id
from domain_errors import ConflictError, check_version
from timer.importing.column_mapping import MAX_MAPPINGS, ColumnMapping
from timer.queries.imports import MAPPINGS
from timer.queries.master_data import get
from timer.store.tables.imports import ImportMappingRow


class TooManyMappingsError(ConflictError):
    """The account has as many mappings of this kind as are looked through for each file."""


async def create_mapping(session: Session, mapping: ColumnMapping) -> ImportMappingRow:
    """Keep it under a new id. Raises TooManyMappingsError."""
    await lock_exclusive(session, "import mappings")
    known = await session.scalar(select(func.count()).where(ImportMappingRow.kind == mapping.kind))
    if (known or 0) >= MAX_MAPPINGS:
        raise TooManyMappingsError(f"at most {MAX_MAPPINGS} are kept; delete one")
    row = ImportMappingRow(id=new_id(), version=1)
    _assign(row, mapping)
    session.add(row)
    await session.flush()
    return row


async def replace_mapping(
    session: Session, mapping_id: UUID, mapping: ColumnMapping, *, expected: int | None
) -> ImportMappingRow:
    """Raises NotFoundError and StaleVersionError."""
    row = await get(session, MAPPINGS, mapping_id, lock=True)
    check_version(expected, row.version)
    _assign(row, mapping)
    if session.is_modified(row):
        row.version += 1
        await session.flush()
    return row


async def delete_mapping(session: Session, mapping_id: UUID) -> None:
    """Files with these headers are recognised as if nobody had said anything; what they brought stays."""
    await session.execute(delete(ImportMappingRow).where(ImportMappingRow.id == mapping_id))


def _assign(row: ImportMappingRow, mapping: ColumnMapping) -> None:
    row.kind, row.name, row.columns = mapping.kind, mapping.name, dict(mapping.columns)
    row.headers, row.headers_key = mapping.headers, mapping.key
