"""How long people can work, by agent and day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from database import Session, Statement
from timer.capacity import Capacity, Period, WorkingHours
from timer.capacity import capacity as capacity_of
from timer.public_holidays import public_holidays
from timer.store.availability import availability
from timer.store.working_hours import list_hours

_ANY_LANGUAGE = "en"
_LISTED = Statement("""
SELECT id FROM agents
WHERE (CAST(:agent_id AS uuid) IS NULL AND active OR id = CAST(:agent_id AS uuid))
    AND (CAST(:after AS uuid) IS NULL OR id > CAST(:after AS uuid))
ORDER BY id LIMIT :limit
""")


@dataclass(frozen=True, slots=True)
class CapacityFilter:
    """Whose capacity: one agent's, or that of all who are active."""

    agent_id: UUID | None = None


async def capacity(
    session: Session, agents: Collection[UUID], period: Period
) -> dict[UUID, Capacity]:
    """Seconds on each day of a period, of those of these agents that there are: three reads, however many they are."""
    period.must_be_possible()

    @cache
    def holidays(region: str | None) -> Collection[date]:
        return public_holidays(region, period.first, period.last, _ANY_LANGUAGE)

    return {
        found.agent_id: Capacity(
            found.agent_id,
            capacity_of(period, found.usual, found.own, holidays(found.holiday_region), found.away),
        )
        for found in await availability(session, agents, period)
    }


async def list_capacity(
    session: Session, period: Period, wanted: CapacityFilter, after: UUID | None, limit: int
) -> list[Capacity]:
    """Of up to `limit + 1` agents, in the order of their ids."""
    values = {"agent_id": wanted.agent_id, "after": after, "limit": limit + 1}
    agents = [row.id for row in await _LISTED.all(session, values)]
    return list((await capacity(session, agents, period)).values())


async def working_hours(session: Session, agent_id: UUID) -> list[WorkingHours]:
    """An agent's own weeks, by the day from which they hold."""
    return await list_hours(session, agent_id)
