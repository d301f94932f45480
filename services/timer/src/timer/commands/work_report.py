"""Keep what the work report reads short."""

from database import Session
from timer.store import worked_days
from timer.store.worked_triggers import COMPACT_WORKED

KIND = COMPACT_WORKED


async def compact(session: Session) -> None:
    """Move the changes that the account's people made since the last time into the sums by day."""
    await worked_days.compact(session)
