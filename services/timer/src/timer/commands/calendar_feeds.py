"""Make, renew and withdraw the address of an agent's calendar."""

from datetime import datetime
from uuid import UUID

from database import Session
from timer.calendar_feed import hashed, new_token
from timer.running_timer import NotAnAgentError
from timer.store import calendar_feeds


async def renew_feed(session: Session, agent_id: UUID, now: datetime) -> str:
    """A new secret for the agent's feed; the one before leads nowhere any more. Raises `NotAnAgentError`."""
    token = new_token()
    if not await calendar_feeds.put(session, agent_id, hashed(token), now):
        raise NotAnAgentError
    return token


async def withdraw_feed(session: Session, agent_id: UUID) -> None:
    """Let no address lead to the agent's time. A repeat is harmless."""
    await calendar_feeds.remove(session, agent_id)
