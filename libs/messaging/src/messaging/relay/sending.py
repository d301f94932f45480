"""Sends rows to Kafka so that first occurrences keep their order, whatever fails."""

import asyncio
import logging
import time
from collections.abc import Sequence
from typing import Any

from aiokafka import AIOKafkaProducer
from opentelemetry import propagate, trace
from opentelemetry.trace import Span, SpanKind, Status, StatusCode

from messaging import metrics
from messaging.failures import name_of
from messaging.relay.rows import Row
from messaging.topics import missing
from messaging.tracing import tracer

logger = logging.getLogger(__name__)

GIVE_UP_AFTER = 25.0
"""Seconds for one batch of rows. It must be below `_TTL_MS`: aiokafka drops an expired batch and sends the next one
of the same partition, which would overtake it."""
_TTL_MS = 60_000
_LOOK_FOR_TOPICS_EVERY = 3.0


class Sender:
    """An idempotent producer that is thrown away after any failure."""

    def __init__(self, bootstrap: str, prefix: str) -> None:
        self._bootstrap, self._prefix = bootstrap, prefix
        self._producer: Any = None
        self._known: set[str] = set()
        self._absent: dict[str, float] = {}

    def absent(self) -> set[str]:
        """Topics that were missing a moment ago; their rows wait and hold up no other topic's."""
        now = time.monotonic()
        return {topic for topic, until in self._absent.items() if until > now}

    async def send(self, rows: Sequence[Row]) -> list[int]:
        """Send in order; returns the seq of the rows that are safely on Kafka.

        After the first failure of a topic nothing of that topic is returned, so that the next round begins there.
        """
        try:
            await self._look_for({row.topic for row in rows} - self._known)
            sendings = [Sending(row) for row in rows if row.topic in self._known]
            producer = await self._connected() if sendings else None
        except Exception as error:
            logger.warning("Kafka is away (%s)", name_of(error))
            return []
        if producer is None:
            return []
        await self._attempt(producer, sendings)
        return await self._settle(sendings)

    async def _attempt(self, producer: Any, sendings: Sequence["Sending"]) -> None:
        try:
            async with asyncio.timeout(GIVE_UP_AFTER):
                for sending in sendings:
                    await sending.begin(producer, self._prefix)
                await asyncio.wait([s.acknowledged for s in sendings if s.acknowledged])
        except Exception as error:
            logger.warning("sending stopped (%s)", name_of(error))

    async def close(self) -> None:
        """Drop the connection to Kafka; nothing that was not acknowledged is sent any more."""
        producer, self._producer = self._producer, None
        if producer is not None:
            await _abort(producer)

    async def _settle(self, sendings: Sequence["Sending"]) -> list[int]:
        sent: list[int] = []
        failed: set[str] = set()
        for sending in sendings:
            topic = sending.row.topic
            if sending.end() and topic not in failed:
                sent.append(sending.row.seq)
                metrics.outbox_published_total.labels(topic).inc()
            else:
                failed.add(topic)
        for topic in failed:
            metrics.outbox_send_failures_total.labels(topic).inc()
        if failed:
            await self.close()
        return sent

    async def _look_for(self, topics: set[str]) -> None:
        """Sending to a topic that does not exist might create it, with one partition."""
        wanted = topics - self.absent()
        if not wanted:
            return
        absent = await missing(self._bootstrap, (self._prefix + topic for topic in wanted))
        for topic in wanted:
            if self._prefix + topic in absent:
                logger.error("topic %s does not exist: its messages wait", self._prefix + topic)
                self._absent[topic] = time.monotonic() + _LOOK_FOR_TOPICS_EVERY
            else:
                self._absent.pop(topic, None)
                self._known.add(topic)

    async def _connected(self) -> Any:
        if self._producer is None:
            create: Any = AIOKafkaProducer
            producer = create(
                bootstrap_servers=self._bootstrap,
                acks="all",
                enable_idempotence=True,
                compression_type="zstd",
                max_batch_size=128 * 1024,
                request_timeout_ms=_TTL_MS,
            )
            try:
                async with asyncio.timeout(GIVE_UP_AFTER):
                    await producer.start()
            except BaseException:
                await _abort(producer)
                raise
            self._producer = producer
        return self._producer


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


async def _abort(producer: Any) -> None:
    """Stop without the flush of `stop()`, which might send what must now wait for what failed before it."""
    sender = producer._sender and producer._sender.sender_task
    if sender is not None:
        sender.cancel()
    try:
        async with asyncio.timeout(5):
            await producer.client.close()  # requests on their way fail now
            await producer.stop()
    except Exception as error:
        logger.warning("the producer did not close (%s)", name_of(error))
