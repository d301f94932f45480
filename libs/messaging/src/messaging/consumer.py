"""One subscription on Kafka: connects, connects anew, measures its lag and knows its health."""

import asyncio
import logging
import time
from collections.abc import Iterable
from typing import Any

from aiokafka import ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import IllegalStateError
from faststream.kafka import KafkaBroker
from faststream.kafka.subscriber.usecase import BatchSubscriber

from background import Backoff
from background.logs import KAFKA, error_name
from background.periodic_task import cancel, wait_until_set
from messaging import metrics
from messaging.broker import SESSION_TIMEOUT_MS, create_broker
from messaging.dispatch import Dispatch
from messaging.topics import topics_exist

logger = logging.getLogger(__name__)

_STUCK_SECONDS = 120.0
"""Within these, every assigned partition must have been polled or worked on."""
_FINISH_BATCH_SECONDS = SESSION_TIMEOUT_MS / 1000 * 0.6
_ACKNOWLEDGE_SECONDS = 0.1


class Consumer(ConsumerRebalanceListener):
    """Keeps one subscription consuming until it is stopped. `dispatch` processes what arrives."""

    def __init__(
        self, dispatch: Dispatch, *, bootstrap: str, prefix: str, grace_seconds: float
    ) -> None:
        self.dispatch, self.group = dispatch, dispatch.subscription.group
        self._bootstrap, self._prefix, self._grace_seconds = bootstrap, prefix, grace_seconds
        self._was_assigned = self._kafka_away = False
        self._broker: KafkaBroker | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._measured: set[tuple[str, int]] = set()
        self._answered_at = time.monotonic()

    def start(self) -> None:
        """Begin to connect, in the background, for as long as it takes."""
        self._connecting = asyncio.create_task(self._connect(), name=f"connect {self.group}")

    async def stop(self) -> None:
        """Stop consuming; the batch at work has the grace period to end."""
        await cancel(self._connecting)
        if self._broker is not None:
            await self._broker.stop()
            self._broker = None

    async def measure_lag(self) -> None:
        """Refresh the lag gauges of the assigned partitions, and note that the broker answers."""
        consumer = self.kafka_consumer()
        if consumer is None:
            return
        assigned = consumer.assignment()
        ends = await consumer.end_offsets(assigned) if assigned else {}
        self._answered_at = time.monotonic()
        self._remove_lag(self._measured - {(tp.topic, tp.partition) for tp in assigned})
        for tp, end in ends.items():
            await self._set_lag(consumer, tp, end)

    def liveness(self) -> list[str]:
        """Signs that the consumer is stuck. That Kafka is away is none: a restart would not help."""
        problems = []
        if overdue := self.dispatch.handler_watchdog.overdue_seconds():
            problems.append(f"{self.group}: a handler is stuck, {overdue:.0f} s past every limit")
        problems += [
            f"{self.group}: {tp.topic}/{tp.partition} is not polled" for tp in self._stale()
        ]
        return problems

    def readiness(self) -> list[str]:
        """What is missing before it consumes. Not that Kafka is away: waiting for it is our work."""
        if self._was_assigned or self._kafka_away:
            return []
        return [f"{self.group} was not assigned partitions yet"]

    async def on_partitions_revoked(self, revoked: set[TopicPartition]) -> None:
        """Wait until the batch at work is done, so that the next owner does not begin with the same."""
        if not self.dispatch.batch_watchdog.idle.is_set():
            await wait_until_set(self.dispatch.batch_watchdog.idle, _FINISH_BATCH_SECONDS)
            await asyncio.sleep(_ACKNOWLEDGE_SECONDS)
        self._remove_lag(self._measured)

    async def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        """Note that the group has let us in."""
        self._was_assigned = True

    async def _connect(self) -> None:
        backoff, attempt = Backoff(first=0.5, most=10), 0
        while not await self._try_to_connect():
            attempt += 1
            await asyncio.sleep(backoff.wait(attempt))

    async def _try_to_connect(self) -> bool:
        wanted = [self._prefix + topic for topic in self.dispatch.subscription.topics]
        try:
            exist = await topics_exist(self._bootstrap, wanted, group=self.group)
            self._kafka_away = False
            if not exist:
                return False
            await self._start_broker()
        except Exception as error:
            self._kafka_away = True
            logger.warning(
                "%s cannot connect to Kafka yet (%s)", self.group, error_name(error), extra=KAFKA
            )
            return False
        return True

    async def _start_broker(self) -> None:
        broker = create_broker(
            self.dispatch,
            bootstrap=self._bootstrap,
            prefix=self._prefix,
            grace_seconds=self._grace_seconds,
            listener=self,
        )
        try:
            await broker.start()
        except BaseException:
            await broker.stop()
            raise
        self._broker = broker
        self._answered_at = time.monotonic()

    def kafka_consumer(self) -> Any:
        """The aiokafka consumer, while connected."""
        for subscriber in self._broker.subscribers if self._broker else ():
            if isinstance(subscriber, BatchSubscriber):
                return subscriber.consumer
        return None

    async def _set_lag(self, consumer: Any, tp: TopicPartition, end: int) -> None:
        try:
            position = await consumer.position(tp)
        except IllegalStateError:  # revoked meanwhile
            return
        self._measured.add((tp.topic, tp.partition))
        metrics.kafka_consumer_lag.labels(self.group, tp.topic, tp.partition).set(end - position)

    def _remove_lag(self, partitions: Iterable[tuple[str, int]]) -> None:
        """Drop the gauges of partitions that another process reads now."""
        for topic, partition in list(partitions):
            self._measured.discard((topic, partition))
            metrics.kafka_consumer_lag.remove(self.group, topic, str(partition))

    def _stale(self) -> list[TopicPartition]:
        """Assigned partitions that were not polled for long, though Kafka answers and no batch is at work."""
        consumer, now = self.kafka_consumer(), time.monotonic()
        kafka_answers = now - self._answered_at < _STUCK_SECONDS / 2
        worked_lately = now - self.dispatch.handler_watchdog.moved_at < _STUCK_SECONDS
        if consumer is None or not kafka_answers or worked_lately:
            return []
        return [
            tp for tp in consumer.assignment() if _unpolled_seconds(consumer, tp) > _STUCK_SECONDS
        ]


def _unpolled_seconds(consumer: Any, tp: TopicPartition) -> float:
    polled_ms: int | None = consumer.last_poll_timestamp(tp)
    return time.time() - polled_ms / 1000 if polled_ms is not None else 0.0
