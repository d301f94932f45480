"""What an agent keeps as favourites, and what they worked on of late."""

from collections.abc import Sequence
from uuid import UUID

from database import Session
from timer.favourite import Favourite, RecentWork
from timer.store import favourites


async def list_favourites(session: Session, agent_id: UUID) -> Sequence[Favourite]:
    """In the agent's order."""
    return await favourites.find(session, agent_id)


async def recent_work(session: Session, agent_id: UUID) -> Sequence[RecentWork]:
    """The newest first, of the agent's last entries only, however many there are."""
    return await favourites.recent(session, agent_id)
