"""From outbox to Kafka: one leader per database, in order per key."""

from messaging.relay.relay import Relay

__all__ = ["Relay"]
