"""The latest comparisons of figures."""

from database import Session
from rates.domain.reconciliation import Reconciliation
from rates.store import reconciliations

LATEST = 10


async def list_latest(session: Session) -> list[Reconciliation]:
    """List the latest, the newest first, with what they found."""
    return await reconciliations.latest(session, LATEST)
