"""Schedule tasks in the caller's transaction."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from background.tracing import current_trace
from database import Statement

# Who meets a running attempt sets `again_at`; the end of the attempt, which needs the same row, schedules it anew.
AGAIN_SQL = """
ON CONFLICT (kind, account_id, key) DO UPDATE SET
    payload = excluded.payload,
    headers = excluded.headers,
    state = CASE known.state WHEN 'running' THEN 'running' ELSE 'waiting' END,
    due_at = CASE known.state WHEN 'running' THEN known.due_at ELSE excluded.due_at END,
    again_at = CASE known.state WHEN 'running' THEN excluded.due_at END,
    attempts = CASE known.state WHEN 'running' THEN known.attempts ELSE 0 END,
    failures = CASE known.state WHEN 'running' THEN known.failures ELSE 0 END,
    error = NULL,
    ended_at = NULL
"""
"""Behind an insert into `scheduled_tasks AS known`, for use inside one statement: what `again` says of `schedule`."""
_SCHEDULE = Statement(f"""
INSERT INTO scheduled_tasks AS known (kind, key, payload, headers, due_at)
SELECT :kind, key, CAST(payload AS jsonb), CAST(:headers AS jsonb),
    coalesce(CAST(:due_at AS timestamptz), now())
FROM unnest(CAST(:keys AS text[]), CAST(:payloads AS text[])) AS task (key, payload)
{AGAIN_SQL}
WHERE :again
""")  # noqa: S608 put together from constants


async def schedule(
    session: AsyncSession,
    kind: str,
    *,
    key: str,
    payload: Mapping[str, Any] | None = None,
    due_at: datetime | None = None,
    again: bool = False,
) -> None:
    """Have a task done at `due_at` (now when None), for the account that the session has entered.

    One task per kind, account and key: a known one stays as it is. With `again` a known task is scheduled anew,
    whatever its state, with this payload and time and no attempts behind it; when it is running, it runs once
    more afterwards. Raises `DBAPIError` when the session has entered no account.
    """
    await schedule_all(session, kind, {key: payload or {}}, due_at=due_at, again=again)


async def schedule_all(
    session: AsyncSession,
    kind: str,
    payloads: Mapping[str, Mapping[str, Any]],
    *,
    due_at: datetime | None = None,
    again: bool = False,
) -> None:
    """Schedule the task of each key, as `schedule` does, in one statement however many there are."""
    if not payloads:
        return
    # in one order always, so that two transactions wait for each other's rows and do not deadlock
    keys = sorted(payloads)
    await _SCHEDULE.all(
        session,
        {
            "kind": kind,
            "keys": keys,
            "payloads": [json.dumps(payloads[key]) for key in keys],
            "headers": json.dumps(current_trace()),
            "due_at": due_at,
            "again": again,
        },
    )
