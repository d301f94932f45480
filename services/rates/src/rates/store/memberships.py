"""Who is in which team when, as the timer last published it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from contracts.timer import MembershipsChanged
from database import Session, Statement
from rates.domain.teams import Membership

# Sorted, so that two processes with the same agents wait for each other and do not deadlock.
_ACCEPT = Statement("""
INSERT INTO membership_lists (agent_id, version)
SELECT agent_id, version FROM unnest(CAST(:agents AS uuid[]), CAST(:versions AS integer[])) AS new(agent_id, version)
ORDER BY agent_id
ON CONFLICT (account_id, agent_id) DO UPDATE SET version = excluded.version
    WHERE membership_lists.version < excluded.version
RETURNING agent_id
""")
_FORGET = Statement("""
DELETE FROM team_memberships WHERE agent_id = ANY(CAST(:agents AS uuid[]))
RETURNING agent_id, team_id, first_day, last_day
""")
_ADD = Statement("""
INSERT INTO team_memberships (agent_id, team_id, first_day, last_day)
SELECT * FROM unnest(CAST(:agents AS uuid[]), CAST(:teams AS uuid[]), CAST(:first AS date[]), CAST(:last AS date[]))
""")
_TEAMS_ON = Statement("""
SELECT asked.agent_id, asked.day, m.team_id
FROM unnest(CAST(:agents AS uuid[]), CAST(:days AS date[])) AS asked(agent_id, day)
JOIN team_memberships m ON m.agent_id = asked.agent_id AND daterange(m.first_day, m.last_day, '[]') @> asked.day
""")


async def replace(
    session: Session, newest: Mapping[UUID, MembershipsChanged]
) -> Mapping[UUID, Sequence[Membership]]:
    """Store the memberships of these agents whole, of those of whom nothing newer is stored; returns what theirs were."""
    versions = {"agents": list(newest), "versions": [event.version for event in newest.values()]}
    accepted = [row.agent_id for row in await _ACCEPT.all(session, versions)]
    if not accepted:
        return {}
    before: dict[UUID, list[Membership]] = {agent_id: [] for agent_id in accepted}
    for row in await _FORGET.all(session, {"agents": accepted}):
        before[row.agent_id].append(Membership(row.team_id, row.first_day, row.last_day))
    stored = [(agent_id, one) for agent_id in accepted for one in newest[agent_id].memberships]
    columns = {
        "agents": [agent_id for agent_id, _ in stored],
        "teams": [one.team_id for _, one in stored],
        "first": [one.first_day for _, one in stored],
        "last": [one.last_day for _, one in stored],
    }
    if stored:
        await _ADD.all(session, columns)
    return before


async def teams_on(
    session: Session, asked: Collection[tuple[UUID, date]]
) -> dict[tuple[UUID, date], UUID]:
    """The team of each of these agents on a day; none for those who were in no team then."""
    agents, days = [agent_id for agent_id, _ in asked], [day for _, day in asked]
    rows = await _TEAMS_ON.all(session, {"agents": agents, "days": days})
    return {(row.agent_id, row.day): row.team_id for row in rows}
