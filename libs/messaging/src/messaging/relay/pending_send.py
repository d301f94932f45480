"""One message between outbox and Kafka."""

import asyncio
from typing import Any

from opentelemetry import propagate, trace
from opentelemetry.trace import Span, SpanKind, Status, StatusCode

from messaging.relay.statements import UnpublishedMessage
from messaging.tracing import message_attributes, tracer


class PendingSend:
    """A message handed to the producer, with its span, until Kafka acknowledges it."""

    def __init__(self, message: UnpublishedMessage) -> None:
        self.message = message
        self.acknowledged: asyncio.Future[object] | None = None
        self._span: Span = trace.INVALID_SPAN

    async def begin(self, producer: Any, prefix: str) -> None:
        """Hand the message to the producer, which sends it soon."""
        message = self.message
        self._span = tracer.start_span(
            f"send {message.topic}",
            context=propagate.extract(message.headers),
            kind=SpanKind.PRODUCER,
            attributes=message_attributes(
                "send",
                topic=message.topic,
                key=message.key,
                event_id=message.event_id,
                size=len(message.payload),
                account=message.headers.get("ce_account", ""),
            ),
        )
        self.acknowledged = await producer.send(
            prefix + message.topic, message.payload, key=message.key, headers=self._headers()
        )

    def end(self) -> bool:
        """Close the span; whether Kafka has the message."""
        future = self.acknowledged
        done = future is not None and future.done() and not future.cancelled()
        error = future.exception() if future is not None and done else None
        sent = done and error is None
        if not sent:
            self._span.set_status(Status(StatusCode.ERROR, type(error).__name__ if error else ""))
        self._span.end()
        return sent

    def _headers(self) -> list[tuple[str, bytes]]:
        """Those of the message, with the trace of this span; `ce_traceparent` keeps the writer's."""
        headers = dict(self.message.headers)
        if "traceparent" in headers:
            headers["ce_traceparent"] = headers["traceparent"]
        propagate.inject(headers, context=trace.set_span_in_context(self._span))
        return [(name, value.encode()) for name, value in headers.items()]
