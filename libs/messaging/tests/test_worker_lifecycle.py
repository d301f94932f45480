"""Workers that start, stop, wait for Kafka and share the work."""

import asyncio

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from libs.messaging.tests.conftest import Effects
from libs.messaging.tests.driver import effects_are, running_worker
from libs.messaging.tests.eager_broker import eager_broker
from libs.messaging.tests.factories import TOPIC, SampleEvent, insert_effect, records, subscribe
from libs.messaging.tests.kafka import Proxy, committed, produce, temporary_topics
from messaging.worker import Worker
from testkit import until


async def test_a_worker_stopped_at_work_leaves_its_message_to_the_next(
    engine: AsyncEngine, effects: Effects, bootstrap: str, prefix: str
) -> None:
    begun = asyncio.Event()

    async def endless(session: AsyncSession, event: SampleEvent) -> None:
        await insert_effect(session, event)
        begun.set()
        await asyncio.Event().wait()

    async with temporary_topics(bootstrap, prefix + TOPIC, partitions=1):
        await produce(bootstrap, prefix + TOPIC, *records(1, 2))
        worker = Worker(
            [subscribe(endless, timeout_seconds=60)],
            engine,
            bootstrap=bootstrap,
            prefix=prefix,
            grace_seconds=0.2,
        )
        await worker.start()
        await begun.wait()
        await worker.stop()
        assert await effects() == []
        async with running_worker(engine, subscribe(), bootstrap, prefix):
            await until(lambda: effects_are(effects, 1, 2))


async def test_a_stop_waits_for_the_batch_at_work(
    engine: AsyncEngine, effects: Effects, bootstrap: str, prefix: str
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(session: AsyncSession, event: SampleEvent) -> None:
        begun.set()
        await go_on.wait()
        await insert_effect(session, event)

    async with temporary_topics(bootstrap, prefix + TOPIC, partitions=1):
        await produce(bootstrap, prefix + TOPIC, *records(1))
        async with running_worker(engine, subscribe(slow), bootstrap, prefix) as worker:
            await begun.wait()
            stopping = asyncio.create_task(worker.stop())
            await asyncio.sleep(0)
            assert not stopping.done()
            go_on.set()
            await stopping
        assert await effects() == [1]
        assert await committed(bootstrap, prefix + "reader", prefix + TOPIC) == 1


async def test_two_workers_share_the_work_and_one_takes_over_from_the_other(
    engine: AsyncEngine, effects: Effects, bootstrap: str, prefix: str
) -> None:
    async with (
        temporary_topics(bootstrap, prefix + TOPIC),
        running_worker(engine, subscribe(), bootstrap, prefix),
    ):
        async with running_worker(engine, subscribe(), bootstrap, prefix) as second:
            await until(lambda: not second.readiness())
            for number in range(20):
                await produce(bootstrap, prefix + TOPIC, *records(number, name=f"t{number}"))
        await produce(bootstrap, prefix + TOPIC, *records(*range(20, 25)))
        await until(lambda: effects_are(effects, *range(25)))


async def test_while_kafka_is_away_a_worker_starts_waits_and_is_healthy(
    engine: AsyncEngine, effects: Effects, bootstrap: str, prefix: str
) -> None:
    proxy = Proxy(bootstrap)
    await proxy.open()
    await proxy.shut()
    async with (
        temporary_topics(bootstrap, prefix + TOPIC),
        running_worker(engine, subscribe(), proxy.address, prefix) as worker,
    ):
        await produce(bootstrap, prefix + TOPIC, *records(1))
        await until(lambda: not worker.readiness())
        assert worker.liveness() == []
        await proxy.open()
        await until(lambda: effects_are(effects, 1))
        await proxy.shut()
        assert worker.liveness() == worker.readiness() == []


async def test_a_worker_waits_for_topics_that_do_not_exist_yet(
    engine: AsyncEngine, effects: Effects, bootstrap: str, prefix: str
) -> None:
    async with running_worker(engine, subscribe(), bootstrap, prefix) as worker:
        await until(lambda: not any("database" in p for p in worker.readiness()))
        assert worker.readiness() == ["reader was not assigned partitions yet"]
        async with temporary_topics(bootstrap, prefix + TOPIC):
            await produce(bootstrap, prefix + TOPIC, *records(1))
            await until(lambda: effects_are(effects, 1))
            assert worker.readiness() == []


async def test_a_broker_that_would_create_topics_is_never_asked_for_one(
    engine: AsyncEngine, prefix: str
) -> None:
    async with eager_broker() as eager, running_worker(engine, subscribe(), eager.address, prefix):
        await until(lambda: eager.asked > 4)
        assert eager.would_create == set()
