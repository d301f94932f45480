"""Schedule tasks in the caller's transaction."""

import json
from collections.abc import Mapping, Sequence
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
SELECT kind, key, CAST(payload AS jsonb), CAST(:headers AS jsonb), coalesce(due_at, now())
FROM unnest(CAST(:kinds AS text[]), CAST(:keys AS text[]), CAST(:payloads AS text[]), CAST(:due_at AS timestamptz[]))
    AS task (kind, key, payload, due_at)
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
    # in one order always, so that two transactions wait for each other's rows and do not deadlock
    rows = [(kind, key, json.dumps(payloads[key]), due_at) for key in sorted(payloads)]
    await _insert(session, rows, again=again)


async def schedule_kinds(session: AsyncSession, due: Mapping[str, datetime], *, key: str) -> None:
    """Schedule tasks of several kinds with one key, each when it is due, as `schedule` does, in one statement."""
    rows = [(kind, key, "{}", due[kind]) for kind in sorted(due)]
    await _insert(session, rows, again=False)


async def _insert(
    session: AsyncSession, rows: Sequence[tuple[str, str, str, datetime | None]], *, again: bool
) -> None:
    if not rows:
        return
    kinds, keys, payloads, due = zip(*rows, strict=True)
    about = {"kinds": kinds, "keys": keys, "payloads": payloads, "due_at": due}
    await _SCHEDULE.all(session, {**about, "headers": json.dumps(current_trace()), "again": again})
