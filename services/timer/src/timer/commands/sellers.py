"""Keep who sells, for what the timer prints."""

from contracts.invoicing import SellerChanged
from database import Session
from timer.store import sellers


async def store_seller(session: Session, event: SellerChanged) -> None:
    """The newest version holds, in whatever order and however often they come."""
    await sellers.save(session, event)
