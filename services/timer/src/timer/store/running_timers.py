"""Running timers: at most one for each agent."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select

from database import Session
from database.mapping import as_dataclass, attributes
from timer.running_timer import RunningTimer
from timer.store.tables.time import RunningTimerRow


async def find(session: Session, agent_id: UUID) -> RunningTimer | None:
    """The timer that runs for the agent."""
    statement = select(RunningTimerRow).where(RunningTimerRow.agent_id == agent_id)
    row = await session.scalar(statement)
    return as_dataclass(RunningTimer, row) if row else None


async def add(session: Session, timer: RunningTimer) -> None:
    """Let it run."""
    session.add(RunningTimerRow(**attributes(timer)))
    await session.flush()


async def remove(
    session: Session, agent_id: UUID, entry_id: UUID | None = None
) -> RunningTimer | None:
    """Take the timer that runs for the agent away, if it is the one with this id, and return it."""
    statement = delete(RunningTimerRow).where(RunningTimerRow.agent_id == agent_id)
    if entry_id is not None:
        statement = statement.where(RunningTimerRow.entry_id == entry_id)
    row = await session.scalar(
        statement.returning(RunningTimerRow), execution_options={"synchronize_session": False}
    )
    if row is None:
        return None
    session.expunge(row)
    return as_dataclass(RunningTimer, row)


async def days_begun(session: Session, agents: Collection[UUID]) -> list[tuple[UUID, date]]:
    """The work dates of these agents' running timers."""
    statement = select(RunningTimerRow.agent_id, RunningTimerRow.work_date).where(
        RunningTimerRow.agent_id.in_(agents)
    )
    return [(row.agent_id, row.work_date) for row in await session.execute(statement)]
