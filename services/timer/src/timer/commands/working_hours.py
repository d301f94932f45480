"""Set and delete the weeks that agents work."""

from datetime import date
from uuid import UUID

from database import Session
from domain_errors import NotFoundError
from timer.capacity import WorkingHours
from timer.store import working_hours


async def set_working_hours(session: Session, agent_id: UUID, hours: WorkingHours) -> None:
    """Let an agent work this week from its first day on, until the next one's. Raises `NotFoundError`."""
    if not await working_hours.put(session, agent_id, hours):
        raise NotFoundError("agent")


async def delete_working_hours(session: Session, agent_id: UUID, first_day: date) -> None:
    """Let the week before this one go on. A repeat is harmless."""
    await working_hours.remove(session, agent_id, first_day)
