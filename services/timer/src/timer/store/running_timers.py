"""Running timers: at most one for each agent."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from database import Row, Session, Statement
from timer.running_timer import RunningTimer
from timer.time_entry import flat
from timer.work import Work

_OF_WORK = [field.name for field in fields(Work)]
_OWN = [field.name for field in fields(RunningTimer) if field.name != "work"]
_COLUMNS = (*_OWN, *_OF_WORK)

_FIND = Statement("SELECT * FROM running_timers WHERE agent_id = :agent_id")
_INSERT = Statement(f"""
INSERT INTO running_timers ({", ".join(_COLUMNS)}) VALUES ({", ".join(f":{name}" for name in _COLUMNS)})
""")
_REMOVE = Statement("""
DELETE FROM running_timers
WHERE agent_id = :agent_id AND (CAST(:entry_id AS uuid) IS NULL OR entry_id = :entry_id)
RETURNING *
""")
_LOCK_AGENT = Statement("""
SELECT a.active, a.time_zone, c.allow_overlaps
FROM agents a LEFT JOIN account_settings c ON c.account_id = a.account_id
WHERE a.id = :agent_id FOR NO KEY UPDATE OF a
""")
_DAYS = Statement("""
SELECT agent_id, work_date FROM running_timers WHERE agent_id = ANY(CAST(:agents AS uuid[]))
""")


@dataclass(frozen=True, slots=True)
class LockedAgent:
    """An agent whose timer nobody else starts or stops now; `allow_overlaps` None: the account has chosen nothing."""

    active: bool
    time_zone: str
    allow_overlaps: bool | None


async def lock_agent(session: Session, agent_id: UUID) -> LockedAgent | None:
    """Let all that one agent's timer does happen one after the other; None when there is no such agent."""
    row = await _LOCK_AGENT.first(session, {"agent_id": agent_id})
    return LockedAgent(*row) if row else None


async def find(session: Session, agent_id: UUID) -> RunningTimer | None:
    """The timer that runs for the agent."""
    row = await _FIND.first(session, {"agent_id": agent_id})
    return _timer(row) if row else None


async def add(session: Session, timer: RunningTimer) -> None:
    """Let it run."""
    await _INSERT.all(session, flat(timer))


async def remove(
    session: Session, agent_id: UUID, entry_id: UUID | None = None
) -> RunningTimer | None:
    """Take the timer that runs for the agent away, if it is the one with this id, and return it."""
    row = await _REMOVE.first(session, {"agent_id": agent_id, "entry_id": entry_id})
    return _timer(row) if row else None


async def days_begun(session: Session, agents: Collection[UUID]) -> list[tuple[UUID, date]]:
    """The work dates of these agents' running timers."""
    rows = await _DAYS.all(session, {"agents": list(agents)})
    return [(row.agent_id, row.work_date) for row in rows]


def _timer(row: Row) -> RunningTimer:
    work = {name: row[name] for name in _OF_WORK}
    return RunningTimer(
        **{name: row[name] for name in _OWN}, work=Work(**{**work, "tags": tuple(work["tags"])})
    )
