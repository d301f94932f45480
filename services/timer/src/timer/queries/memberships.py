"""Who is in which team when."""

from datetime import date
from uuid import UUID

from database import Session, Statement
from domain_errors import NotFoundError
from timer.membership import Membership
from timer.store import memberships

_OF_TEAM = Statement("""
SELECT m.id, m.version, m.agent_id, m.team_id, m.first_day, m.last_day
FROM teams t LEFT JOIN team_memberships m ON m.team_id = t.id
    AND (CAST(:on AS date) IS NULL OR daterange(m.first_day, m.last_day, '[]') @> CAST(:on AS date))
    AND (CAST(:after AS uuid) IS NULL OR m.id > CAST(:after AS uuid))
WHERE t.id = :team_id ORDER BY m.id LIMIT :limit
""")


async def list_members(
    session: Session, team_id: UUID, on: date | None, after: UUID | None, limit: int
) -> list[Membership]:
    """Up to `limit + 1` memberships of a team, of any time or on one day. Raises `NotFoundError`."""
    values = {"team_id": team_id, "on": on, "after": after, "limit": limit + 1}
    rows = await _OF_TEAM.all(session, values)
    if not rows:
        raise NotFoundError("team")
    return [Membership(*row) for row in rows if row.id is not None]


async def memberships_of(session: Session, agent_id: UUID) -> list[Membership]:
    """All of an agent, in the order of their days."""
    return await memberships.of_agent(session, agent_id)
