"""Sends messages to Kafka so that first occurrences keep their order, whatever fails."""

import asyncio
import logging
import time
from collections.abc import Sequence
from typing import Any

from background.logs import KAFKA, error_name
from messaging import metrics
from messaging.relay.pending_send import PendingSend
from messaging.relay.producer import AbortableProducer
from messaging.relay.statements import UnpublishedMessage
from messaging.topics import missing_topics

logger = logging.getLogger(__name__)

_BATCH_LIMIT_SECONDS = 25.0
"""For one batch. It must be below `_REQUEST_TIMEOUT_MS`: aiokafka drops an expired batch and sends the next one
of the same partition, which would overtake it."""
_REQUEST_TIMEOUT_MS = 60_000
_HOLD_SECONDS = 3.0


class Sender:
    """An idempotent producer that is thrown away after any failure."""

    def __init__(self, bootstrap: str, prefix: str) -> None:
        self._bootstrap, self._prefix = bootstrap, prefix
        self._producer: Any = None
        self._existing: set[str] = set()
        self._held_until: dict[str, float] = {}

    def held_topics(self) -> set[str]:
        """Those that were missing or failed a moment ago; their messages wait and hold up no other topic's."""
        now = time.monotonic()
        return {topic for topic, until in self._held_until.items() if until > now}

    async def send(self, messages: Sequence[UnpublishedMessage]) -> list[int]:
        """Send in order; returns the seq of the messages that are safely on Kafka.

        After the first failure of a topic nothing of that topic is returned, so that the next round begins there.
        """
        try:
            await self._look_for({message.topic for message in messages} - self._existing)
            sends = [
                PendingSend(message) for message in messages if message.topic in self._existing
            ]
            producer = await self._connect() if sends else None
        except Exception as error:
            logger.warning("Kafka is away (%s)", error_name(error), extra=KAFKA)
            return []
        if producer is None:
            return []
        begun = time.monotonic()
        await self._attempt(producer, sends)
        sent, failed = _settle(sends)
        if failed:
            await self.close()
            self._existing -= failed
        if sent:  # Kafka answers: what failed must not hold up the rest for as long again
            for topic in failed:
                self._hold(topic, time.monotonic() - begun)
        return sent

    async def close(self) -> None:
        """Drop the connection to Kafka; nothing that was not acknowledged is sent any more."""
        producer, self._producer = self._producer, None
        if producer is not None:
            await producer.abort()

    async def _attempt(self, producer: Any, sends: Sequence[PendingSend]) -> None:
        try:
            async with asyncio.timeout(_BATCH_LIMIT_SECONDS):
                for send in sends:
                    await send.begin(producer, self._prefix)
                await asyncio.wait([send.acknowledged for send in sends if send.acknowledged])
        except Exception as error:
            logger.warning("sending stopped (%s)", error_name(error), extra=KAFKA)

    def _hold(self, topic: str, seconds: float = 0.0) -> None:
        self._held_until[topic] = time.monotonic() + max(seconds, _HOLD_SECONDS)

    async def _look_for(self, topics: set[str]) -> None:
        """Sending to a topic that does not exist might create it, with one partition."""
        wanted = topics - self.held_topics()
        if not wanted:
            return
        missing = await missing_topics(self._bootstrap, (self._prefix + topic for topic in wanted))
        for topic in wanted:
            if self._prefix + topic in missing:
                logger.error(
                    "topic %s does not exist: its messages wait",
                    self._prefix + topic,
                    extra={"outage": f"topic {topic}"},
                )
                self._hold(topic)
            else:
                self._existing.add(topic)

    async def _connect(self) -> Any:
        if self._producer is None:
            create: Any = AbortableProducer
            producer = create(
                bootstrap_servers=self._bootstrap,
                acks="all",
                enable_idempotence=True,
                compression_type="zstd",
                max_batch_size=128 * 1024,
                request_timeout_ms=_REQUEST_TIMEOUT_MS,
            )
            try:
                async with asyncio.timeout(_BATCH_LIMIT_SECONDS):
                    await producer.start()
            except BaseException:
                await producer.abort()
                raise
            self._producer = producer
        return self._producer


def _settle(sends: Sequence[PendingSend]) -> tuple[list[int], set[str]]:
    """What may be marked, and which topics failed: nothing of a topic is marked after its first failure."""
    sent: list[int] = []
    failed: set[str] = set()
    for send in sends:
        topic = send.message.topic
        if send.end() and topic not in failed:
            sent.append(send.message.seq)
            metrics.outbox_published_total.labels(topic).inc()
        else:
            failed.add(topic)
    for topic in failed:
        metrics.outbox_send_failures_total.labels(topic).inc()
    return sent, failed
