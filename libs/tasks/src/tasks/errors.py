"""What decides about a task."""

from datetime import timedelta


class TasksError(Exception):
    """Base of all errors of this package."""


class LeaseLostError(TasksError):
    """A task's attempt took longer than its lease and another one may have begun; nothing was written."""


class TaskError(TasksError):
    """Raised by a task handler to decide what becomes of the task; `reason` is kept with it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class RetryError(TaskError):
    """Try again after a while. Does not count as a failure: the handler knows what it waits for.

    Without `after` the kind's back-off decides. A handler that should not wait for ever looks at `task.attempts`.
    """

    def __init__(self, reason: str, *, after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.after = after


class AbortError(TaskError):
    """It will never work: mark the task failed now."""
