"""What kinds of tasks there are, and how each is done."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from background.backoff import Backoff
from tasks.task import Task

TaskHandler = Callable[[Task], Awaitable[None]]
OnAbort = Callable[[AsyncSession, Task, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class TaskKind:
    """How one kind of task is done.

    `handler` may raise `RetryError` and `AbortError` to decide what becomes of the task.
    `limit`: the time one attempt may take; longer than the slowest outside call. An attempt that fails because the
    database is away, stalls or holds it up by a lock is made again, and counts as no failure.
    `lease`: how long after the end of its process another one starts the task; a living process renews it, so a slow
    mail server does not get a second mail.
    `max_attempts`: failures (unexpected errors, crashes, overruns) before it is aborted.
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
