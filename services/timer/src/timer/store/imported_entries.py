"""The entries that an import adds, and each one's row as the file had it."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Dialect
from sqlalchemy.dialects import postgresql

from database import Session, Statement
from messaging import outbox
from timer.importing.messages import Batch, MonthOfProject
from timer.importing.snapshot import EarlierRow
from timer.store.tables.base import Base
from timer.store.tables.imports import ImportedRow
from timer.store.tables.time import TimeEntryRow
from timer.store.time_entries import values_of
from timer.store.triggers import IMPORT
from timer.time_entry import TimeEntry

_ROWS = TypeAdapter(list[dict[str, Any]])
_DIALECT: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
_ENTRY_COLUMNS = tuple(
    name
    for name in [column.name for column in TimeEntryRow.__table__.columns]
    if name not in ("account_id", "state", "requests")
)
_OF_ROW = tuple(field.name for field in fields(EarlierRow) if field.name != "deleted")


def _add_many(table: type[Base], names: Iterable[str], parameter: str) -> str:
    """Rows as one JSON text: one parameter, however many they are."""
    columns = ", ".join(names)
    types = ", ".join(
        f"{name} {table.__table__.c[name].type.compile(dialect=_DIALECT)}" for name in names
    )
    return (
        f"INSERT INTO {table.__tablename__} ({columns})"
        f" SELECT {columns} FROM jsonb_to_recordset(CAST(:{parameter} AS jsonb)) AS given ({types})"
    )


_ADD = Statement(f"""
WITH known AS ({_add_many(ImportedRow, ("source", *_OF_ROW), "identities")}), published AS ({outbox.INSERT_SQL})
{_add_many(TimeEntryRow, _ENTRY_COLUMNS, "entries")}
""")
_BEGIN = Statement("SELECT set_config(:name, :value, true)")
_SPEND = Statement("""
SELECT spend_budgets(CAST(:projects AS uuid[]), CAST(:months AS date[]), CAST(:seconds AS bigint[]))
""")


def entries_as_text(entries: Iterable[TimeEntry]) -> str:
    """Entries as a `Batch` has them."""
    return _ROWS.dump_json([values_of(one) for one in entries]).decode()


def identities_as_text(source: str, rows: Iterable[EarlierRow]) -> str:
    """Rows of files as a `Batch` has them."""
    named = [{"source": source, **{name: getattr(row, name) for name in _OF_ROW}} for row in rows]
    return _ROWS.dump_json(named).decode()


async def begin(session: Session, import_id: UUID) -> None:
    """Let the entries of this transaction be added up apart, where nobody waits for it."""
    await _BEGIN.all(session, {"name": IMPORT, "value": str(import_id)})


async def add(session: Session, batch: Batch) -> None:
    """Write new entries, each one's row as the file had it, to know it again, and their events."""
    await _ADD.all(
        session, {"entries": batch.entries, "identities": batch.identities, **batch.events}
    )


async def spend_budgets(session: Session, worked: Mapping[MonthOfProject, int]) -> None:
    """Use up the budgets of projects, by the seconds worked in months. The database refuses what budgets do."""
    values: dict[str, list[Any]] = {
        "projects": [project for project, _ in worked],
        "months": [month for _, month in worked],
        "seconds": list(worked.values()),
    }
    await _SPEND.all(session, values)
