"""Whose time of which period was found missing, once for each."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from database import Session, Statement
from timer.capacity import Period

_LOCK_DRAFTS = Statement("""
SELECT FROM timesheets WHERE first_day = :first_day AND state = 'draft' ORDER BY agent_id FOR SHARE
""")
_ADD = Statement("""
INSERT INTO missed_timesheets (agent_id, first_day, last_day, number, noticed_at)
SELECT given.agent_id, :first_day, :last_day,
    1 + (SELECT count(*) FROM missed_timesheets m WHERE m.agent_id = given.agent_id), :noticed_at
FROM unnest(CAST(:agents AS uuid[])) AS given (agent_id)
ON CONFLICT (account_id, agent_id, first_day) DO NOTHING RETURNING agent_id, number
""")


async def lock_drafts(session: Session, first_day: date) -> None:
    """Let nobody hand in a sheet of the period until the transaction ends."""
    await _LOCK_DRAFTS.all(session, {"first_day": first_day})


async def add(
    session: Session, period: Period, agents: Collection[UUID], at: datetime
) -> dict[UUID, int]:
    """Keep that these agents' time of a period is missing; returns the numbers of those of whom that was not known."""
    values = {
        "first_day": period.first,
        "last_day": period.last,
        "agents": sorted(agents),
        "noticed_at": at,
    }
    return {row.agent_id: row.number for row in await _ADD.all(session, values)}
