"""Changes of billed time that were set aside."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from database import Session
from invoicing.domain.attributes import build
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

    @property
    def is_withdrawal(self) -> bool:
        """Whether the entry vanished from its timesheet, and did not just change."""
        return "entry_id" not in self.hours


async def find(session: Session, entry_ids: Collection[UUID]) -> list[RefusedChange]:
    """What is set aside of these entries."""
    query = select(RefusedChangeRow).where(RefusedChangeRow.entry_id.in_(entry_ids))
    rows = await session.scalars(query.order_by(RefusedChangeRow.entry_id))
    return [build(RefusedChange, row) for row in rows]


async def forget(session: Session, entry_ids: Collection[UUID]) -> None:
    """Drop what is set aside of these entries: it took effect."""
    await session.execute(delete(RefusedChangeRow).where(RefusedChangeRow.entry_id.in_(entry_ids)))


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
