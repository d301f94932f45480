"""Which problem each error of the notifier is to a caller."""

from notifier.commands.reminders import PauseEndedError
from notifier.deliveries import DeliveryQueuedError, NoRecipientError
from notifier.reminders import NotRemindedError
from web import Problem, ProblemTable

_QUEUED = Problem(
    409, "delivery-still-queued", "The message is about to be sent; wait for how it ends"
)

PROBLEMS: ProblemTable = {
    DeliveryQueuedError: _QUEUED,
    NoRecipientError: Problem(409, "no-recipient", "The message has no recipient; name one"),
    NotRemindedError: Problem(409, "not-reminded", "The invoice is not to be reminded now"),
    PauseEndedError: Problem(409, "pause-ended", "The pause was ended before"),
}
