"""Outbox, relay, inbox, retries, dead letters and due tasks, without a word of the domain.

This package imports no Kafka client by itself: `messaging.worker`, `messaging.relay` and `messaging.topics` do.
"""

from messaging.event import Event
from messaging.logs import log_context
from messaging.record import Record
from messaging.subscription import EnterAccount, Handler, Handlers, RetryPolicy, Subscription

__all__ = [
    "EnterAccount",
    "Event",
    "Handler",
    "Handlers",
    "Record",
    "RetryPolicy",
    "Subscription",
    "log_context",
]
