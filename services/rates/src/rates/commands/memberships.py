"""Remember who is in which team when."""

from collections.abc import Sequence

from contracts.timer import MembershipsChanged
from database import Session
from rates.store import memberships


async def record_memberships(session: Session, events: Sequence[MembershipsChanged]) -> None:
    """Keep the newest list of each agent; what is older than what is stored changes nothing."""
    newest = {event.agent_id: event for event in sorted(events, key=lambda event: event.version)}
    await memberships.replace(session, newest)
