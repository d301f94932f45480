"""Keep what the work report reads short."""

from database import Session
from timer.store.worked_triggers import WORKED

KIND = WORKED.task


async def compact(session: Session) -> None:
    """Move the changes that the account's people made since the last time into the sums by day."""
    await WORKED.compact(session)
