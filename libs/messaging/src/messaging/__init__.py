"""Outbox, relay, inbox, retries, dead letters and due tasks, without a word of the domain.

This package imports no Kafka client by itself: `messaging.worker`, `messaging.relay` and `messaging.topics` do.
"""

from messaging.fact import Fact
from messaging.logs import log_context
from messaging.record import Record
from messaging.subscription import EnterAccount, Handler, Handlers, Patience, Subscription

__all__ = [
    "EnterAccount",
    "Fact",
    "Handler",
    "Handlers",
    "Patience",
    "Record",
    "Subscription",
    "log_context",
]
