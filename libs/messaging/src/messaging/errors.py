"""Everything that this package raises by itself."""


class MessagingError(Exception):
    """Base of all errors of this package."""


class PayloadTooLargeError(MessagingError):
    """An event does not fit in a message; nothing of it was written."""


class UnreadableMessageError(MessagingError):
    """A record lacks a header without which it cannot be processed: it can only become a dead letter."""


class AccountMismatchError(MessagingError):
    """The header names another account than the event itself."""


class LeadershipLostError(MessagingError):
    """Another relay may lead now."""


class DeadLetterNotOpenError(MessagingError):
    """There is no open dead letter with this id."""


class ReplayFailedError(MessagingError):
    """The handler failed again; the dead letter stays open with one attempt more."""
