"""What the columns of files hold, kept for the account."""

from uuid import UUID

from sqlalchemy import delete, func, select

from database import Session, lock_exclusive, new_id
from domain_errors import ConflictError, NotFoundError, check_version
from timer.importing.column_mapping import MAX_MAPPINGS, ColumnMapping
from timer.store.tables.imports import ImportMappingRow


class TooManyMappingsError(ConflictError):
    """The account has as many mappings as are looked through for each file."""


async def create_mapping(session: Session, mapping: ColumnMapping) -> ImportMappingRow:
    """Keep it under a new id. Raises TooManyMappingsError."""
    await lock_exclusive(session, "import mappings")
    known = await session.scalar(select(func.count()).select_from(ImportMappingRow))
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
    found = select(ImportMappingRow).where(ImportMappingRow.id == mapping_id).with_for_update()
    row = await session.scalar(found)
    if row is None:
        raise NotFoundError("import mapping")
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
    row.name, row.headers = mapping.name, mapping.headers
    row.headers_key, row.columns = mapping.key, dict(mapping.columns)
