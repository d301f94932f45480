"""Outbox, relay, inbox, retries and dead letters, without a word of the domain.

This package imports no Kafka client by itself: `messaging.worker`, `messaging.relay` and `messaging.topics` do.
"""

from messaging.envelope import Event, Record
from messaging.errors import MessagingError, PayloadTooLargeError
from messaging.observation import Observation, Sightings
from messaging.retries import RetryPolicy
from messaging.subscription import Handler, Handlers, SetHandler, Subscription, in_sets

__all__ = [
    "Event",
    "Handler",
    "Handlers",
    "MessagingError",
    "Observation",
    "PayloadTooLargeError",
    "Record",
    "RetryPolicy",
    "SetHandler",
    "Sightings",
    "Subscription",
    "in_sets",
]
