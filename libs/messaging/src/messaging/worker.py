"""A service's consumers: one Kafka consumer per subscription."""

import asyncio
from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from background.health import DatabaseHealth
from background.periodic_task import PeriodicTask
from database import Database
from messaging import metrics
from messaging.consumer import Consumer
from messaging.dispatch import Dispatch
from messaging.subscription import Subscription

_MEASURE_SECONDS = 15.0
_COUNT_OPEN = text(
    "SELECT consumer, count(*) AS number FROM dead_letters WHERE state = 'open' GROUP BY consumer"
)


class Worker:
    """Consumes all subscriptions. Kafka may be away at any time, at start too: it is tried again with back-off."""

    def __init__(
        self,
        subscriptions: Sequence[Subscription],
        engine: AsyncEngine,
        *,
        bootstrap: str,
        prefix: str = "",
        grace_seconds: float = 20.0,
    ) -> None:
        self._engine = engine
        self._consumers = [
            Consumer(
                Dispatch(subscription, engine),
                bootstrap=bootstrap,
                prefix=prefix,
                grace_seconds=grace_seconds,
            )
            for subscription in subscriptions
        ]
        self._database_health = DatabaseHealth(engine)
        measures = [self._count_dead_letters, *(c.measure_lag for c in self._consumers)]
        self._measuring = [
            PeriodicTask(measure.__name__, measure, interval_seconds=_MEASURE_SECONDS)
            for measure in measures
        ]
        self._started = False

    async def start(self) -> None:
        """Begin to consume, in the background; returns at once, also when Kafka is away."""
        self._database_health.start()
        for consumer in self._consumers:
            consumer.start()
        for measuring in self._measuring:
            measuring.start()
        self._started = True

    async def stop(self) -> None:
        """Stop consuming; the batch at work ends within `grace_seconds` or is left for redelivery."""
        self._started = False
        await asyncio.gather(*(consumer.stop() for consumer in self._consumers))
        await asyncio.gather(
            self._database_health.stop(), *(measuring.stop() for measuring in self._measuring)
        )

    def liveness(self) -> list[str]:
        """Signs that a consumer is stuck."""
        return [problem for consumer in self._consumers for problem in consumer.liveness()]

    def readiness(self) -> list[str]:
        """What is missing before it can work: the start, the database, partitions."""
        if not self._started:
            return ["the worker has not started"]
        waiting = [problem for consumer in self._consumers for problem in consumer.readiness()]
        return self._database_health.problems() + waiting

    async def _count_dead_letters(self) -> None:
        async with Database(self._engine).transaction(across_accounts=True) as session:
            found = await session.execute(_COUNT_OPEN)
            open_by_group = {row.consumer: row.number for row in found}
        for consumer in self._consumers:
            metrics.dead_letters_open.labels(consumer.group).set(
                open_by_group.get(consumer.group, 0)
            )
