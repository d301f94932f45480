"""Sends rows to Kafka so that first occurrences keep their order, whatever fails."""

import asyncio
import logging
import time
from collections.abc import Sequence
from typing import Any

from aiokafka import AIOKafkaProducer

from messaging import metrics
from messaging.failures import name_of
from messaging.relay.row_on_its_way import Sending
from messaging.relay.rows import Row
from messaging.topics import missing

logger = logging.getLogger(__name__)

GIVE_UP_AFTER = 25.0
"""Seconds for one batch of rows. It must be below `_TTL_MS`: aiokafka drops an expired batch and sends the next one
of the same partition, which would overtake it."""
_TTL_MS = 60_000
_HOLD = 3.0


class Sender:
    """An idempotent producer that is thrown away after any failure."""

    def __init__(self, bootstrap: str, prefix: str) -> None:
        self._bootstrap, self._prefix = bootstrap, prefix
        self._producer: Any = None
        self._known: set[str] = set()
        self._held_until: dict[str, float] = {}

    def held(self) -> set[str]:
        """Topics that were missing or failed a moment ago; their rows wait and hold up no other topic's."""
        now = time.monotonic()
        return {topic for topic, until in self._held_until.items() if until > now}

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
        begun = time.monotonic()
        await self._attempt(producer, sendings)
        sent, failed = _settled(sendings)
        if failed:
            await self.close()
            self._known -= failed
        if sent:  # Kafka answers: what failed must not hold up the rest for as long again
            for topic in failed:
                self._hold(topic, time.monotonic() - begun)
        return sent

    async def _attempt(self, producer: Any, sendings: Sequence[Sending]) -> None:
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

    def _hold(self, topic: str, seconds: float = 0.0) -> None:
        self._held_until[topic] = time.monotonic() + max(seconds, _HOLD)

    async def _look_for(self, topics: set[str]) -> None:
        """Sending to a topic that does not exist might create it, with one partition."""
        wanted = topics - self.held()
        if not wanted:
            return
        absent = await missing(self._bootstrap, (self._prefix + topic for topic in wanted))
        for topic in wanted:
            if self._prefix + topic in absent:
                logger.error("topic %s does not exist: its messages wait", self._prefix + topic)
                self._hold(topic)
            else:
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


def _settled(sendings: Sequence[Sending]) -> tuple[list[int], set[str]]:
    """What may be marked, and which topics failed: nothing of a topic is marked after its first failure."""
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
    return sent, failed


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
