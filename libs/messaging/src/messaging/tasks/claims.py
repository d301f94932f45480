"""Claim due tasks: each gets a lease, so that no other process begins it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from database import Database
from messaging.tasks.kinds import TaskKind
from messaging.tasks.task import Task

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


async def claim_due(
    database: Database,
    name: str,
    kind: TaskKind,
    *,
    limit: int,
    at_work: Collection[UUID],
    by: datetime | None = None,
) -> list[Task]:
    """Claim at most `limit` of the oldest tasks of a kind that are due `by` then (now when None).

    `at_work` are the tasks that this process has not ended yet.
    """
    values = {
        "kind": name,
        "limit": limit,
        "at_work": list(at_work),
        "by": by,
        "lease": kind.lease.total_seconds(),
    }
    async with database.transaction(across_accounts=True) as session:
        if kind.per_account is None:
            claimed = await session.execute(_CLAIM_OLDEST, values)
        else:
            await session.execute(_LOCK_KIND, {"kind": name})
            claimed = await session.execute(
                _CLAIM_OLDEST_PER_ACCOUNT, {**values, "per_account": kind.per_account}
            )
        limit_seconds = kind.limit.total_seconds()
        return [
            Task(**row, _database=database, _limit_seconds=limit_seconds)
            for row in claimed.mappings()
        ]
