"""What decides when agents can work, of many agents in one read each."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from database import Session, Statement
from timer.absence import DaysAway
from timer.capacity import USUAL_WEEK, Period, Week, WorkingHours

_AGENTS = Statement("""
SELECT a.id, s.working_week, coalesce(a.holiday_region, s.holiday_region) AS holiday_region
FROM agents a LEFT JOIN account_settings s ON s.account_id = a.account_id
WHERE a.id = ANY(CAST(:agents AS uuid[])) ORDER BY a.id
""")
_HOURS = Statement("""
SELECT agent_id, first_day, week FROM working_hours
WHERE agent_id = ANY(CAST(:agents AS uuid[])) AND first_day <= :last ORDER BY agent_id, first_day
""")
_AWAY = Statement("""
SELECT agent_id, first_day, last_day, starts_at_noon, ends_at_noon FROM absences
WHERE agent_id = ANY(CAST(:agents AS uuid[])) AND last_day >= :first AND first_day <= :last
    AND state = 'approved'
""")


@dataclass(frozen=True, slots=True)
class Availability:
    """What is stored of one agent: the account's week, their own, whose holidays they have, and when they are away."""

    agent_id: UUID
    usual: Week
    holiday_region: str | None
    own: tuple[WorkingHours, ...]
    away: tuple[DaysAway, ...]


async def availability(
    session: Session, agents: Collection[UUID], period: Period
) -> list[Availability]:
    """Of those of these agents that there are, in the order of their ids."""
    values = {"agents": list(agents), "first": period.first, "last": period.last}
    own: dict[UUID, list[WorkingHours]] = defaultdict(list)
    away: dict[UUID, list[DaysAway]] = defaultdict(list)
    for agent_id, first_day, week in await _HOURS.all(session, values):
        own[agent_id].append(WorkingHours(first_day, tuple(week)))
    for agent_id, *days in await _AWAY.all(session, values):
        away[agent_id].append(DaysAway(*days))
    return [
        Availability(
            agent_id, tuple(week or USUAL_WEEK), region, tuple(own[agent_id]), tuple(away[agent_id])
        )
        for agent_id, week, region in await _AGENTS.all(session, values)
    ]
