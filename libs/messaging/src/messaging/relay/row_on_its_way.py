"""One row between outbox and Kafka."""

import asyncio
from typing import Any

from opentelemetry import propagate, trace
from opentelemetry.trace import Span, SpanKind, Status, StatusCode

from messaging.relay.rows import Row
from messaging.tracing import tracer


class Sending:
    """One row on its way, with its span."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.acknowledged: asyncio.Future[object] | None = None
        self._span: Span = trace.INVALID_SPAN

    async def begin(self, producer: Any, prefix: str) -> None:
        """Hand the row to the producer, which sends it soon."""
        topic = prefix + self.row.topic
        self._span = tracer.start_span(
            f"send {self.row.topic}",
            context=propagate.extract(self.row.headers),
            kind=SpanKind.PRODUCER,
            attributes=_attributes(self.row),
        )
        self.acknowledged = await producer.send(
            topic, self.row.payload, key=self.row.key, headers=_headers(self.row, self._span)
        )

    def end(self) -> bool:
        """Close the span; whether Kafka has the row."""
        future = self.acknowledged
        done = future is not None and future.done() and not future.cancelled()
        error = future.exception() if future is not None and done else None
        well = done and error is None
        if not well:
            self._span.set_status(Status(StatusCode.ERROR, type(error).__name__ if error else ""))
        self._span.end()
        return well


def _headers(row: Row, span: Span) -> list[tuple[str, bytes]]:
    headers = dict(row.headers)
    if "traceparent" in headers:
        headers["ce_traceparent"] = headers["traceparent"]
    propagate.inject(headers, context=trace.set_span_in_context(span))
    return [(name, value.encode()) for name, value in headers.items()]


# https://opentelemetry.io/docs/specs/semconv/messaging/kafka/
def _attributes(row: Row) -> dict[str, str | int]:
    return {
        "messaging.system": "kafka",
        "messaging.operation.type": "send",
        "messaging.operation.name": "send",
        "messaging.destination.name": row.topic,
        "messaging.kafka.message.key": row.key.decode(),
        "messaging.message.id": row.event_id,
        "messaging.message.body.size": len(row.payload),
        "account": row.headers.get("ce_account", ""),
    }
