"""The weeks that agents work, by the day from which they hold."""

from datetime import date
from uuid import UUID

from database import Session, Statement
from timer.capacity import WorkingHours

_LIST = Statement("""
SELECT first_day, week FROM working_hours WHERE agent_id = :agent_id ORDER BY first_day
""")
_SET = Statement("""
INSERT INTO working_hours (agent_id, first_day, week)
SELECT id, :first_day, CAST(:week AS integer[]) FROM agents WHERE id = :agent_id
ON CONFLICT (account_id, agent_id, first_day) DO UPDATE SET week = excluded.week
RETURNING agent_id
""")
_REMOVE = Statement("""
DELETE FROM working_hours WHERE agent_id = :agent_id AND first_day = :first_day
""")


async def list_hours(session: Session, agent_id: UUID) -> list[WorkingHours]:
    """An agent's own weeks, in the order of their days."""
    rows = await _LIST.all(session, {"agent_id": agent_id})
    return [WorkingHours(row.first_day, tuple(row.week)) for row in rows]


async def put(session: Session, agent_id: UUID, hours: WorkingHours) -> bool:
    """Write the week that holds from a day on; false when there is no such agent."""
    values = {"agent_id": agent_id, "first_day": hours.first_day, "week": hours.week}
    return await _SET.first(session, values) is not None


async def remove(session: Session, agent_id: UUID, first_day: date) -> None:
    """Delete the week that holds from this day on, if there is one."""
    await _REMOVE.all(session, {"agent_id": agent_id, "first_day": first_day})
