"""Running timers: at most one for each agent."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from database import Row, Session, Statement
from tasks import AGAIN_SQL
from timer.account_settings import TIMER_LIMIT_SECONDS
from timer.budget import Budget, SpentBudget
from timer.running_timer import RunningTimer
from timer.sheet_period import PeriodRules
from timer.store.tables.account import PERIOD_RULES, rules_of
from timer.store.triggers import PERIOD
from timer.time_entry import flat
from timer.work import Work

NOTICE_FORGOTTEN = "notice-forgotten-timer"
"""The kind of the tasks that look whether a timer runs beyond its account's limit."""
_OF_WORK = [field.name for field in fields(Work)]
_OWN = [field.name for field in fields(RunningTimer) if field.name != "work"]
_COLUMNS = (*_OWN, *_OF_WORK)

_FIND = Statement("SELECT * FROM running_timers WHERE agent_id = :agent_id")
# One task for each agent: it looks when the newest timer reaches the limit.
_INSERT = Statement(f"""
WITH looked_at AS (
    INSERT INTO scheduled_tasks AS known (kind, key, payload, headers, due_at)
    VALUES ('{NOTICE_FORGOTTEN}', CAST(:agent_id AS uuid)::text, '{{}}', '{{}}',
        CAST(:started_at AS timestamptz) + make_interval(
            secs => coalesce((SELECT timer_limit_seconds FROM account_settings), {TIMER_LIMIT_SECONDS})))
    {AGAIN_SQL}
)
INSERT INTO running_timers ({", ".join(_COLUMNS)}) VALUES ({", ".join(f":{name}" for name in _COLUMNS)})
""")
_REMOVE = Statement("""
DELETE FROM running_timers
WHERE agent_id = :agent_id AND (CAST(:entry_id AS uuid) IS NULL OR entry_id = :entry_id)
RETURNING *
""")
_CHANGED = ("break_seconds", "paused_at", "resumed_at", "noticed_at", "confirmed")
_SAVE = Statement(f"""
UPDATE running_timers SET {", ".join(f"{name} = :{name}" for name in _CHANGED)} WHERE agent_id = :agent_id
""")
_LIMIT = Statement("SELECT timer_limit_seconds FROM account_settings")
_LOCK_AGENT = Statement(f"""
SELECT a.active, a.time_zone, c.allow_overlaps, {PERIOD_RULES},
    p.budget_seconds, p.budget_period, p.overspend, coalesce(b.seconds, 0) AS spent_seconds
FROM agents a LEFT JOIN account_settings c ON c.account_id = a.account_id
LEFT JOIN running_timers t ON t.agent_id = a.id
LEFT JOIN projects p ON p.id = t.project_id AND p.budget_seconds IS NOT NULL
LEFT JOIN spent_budgets b ON b.project_id = p.id AND b.first_day = {PERIOD.format(day="t.work_date")}
WHERE a.id = :agent_id FOR NO KEY UPDATE OF a
""")
_DAYS = Statement("""
SELECT agent_id, work_date FROM running_timers WHERE agent_id = ANY(CAST(:agents AS uuid[]))
""")


@dataclass(frozen=True, slots=True)
class LockedAgent:
    """An agent whose timer nobody else starts or stops now; `allow_overlaps` None: the account has chosen nothing.

    `rules`: of the account's periods. `spent`: the budget of the project that the timer runs for, before its time.
    """

    active: bool
    time_zone: str
    allow_overlaps: bool | None
    rules: PeriodRules
    spent: SpentBudget | None


async def lock_agent(session: Session, agent_id: UUID) -> LockedAgent | None:
    """Let all that one agent's timer does happen one after the other; None when there is no such agent."""
    row = await _LOCK_AGENT.first(session, {"agent_id": agent_id})
    if row is None:
        return None
    active, time_zone, allow_overlaps, rules, *budget, seconds = row
    spent = SpentBudget(Budget(*budget), seconds) if budget[0] else None
    return LockedAgent(active, time_zone, allow_overlaps, rules_of(rules), spent)


async def find(session: Session, agent_id: UUID) -> RunningTimer | None:
    """The timer that runs for the agent."""
    row = await _FIND.first(session, {"agent_id": agent_id})
    return _timer(row) if row else None


async def add(session: Session, timer: RunningTimer) -> None:
    """Let it run, and have somebody look when it reaches the account's limit."""
    await _INSERT.all(session, flat(timer))


async def save(session: Session, timer: RunningTimer) -> None:
    """Write what changes while it runs."""
    values = flat(timer)
    await _SAVE.all(session, {name: values[name] for name in ("agent_id", *_CHANGED)})


async def limit_seconds(session: Session) -> int:
    """How long a timer may run before its agent is asked."""
    row = await _LIMIT.first(session, {})
    return row.timer_limit_seconds if row else TIMER_LIMIT_SECONDS


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
