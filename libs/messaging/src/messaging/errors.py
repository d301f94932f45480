"""Everything that this package raises by itself."""

from datetime import timedelta

from database import DatabaseUnavailableError


class MessagingError(Exception):
    """Base of all errors of this package."""


class PayloadTooLargeError(MessagingError):
    """An event does not fit in a message; nothing of it was written."""


class UnreadableMessageError(MessagingError):
    """A record lacks a header without which it cannot be processed: it can only become a dead letter."""


class AccountMismatchError(MessagingError):
    """The header names another account than the event itself."""


class HandlerTimeoutError(MessagingError):
    """A handler took longer than it may, while the database answered."""


class HandlerWaitedError(MessagingError, DatabaseUnavailableError):
    """The time of a handler ended while it waited for a lock, or for a database that does not answer."""


class LeadershipLostError(MessagingError):
    """Another relay may lead now."""


class DeadLetterNotOpenError(MessagingError):
    """There is no open dead letter with this id."""


class ReplayFailedError(MessagingError):
    """The handler failed again; the dead letter stays open with one attempt more."""


class LeaseLostError(MessagingError):
    """A task's attempt took longer than its lease and another one may have begun; nothing was written."""


class TaskError(MessagingError):
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
