"""The latest comparisons of figures."""

from database import Row, Session
from rates.domain.reconciliation import Reconciliation
from rates.store import compared_books, reconciliations

LATEST = 10


async def list_latest(session: Session) -> list[Reconciliation]:
    """List the latest, the newest first, with what they found."""
    return await reconciliations.latest(session, LATEST)


async def standing(session: Session) -> list[Row]:
    """How the comparisons of all accounts stand, by service; needs a transaction across accounts."""
    return await compared_books.standing(session)
