"""Claim due tasks: each gets a lease, so that no other process begins it."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from database import Database
from tasks.kinds import TaskKind
from tasks.task import Task

# A claim counts as a failure until its attempt says otherwise, so that one that kills its process is counted too.
_CLAIM = """
UPDATE scheduled_tasks SET state = 'running', attempts = attempts + 1, failures = failures + 1,
    lease_token = gen_random_uuid(), lease_until = clock_timestamp() + make_interval(secs => :lease)
WHERE id IN (SELECT id FROM due)
RETURNING id, kind, key, account_id, payload, headers, attempts, failures, lease_token
"""

# What this process is still at work on it does not begin again, even when its lease ran out unrenewed
# because the database was away.
_IS_DUE = """
kind = :kind AND id <> ALL(CAST(:at_work AS uuid[])) AND (
    (state = 'waiting' AND due_at <= coalesce(CAST(:by AS timestamptz), now()))
    OR (state = 'running' AND lease_until <= coalesce(CAST(:by AS timestamptz), now())))
"""

_CLAIM_OLDEST = text(f"""
WITH due AS MATERIALIZED (
    SELECT id FROM scheduled_tasks WHERE {_IS_DUE} ORDER BY due_at LIMIT :limit FOR UPDATE SKIP LOCKED
) {_CLAIM}
""")  # noqa: S608 put together from constants

_CLAIM_OLDEST_PER_ACCOUNT = text(f"""
WITH busy AS (
    SELECT account_id, count(*) AS tasks FROM scheduled_tasks
    WHERE kind = :kind AND state = 'running' AND lease_until > now() GROUP BY account_id
), ranked AS (
    SELECT id, row_number() OVER (PARTITION BY account_id ORDER BY due_at)
        + coalesce(busy.tasks, 0) AS place
    FROM scheduled_tasks LEFT JOIN busy USING (account_id) WHERE {_IS_DUE}
), due AS MATERIALIZED (
    SELECT t.id FROM scheduled_tasks AS t JOIN ranked USING (id)
    WHERE place <= :per_account ORDER BY due_at LIMIT :limit FOR UPDATE OF t SKIP LOCKED
) {_CLAIM}
""")  # noqa: S608 put together from constants

# Claims of a kind that counts per account wait for each other; each takes milliseconds.
_LOCK_KIND = text("SELECT pg_advisory_xact_lock(hashtextextended('task ' || :kind, 0))")


# By index, one row for each kind, however many tasks wait.
_NEXT = text("""
SELECT kind, extract(epoch FROM least(
    (SELECT min(due_at) FROM scheduled_tasks WHERE kind = named.kind AND state = 'waiting'),
    (SELECT min(lease_until) FROM scheduled_tasks WHERE kind = named.kind AND state = 'running')
) - coalesce(CAST(:by AS timestamptz), now())) AS seconds
FROM unnest(CAST(:kinds AS text[])) AS named (kind)
""")


@dataclass(frozen=True, slots=True)
class Claim:
    """What was claimed; `next_seconds` until the next task is due, infinite when none is known."""

    tasks: Sequence[Task]
    next_seconds: float


async def claim_due(
    database: Database,
    kinds: Mapping[str, TaskKind],
    free: Mapping[str, int],
    *,
    at_work: Collection[UUID],
    by: datetime | None = None,
) -> Claim:
    """Claim the oldest tasks that are due `by` then (now when None), of each kind at most what is `free`.

    `at_work` are the tasks that this process has not ended yet.
    """
    async with database.transaction(across_accounts=True) as session:
        rows = await session.execute(_NEXT, {"kinds": [k for k in kinds if free[k] > 0], "by": by})
        seconds = {row.kind: float(row.seconds) for row in rows if row.seconds is not None}
        tasks: list[Task] = []
        for name in (name for name, wait in seconds.items() if wait <= 0):
            values = {"kind": name, "limit": free[name], "at_work": list(at_work), "by": by}
            tasks += await _claim(session, database, kinds[name], values)
    return Claim(tasks, min(seconds.values(), default=math.inf))


async def _claim(
    session: AsyncSession, database: Database, kind: TaskKind, values: dict[str, Any]
) -> list[Task]:
    values["lease"] = kind.lease.total_seconds()
    if kind.per_account is None:
        claimed = await session.execute(_CLAIM_OLDEST, values)
    else:
        await session.execute(_LOCK_KIND, {"kind": values["kind"]})
        claimed = await session.execute(
            _CLAIM_OLDEST_PER_ACCOUNT, {**values, "per_account": kind.per_account}
        )
    limit_seconds = kind.limit.total_seconds()
    return [
        Task(**row, _database=database, _limit_seconds=limit_seconds) for row in claimed.mappings()
    ]
