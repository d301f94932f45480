"""What a task does when Intuit is slow, busy or away: wait, without counting it as a failure."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from messaging import Backoff
from messaging.tasks import AbortError, RetryError, Task
from qbo_sync.intuit.faults import RefusedError, ThrottledError, UnavailableError
from qbo_sync.store import connection

THROTTLED = timedelta(seconds=60)
BACKOFF = Backoff(first=2, most=300, jitter=0.2)
MOST_ATTEMPTS = 500
"""At most five minutes apart, so Intuit may be away for a day and a half."""


@asynccontextmanager
async def patient(task: Task) -> AsyncIterator[None]:
    """Turn Intuit's errors into what the task does next."""
    try:
        yield
    except ThrottledError as error:
        async with task.transaction() as session:
            until = datetime.now(UTC) + THROTTLED
            await session.execute(update(connection).values(paused_until=until))
        raise RetryError(str(error), after=THROTTLED) from error
    except UnavailableError as error:
        if task.attempts >= MOST_ATTEMPTS:
            raise AbortError(str(error)) from error
        raise RetryError(
            str(error), after=timedelta(seconds=BACKOFF.wait(task.attempts))
        ) from error
    except RefusedError as error:
        raise AbortError(str(error)) from error


async def respect_pause(session: AsyncSession) -> None:
    """Raise RetryError while the company asked to be left alone."""
    paused_until = await session.scalar(select(connection.c.paused_until))
    if paused_until and (left := paused_until - datetime.now(UTC)) > timedelta(0):
        raise RetryError("QuickBooks asked us to wait", after=left)


def in_short(what: str, reason: str) -> str:
    """For people, in one line: what went wrong and why."""
    return (what + (reason.splitlines() or ["unknown"])[0])[:1000]
