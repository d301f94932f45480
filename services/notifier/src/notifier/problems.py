"""Which problem each error of the notifier is to a caller."""

from notifier.deliveries import DeliveryQueuedError, NoRecipientError
from web import Problem, ProblemTable

_QUEUED = Problem(
    409, "delivery-still-queued", "The message is about to be sent; wait for how it ends"
)

PROBLEMS: ProblemTable = {
    DeliveryQueuedError: _QUEUED,
    NoRecipientError: Problem(409, "no-recipient", "The message has no recipient; name one"),
}
