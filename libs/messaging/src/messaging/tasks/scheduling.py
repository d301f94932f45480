"""Put a task among the due ones, in the caller's transaction."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from messaging.tracing import current_trace

# Who meets a running attempt leaves `again_at`; the end of the attempt, which needs the same row, arms the task anew.
_SCHEDULE = text("""
INSERT INTO task (kind, key, account_id, payload, headers, due_at)
VALUES (:kind, :key, :account_id, CAST(:payload AS jsonb), CAST(:headers AS jsonb),
    coalesce(CAST(:due_at AS timestamptz), now()))
ON CONFLICT (kind, account_id, key) DO UPDATE SET
    payload = excluded.payload,
    headers = excluded.headers,
    state = CASE task.state WHEN 'running' THEN 'running' ELSE 'waiting' END,
    due_at = CASE task.state WHEN 'running' THEN task.due_at ELSE excluded.due_at END,
    again_at = CASE task.state WHEN 'running' THEN excluded.due_at END,
    attempts = CASE task.state WHEN 'running' THEN task.attempts ELSE 0 END,
    failures = CASE task.state WHEN 'running' THEN task.failures ELSE 0 END,
    error = NULL,
    ended_at = NULL
WHERE :again
""")


async def schedule(
    session: AsyncSession,
    kind: str,
    *,
    key: str,
    account_id: UUID,
    payload: Mapping[str, Any] | None = None,
    due_at: datetime | None = None,
    again: bool = False,
) -> None:
    """Have a task done at `due_at` (now when None). One task per kind, account and key: a known one stays as it is.

    With `again` a known task is armed anew, whatever its state, with this payload and time and no attempts
    behind it; when it is running, it runs once more afterwards.
    """
    await session.execute(
        _SCHEDULE,
        {
            "kind": kind,
            "key": key,
            "account_id": account_id,
            "payload": json.dumps(payload or {}),
            "headers": json.dumps(current_trace()),
            "due_at": due_at,
            "again": again,
        },
    )
