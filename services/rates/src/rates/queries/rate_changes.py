"""Changes of rates or costs that were done, and how far they are."""

from collections.abc import Sequence
from uuid import UUID

from database import Session
from domain_errors import NotFoundError
from rates.domain.changes import RateChange
from rates.domain.rules import RuleKind
from rates.store import rate_changes


async def get_change(session: Session, change_id: UUID, kind: RuleKind = "rate") -> RateChange:
    """Read a change. Raises `NotFoundError`."""
    change = await rate_changes.find(session, change_id, kind)
    if change is None:
        raise NotFoundError(f"change of {kind}s")
    return change


async def list_changes(
    session: Session, *, after: UUID | None, limit: int, kind: RuleKind = "rate"
) -> Sequence[RateChange]:
    """List changes, the one that was previewed last first."""
    return await rate_changes.list_changes(session, kind, after, limit)
