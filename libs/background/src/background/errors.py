"""What a time limit raises."""

from database import DatabaseUnavailableError


class HandlerTimeoutError(Exception):
    """A handler took longer than it may, while the database answered."""


class HandlerWaitedError(DatabaseUnavailableError):
    """The time of a handler ended while it waited for a lock, or for a database that does not answer."""
