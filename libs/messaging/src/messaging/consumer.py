"""One subscription on Kafka: connects, hears, connects anew, and knows how it is doing."""

import asyncio
import logging
import time
from collections.abc import Iterable
from typing import Any

from aiokafka import ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import IllegalStateError
from faststream.kafka import KafkaBroker

from messaging import metrics
from messaging.backoff import Backoff
from messaging.direct import event_within
from messaging.dispatch import Dispatch
from messaging.failures import name_of
from messaging.subscribing import SESSION_TIMEOUT_MS, broker_for
from messaging.topics import missing

logger = logging.getLogger(__name__)

STUCK_AFTER = 120.0
"""Seconds in which every assigned partition must have been polled or worked on."""


_TO_ACKNOWLEDGE = 0.1


class Consumer:
    """Keeps one subscription heard until it is stopped."""

    def __init__(self, dispatch: Dispatch, *, bootstrap: str, prefix: str, grace: float) -> None:
        self.dispatch = dispatch
        self.assigned_once = False
        self._kafka_away = False
        self._bootstrap, self._prefix, self._grace = bootstrap, prefix, grace
        self._group = dispatch.subscription.group
        self._broker: KafkaBroker | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._reconnect = Backoff(first=0.5, most=10)
        self._measured: set[tuple[str, int]] = set()
        self._answered_at = time.monotonic()

    def start(self) -> None:
        """Begin to connect, in the background, for as long as it takes."""
        self._connecting = asyncio.create_task(self._connect(), name=f"hear {self._group}")

    async def stop(self) -> None:
        """Hear no more; the batch at work has the grace period to end."""
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.gather(self._connecting, return_exceptions=True)
        if self._broker is not None:
            await self._broker.stop()
            self._broker = None

    async def _connect(self) -> None:
        attempt = 0
        while not await self._connected():
            attempt += 1
            await asyncio.sleep(self._reconnect.wait(attempt))

    async def _connected(self) -> bool:
        try:
            absent = await missing(
                self._bootstrap, (self._prefix + t for t in self.dispatch.subscription.topics)
            )
            self._kafka_away = False
            if absent:
                logger.warning("%s waits for topics: %s", self._group, ", ".join(sorted(absent)))
                return False
            await self._open()
        except Exception as error:
            self._kafka_away = True
            logger.warning("%s cannot hear Kafka yet (%s)", self._group, name_of(error))
            return False
        return True

    async def _open(self) -> None:
        broker = broker_for(
            self.dispatch,
            bootstrap=self._bootstrap,
            prefix=self._prefix,
            grace=self._grace,
            listener=_Rebalance(self),
        )
        try:
            await broker.start()
        except BaseException:
            await broker.stop()
            raise
        self._broker = broker
        self._answered_at = time.monotonic()

    def consumer(self) -> Any:
        """The aiokafka consumer, while connected."""
        for subscriber in self._broker.subscribers if self._broker else ():
            return getattr(subscriber, "consumer", None)
        return None

    async def measure_lag(self) -> None:
        """Refresh the lag gauges of the assigned partitions, and note that the broker answers."""
        consumer = self.consumer()
        if consumer is None:
            return
        mine = consumer.assignment()
        ends: dict[TopicPartition, int] = await consumer.end_offsets(mine) if mine else {}
        self._answered_at = time.monotonic()
        self.forget_lag(self._measured - {(tp.topic, tp.partition) for tp in mine})
        for tp, end in ends.items():
            await self._note_lag(consumer, tp, end)

    async def _note_lag(self, consumer: Any, tp: TopicPartition, end: int) -> None:
        try:
            position = await consumer.position(tp)
        except IllegalStateError:  # taken away meanwhile
            return
        self._measured.add((tp.topic, tp.partition))
        metrics.kafka_consumer_lag.labels(self._group, tp.topic, tp.partition).set(end - position)

    def forget_lag(self, partitions: Iterable[tuple[str, int]]) -> None:
        """Drop gauges of partitions that another process reads now."""
        for topic, partition in list(partitions):
            self._measured.discard((topic, partition))
            metrics.kafka_consumer_lag.remove(self._group, topic, str(partition))

    def waits(self) -> list[str]:
        """What is missing before the subscription is heard. Not that Kafka is away: waiting for it is our work."""
        if self.assigned_once or self._kafka_away:
            return []
        return [f"{self._group} was not assigned partitions yet"]

    def problems(self) -> list[str]:
        """Signs that the consumer is stuck. That Kafka is away is none: a restart would not help."""
        found = []
        if overdue := self.dispatch.activity.overdue():
            found.append(f"{self._group}: a handler is stuck, {overdue:.0f} s past every limit")
        found += [f"{self._group}: {tp.topic}/{tp.partition} is not polled" for tp in self._stale()]
        return found

    def _stale(self) -> list[TopicPartition]:
        consumer, now = self.consumer(), time.monotonic()
        activity = self.dispatch.activity
        kafka_answers = now - self._answered_at < STUCK_AFTER / 2
        if consumer is None or not kafka_answers or now - activity.moved_at < STUCK_AFTER:
            return []
        return [tp for tp in consumer.assignment() if _unpolled(consumer, tp) > STUCK_AFTER]

    async def let_go(self) -> None:
        """Wait until the batch at work is done, so that the next owner does not begin with the same."""
        if not self.dispatch.batch.idle.is_set():
            await event_within(self.dispatch.batch.idle, SESSION_TIMEOUT_MS / 1000 * 0.6)
            await asyncio.sleep(_TO_ACKNOWLEDGE)


class _Rebalance(ConsumerRebalanceListener):
    def __init__(self, consumer: Consumer) -> None:
        self._consumer = consumer

    async def on_partitions_revoked(self, revoked: set[TopicPartition]) -> None:
        await self._consumer.let_go()
        self._consumer.forget_lag(self._consumer._measured)

    async def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        self._consumer.assigned_once = True


def _unpolled(consumer: Any, tp: TopicPartition) -> float:
    polled_ms: int | None = consumer.last_poll_timestamp(tp)
    return time.time() - polled_ms / 1000 if polled_ms is not None else 0.0
