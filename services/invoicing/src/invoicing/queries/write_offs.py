"""What was written off, and why."""

from dataclasses import dataclass
from uuid import UUID

from database import Session
from domain_errors import NotFoundError
from invoicing.domain.write_off import WriteOff
from invoicing.store import write_offs
from invoicing.store.merged_time import is_customer
from invoicing.store.tables.write_offs import WriteOffRow


@dataclass(frozen=True)
class WriteOffFilter:
    """Which write-offs are asked for; None is any."""

    organization_id: UUID | None = None
    undone: bool | None = None


async def get_write_off(session: Session, write_off_id: UUID) -> WriteOff:
    """One write-off. Raises `NotFoundError`."""
    found = await write_offs.load(session, WriteOffRow.id == write_off_id)
    if not found:
        raise NotFoundError("write-off")
    return found[0]


async def list_write_offs(
    session: Session, filters: WriteOffFilter, *, after: UUID | None, limit: int
) -> list[WriteOff]:
    """Write-offs, the newest first."""
    conditions = []
    if filters.organization_id is not None:
        conditions.append(is_customer(WriteOffRow.organization_id, filters.organization_id))
    if filters.undone is not None:
        conditions.append(~write_offs.HOLDS if filters.undone else write_offs.HOLDS)
    if after is not None:
        conditions.append(WriteOffRow.id < after)
    return await write_offs.load(session, *conditions, limit=limit)
