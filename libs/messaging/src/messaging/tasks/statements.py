"""What the database does for tasks."""

from sqlalchemy import TextClause, text

Statement = TextClause

# A claim counts as a failure until its attempt says otherwise, so that one that kills its process is counted too.
_CLAIM = """
UPDATE task SET state = 'running', attempts = attempts + 1, failures = failures + 1,
    lease_token = gen_random_uuid(), lease_until = clock_timestamp() + make_interval(secs => :lease)
WHERE id IN (SELECT id FROM due)
RETURNING id, key, account_id, payload, headers, attempts, failures, lease_token
"""

# What this process is still at work on (`mine`) it does not begin again, even when its lease ran out unrenewed
# because the database was away.
_OLDEST_DUE = """
WITH due AS MATERIALIZED (
    SELECT id FROM task
    WHERE kind = :kind AND id <> ALL(CAST(:mine AS uuid[])) AND (
        (state = 'waiting' AND due_at <= coalesce(CAST(:by AS timestamptz), now()))
        OR (state = 'running' AND lease_until <= coalesce(CAST(:by AS timestamptz), now())))
    ORDER BY due_at LIMIT :most FOR UPDATE SKIP LOCKED
)
"""

_OLDEST_DUE_PER_ACCOUNT = """
WITH busy AS (
    SELECT account_id, count(*) AS tasks FROM task
    WHERE kind = :kind AND state = 'running' AND lease_until > now() GROUP BY account_id
), ranked AS (
    SELECT id, row_number() OVER (PARTITION BY account_id ORDER BY due_at)
        + coalesce(busy.tasks, 0) AS place
    FROM task LEFT JOIN busy USING (account_id)
    WHERE kind = :kind AND id <> ALL(CAST(:mine AS uuid[])) AND (
        (state = 'waiting' AND due_at <= coalesce(CAST(:by AS timestamptz), now()))
        OR (state = 'running' AND lease_until <= coalesce(CAST(:by AS timestamptz), now())))
), due AS MATERIALIZED (
    SELECT task.id FROM task JOIN ranked USING (id)
    WHERE place <= :per_account ORDER BY due_at LIMIT :most FOR UPDATE OF task SKIP LOCKED
)
"""

CLAIM = text(_OLDEST_DUE + _CLAIM)
CLAIM_PER_ACCOUNT = text(_OLDEST_DUE_PER_ACCOUNT + _CLAIM)
ONE_CLAIMER = text("SELECT pg_advisory_xact_lock(hashtextextended('task ' || :kind, 0))")
"""Claims of a kind that counts per account wait for each other; each takes milliseconds."""

HOLD = text("SELECT id FROM task WHERE id = :id AND lease_token = :token FOR SHARE")

RENEW = text("""
UPDATE task SET lease_until = clock_timestamp() + make_interval(secs => :lease)
WHERE id = :id AND lease_token = :token RETURNING id
""")

LEAVE = text("""
UPDATE task SET
    state = CASE WHEN again_at IS NULL THEN :state ELSE 'waiting' END,
    due_at = CASE WHEN again_at IS NOT NULL THEN again_at
        WHEN :state = 'waiting' THEN clock_timestamp() + make_interval(secs => :wait) ELSE due_at END,
    again_at = NULL,
    attempts = CASE WHEN again_at IS NULL THEN attempts ELSE 0 END,
    failures = CASE WHEN again_at IS NULL THEN failures - :forgiven ELSE 0 END,
    lease_token = NULL,
    lease_until = NULL,
    error = :error,
    ended_at = clock_timestamp()
WHERE id = :id AND lease_token = :token
RETURNING id
""")

NOW = text("SELECT clock_timestamp()")

OVERDUE = text("""
SELECT kind, count(*), extract(epoch FROM now() - min(due_at)) FROM task
WHERE state = 'waiting' AND due_at <= now() GROUP BY kind
""")
