"""What spans say of messages."""

from uuid import UUID

from opentelemetry import trace
from opentelemetry.util.types import AttributeValue

tracer = trace.get_tracer("messaging")


# https://opentelemetry.io/docs/specs/semconv/messaging/kafka/
def message_attributes(
    operation: str, *, topic: str, key: bytes | None, event_id: UUID, size: int, account: str
) -> dict[str, AttributeValue]:
    """The attributes of a span that sends or processes a message; `size` is the payload's, in bytes."""
    return {
        "messaging.system": "kafka",
        "messaging.operation.type": operation,
        "messaging.operation.name": operation,
        "messaging.destination.name": topic,
        "messaging.kafka.message.key": (key or b"").decode(errors="replace"),
        "messaging.message.id": str(event_id),
        "messaging.message.body.size": size,
        "account": account,
    }
