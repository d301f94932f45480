"""A service's consumers: one Kafka consumer per subscription."""

import asyncio
from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from messaging import metrics
from messaging.consumer import Consumer
from messaging.dispatch import Dispatch
from messaging.health import Asking, Check
from messaging.subscription import EnterAccount, Subscription
from messaging.timers import Timer
from messaging.watch import DatabaseWatch

_OPEN = text("SELECT consumer, count(*) FROM dead_letter WHERE state = 'open' GROUP BY consumer")


class Worker:
    """Hears all subscriptions. Kafka may be away at any time, at start too: it is tried again with back-off."""

    liveness: Check
    readiness: Check

    def __init__(
        self,
        subscriptions: Sequence[Subscription],
        engine: AsyncEngine,
        enter_account: EnterAccount,
        *,
        bootstrap: str,
        prefix: str = "",
        grace: float = 20.0,
    ) -> None:
        self._engine = engine
        self._consumers = [
            Consumer(
                Dispatch(subscription, engine, enter_account),
                bootstrap=bootstrap,
                prefix=prefix,
                grace=grace,
            )
            for subscription in subscriptions
        ]
        self._watch = DatabaseWatch(engine)
        self._timers = [
            Timer("measure dead letters", self._count_dead_letters, interval=15),
            *(Timer("measure lag", c.measure_lag, interval=15) for c in self._consumers),
        ]
        self._started = False
        self.liveness = Asking(self._stuck)
        self.readiness = Asking(self._unready)

    async def start(self) -> None:
        """Begin to hear, in the background; returns at once, also when Kafka is away."""
        self._watch.start()
        for consumer in self._consumers:
            consumer.start()
        for timer in self._timers:
            timer.start()
        self._started = True

    async def stop(self) -> None:
        """Stop hearing; the batch at work ends within `grace` seconds or is left for redelivery."""
        self._started = False
        await asyncio.gather(*(consumer.stop() for consumer in self._consumers))
        await asyncio.gather(self._watch.stop(), *(timer.stop() for timer in self._timers))

    async def measure(self) -> None:
        """Refresh the gauges now; a timer does it every 15 seconds."""
        for timer in self._timers:
            await timer.turn()

    def _stuck(self) -> list[str]:
        return [problem for consumer in self._consumers for problem in consumer.problems()]

    def _unready(self) -> list[str]:
        if not self._started:
            return ["the worker has not started"]
        return self._watch.problems() + [w for c in self._consumers for w in c.waits()]

    async def _count_dead_letters(self) -> None:
        async with self._engine.connect() as connection:
            counted = {str(row[0]): int(row[1]) for row in await connection.execute(_OPEN)}
        for consumer in self._consumers:
            group = consumer.dispatch.subscription.group
            metrics.dead_letters_open.labels(group).set(counted.get(group, 0))
