"""Memberships of teams, of one agent at a time: locked, read whole, written."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from database import Session, Statement
from timer.membership import Membership, MembershipChanges, Memberships

_LOCK_AGENT = Statement("""
SELECT a.id, t.id AS team_id, t.archived FROM agents a LEFT JOIN teams t ON t.id = :team_id
WHERE a.id = :agent_id FOR NO KEY UPDATE OF a
""")
_AGENT_OF = Statement("""
SELECT agent_id FROM team_memberships WHERE id = :id AND team_id = :team_id
""")
_OF_AGENT = Statement("""
SELECT id, version, agent_id, team_id, first_day, last_day
FROM team_memberships WHERE agent_id = :agent_id ORDER BY first_day
""")
_DELETE = Statement("DELETE FROM team_memberships WHERE id = ANY(CAST(:ids AS uuid[]))")
_UPDATE = Statement("""
UPDATE team_memberships m SET version = new.version, first_day = new.first_day, last_day = new.last_day
FROM unnest(CAST(:ids AS uuid[]), CAST(:versions AS integer[]), CAST(:first AS date[]), CAST(:last AS date[]))
    AS new(id, version, first_day, last_day)
WHERE m.id = new.id
""")
_INSERT = Statement("""
INSERT INTO team_memberships (id, agent_id, team_id, first_day, last_day)
SELECT * FROM unnest(
    CAST(:ids AS uuid[]), CAST(:agents AS uuid[]), CAST(:teams AS uuid[]), CAST(:first AS date[]), CAST(:last AS date[])
)
""")
_COUNT_CHANGE = Statement("""
UPDATE agents SET memberships_version = memberships_version + 1 WHERE id = :agent_id
RETURNING memberships_version
""")


@dataclass(frozen=True, slots=True)
class LockedAgent:
    """An agent whose memberships nobody else changes now, and the team in question; None where there is no such thing."""

    agent_id: UUID | None
    team_id: UUID | None
    team_archived: bool | None


async def lock_agent(session: Session, agent_id: UUID, team_id: UUID | None) -> LockedAgent:
    """Let all that becomes of one agent's memberships happen one after the other."""
    row = await _LOCK_AGENT.first(session, {"agent_id": agent_id, "team_id": team_id})
    return LockedAgent(*row) if row else LockedAgent(None, None, None)


async def agent_of(session: Session, team_id: UUID, membership_id: UUID) -> UUID | None:
    """Whose membership of a team this is."""
    found: UUID | None = await _AGENT_OF.scalar(session, {"id": membership_id, "team_id": team_id})
    return found


async def of_agent(session: Session, agent_id: UUID) -> list[Membership]:
    """All of an agent, in the order of their days."""
    rows = await _OF_AGENT.all(session, {"agent_id": agent_id})
    return [Membership(*row) for row in rows]


async def write(session: Session, agent_id: UUID, changes: MembershipChanges) -> int:
    """Write what changes, that which frees days first; returns the number of the change."""
    if changes.removed:
        await _DELETE.all(session, {"ids": list(changes.removed)})
    if changes.updated:
        await _UPDATE.all(session, _columns(changes.updated))
    if changes.added:
        await _INSERT.all(session, _columns(changes.added))
    version: int = await _COUNT_CHANGE.scalar(session, {"agent_id": agent_id})
    return version


def _columns(memberships: Memberships) -> dict[str, Sequence[object]]:
    return {
        "ids": [one.id for one in memberships],
        "versions": [one.version for one in memberships],
        "agents": [one.agent_id for one in memberships],
        "teams": [one.team_id for one in memberships],
        "first": [one.first_day for one in memberships],
        "last": [one.last_day for one in memberships],
    }
