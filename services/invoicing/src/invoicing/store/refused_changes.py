"""Changes of billed time that were set aside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from database import Session
from invoicing.store.mapping import to_values
from invoicing.store.tables.time import RefusedChangeRow


@dataclass(frozen=True)
class RefusedChange:
    """A version of a billed entry whose hours are not those on the invoice, and why it was set aside."""

    entry_id: UUID
    version: int
    timesheet_id: UUID
    approved_at: datetime
    reason: str
    hours: dict[str, Any]


async def refuse(session: Session, changes: Sequence[RefusedChange]) -> None:
    """Set changes aside, unless newer ones of the same entries are."""
    statement = insert(RefusedChangeRow).values(
        [to_values(RefusedChangeRow, change) for change in changes]
    )
    columns = [name for name in to_values(RefusedChangeRow, changes[0]) if name != "account_id"]
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["account_id", "entry_id"],
            set_={name: statement.excluded[name] for name in columns},
            where=RefusedChangeRow.version < statement.excluded.version,
        )
    )
