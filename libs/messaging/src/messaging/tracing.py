"""Trace context through rows and headers, and the spans of messages and tasks."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from uuid import UUID

from opentelemetry import propagate, trace
from opentelemetry.trace import Span, SpanKind, Status, StatusCode
from opentelemetry.util.types import AttributeValue

tracer = trace.get_tracer("messaging")


def current_trace() -> dict[str, str]:
    """The headers (`traceparent`, …) by which the current trace can be taken up elsewhere."""
    carrier: dict[str, str] = {}
    propagate.inject(carrier)
    return carrier


@contextmanager
def span_within(
    headers: Mapping[str, str],
    name: str,
    kind: SpanKind,
    attributes: Mapping[str, AttributeValue],
) -> Iterator[Span]:
    """A current span that continues the trace of these headers, marked as failed when an error leaves.

    It tells the error's class and not its message, which may hold what the message held.
    """
    with tracer.start_as_current_span(
        name,
        context=propagate.extract(headers),
        kind=kind,
        attributes=attributes,
        record_exception=False,
        set_status_on_exception=False,
    ) as span:
        try:
            yield span
        except Exception as error:
            span.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise


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
