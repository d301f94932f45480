"""Changes of rates that were done, and how far they are."""

from collections.abc import Sequence
from uuid import UUID

from database import Session
from domain_errors import NotFoundError
from rates.domain.changes import RateChange
from rates.store import rate_changes


async def get_change(session: Session, change_id: UUID) -> RateChange:
    """Read a change. Raises `NotFoundError`."""
    change = await rate_changes.find(session, change_id)
    if change is None:
        raise NotFoundError("change of rates")
    return change


async def list_changes(session: Session, *, after: UUID | None, limit: int) -> Sequence[RateChange]:
    """List changes, the one that was previewed last first."""
    return await rate_changes.list_changes(session, after, limit)
