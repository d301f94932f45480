"""Tasks: what calls QuickBooks, outside of requests and messages.

When Intuit is slow, busy or away a task waits, without counting it as a failure.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from background import Backoff
from qbo_sync.commands import connections
from qbo_sync.intuit.faults import RefusedError, ThrottledError, UnavailableError
from tasks import AbortError, RetryError, Task

THROTTLED = timedelta(seconds=60)
BACKOFF = Backoff(first=2, most=300, jitter=0.2)
MOST_ATTEMPTS = 500
"""At most five minutes apart, so Intuit may be away for a day and a half."""


@asynccontextmanager
async def retrying(task: Task) -> AsyncIterator[None]:
    """Turn Intuit's errors into what the task does next."""
    try:
        yield
    except ThrottledError as error:
        async with task.transaction() as session:
            await connections.pause(session, datetime.now(UTC) + THROTTLED)
        raise RetryError(str(error), after=THROTTLED) from error
    except UnavailableError as error:
        if task.attempts >= MOST_ATTEMPTS:
            raise AbortError(str(error)) from error
        wait = timedelta(seconds=BACKOFF.wait(task.attempts))
        raise RetryError(str(error), after=wait) from error
    except RefusedError as error:
        raise AbortError(str(error)) from error
