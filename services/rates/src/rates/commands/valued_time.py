"""Keep short what costs and revenue are read from."""

from database import Session
from rates.store.valued_triggers import VALUED

COMPACT = VALUED.task


async def compact(session: Session) -> None:
    """Move what changed in the account since the last time into the sums by day."""
    await VALUED.compact(session)
