"""What kinds of work there are, and how a handler says that it did not work."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from messaging.backoff import Backoff
from messaging.tasks.task import Task

TaskHandler = Callable[[Task], Awaitable[None]]
OnAbort = Callable[[AsyncSession, Task, str], Awaitable[None]]


class RetryError(Exception):
    """Try again after a while. Does not count as a failure: the handler knows what it waits for.

    Without `after` the kind's back-off decides. A handler that should not wait for ever looks at `task.attempts`.
    """

    def __init__(self, reason: str, *, after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.reason, self.after = reason, after


class AbortError(Exception):
    """It will never work: mark the task failed now."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class TaskKind:
    """How one kind of task is done.

    `limit`: the time one attempt may take; longer than the slowest outside call. `lease`: how long after the end of
    its process another one starts the task; a living process renews it, so a slow mail server does not get a second mail.
    `max_attempts`: failures (unexpected errors, crashes, overruns) before giving up.
    `concurrency`: at once in this process; `per_account`: at once per account in all processes, None for no limit.
    `on_abort(session, task, reason)` runs in the transaction that marks the task failed.
    """

    handler: TaskHandler
    limit: timedelta = timedelta(minutes=2)
    lease: timedelta = timedelta(seconds=20)
    max_attempts: int = 10
    backoff: Backoff = field(default_factory=lambda: Backoff(first=2, most=600))
    on_abort: OnAbort | None = None
    concurrency: int = 4
    per_account: int | None = None
