"""Workers that start, stop, wait for Kafka and share the work."""

import asyncio

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from database import enter_account
from libs.messaging.tests.conftest import Effects
from libs.messaging.tests.eager_broker import eager_broker
from libs.messaging.tests.kafka import (
    Door,
    committed,
    put,
    topics_for_a_while,
)
from libs.messaging.tests.things import (
    Happened,
    hears,
    note,
    records,
)
from libs.messaging.tests.workers import TOPIC, have, working
from messaging.worker import Worker
from testkit import until


async def test_a_worker_stopped_at_work_leaves_its_message_to_the_next(
    engine: AsyncEngine, effects: Effects, bootstrap: str, prefix: str
) -> None:
    begun = asyncio.Event()

    async def endless(session: AsyncSession, fact: Happened) -> None:
        await note(session, fact)
        begun.set()
        await asyncio.Event().wait()

    async with topics_for_a_while(bootstrap, prefix + TOPIC, partitions=1):
        await put(bootstrap, prefix + TOPIC, *records(1, 2))
        worker = Worker(
            [hears(endless, timeout=60)],
            engine,
            enter_account,
            bootstrap=bootstrap,
            prefix=prefix,
            grace=0.2,
        )
        await worker.start()
        await begun.wait()
        await worker.stop()
        assert await effects() == []
        async with working(engine, hears(), bootstrap, prefix):
            await until(lambda: have(effects, 1, 2))


async def test_a_stop_waits_for_the_batch_at_work(
    engine: AsyncEngine, effects: Effects, bootstrap: str, prefix: str
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(session: AsyncSession, fact: Happened) -> None:
        begun.set()
        await go_on.wait()
        await note(session, fact)

    async with topics_for_a_while(bootstrap, prefix + TOPIC, partitions=1):
        await put(bootstrap, prefix + TOPIC, *records(1))
        async with working(engine, hears(slow), bootstrap, prefix) as worker:
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
        topics_for_a_while(bootstrap, prefix + TOPIC),
        working(engine, hears(), bootstrap, prefix),
    ):
        async with working(engine, hears(), bootstrap, prefix) as second:
            await until(lambda: not second.readiness.problems())
            for number in range(20):
                await put(bootstrap, prefix + TOPIC, *records(number, thing=f"t{number}"))
        await put(bootstrap, prefix + TOPIC, *records(*range(20, 25)))
        await until(lambda: have(effects, *range(25)))


async def test_while_kafka_is_away_a_worker_starts_waits_and_is_healthy(
    engine: AsyncEngine, effects: Effects, bootstrap: str, prefix: str
) -> None:
    door = Door(bootstrap)
    await door.open()
    await door.shut()
    async with (
        topics_for_a_while(bootstrap, prefix + TOPIC),
        working(engine, hears(), door.address, prefix) as worker,
    ):
        await put(bootstrap, prefix + TOPIC, *records(1))
        await until(lambda: not worker.readiness.problems())
        assert worker.liveness.problems() == []
        await door.open()
        await until(lambda: have(effects, 1))
        await door.shut()
        assert worker.liveness.problems() == worker.readiness.problems() == []


async def test_a_worker_waits_for_topics_that_do_not_exist_yet(
    engine: AsyncEngine, effects: Effects, bootstrap: str, prefix: str
) -> None:
    async with working(engine, hears(), bootstrap, prefix) as worker:
        await until(lambda: not any("database" in p for p in worker.readiness.problems()))
        assert worker.readiness.problems() == ["reader was not assigned partitions yet"]
        async with topics_for_a_while(bootstrap, prefix + TOPIC):
            await put(bootstrap, prefix + TOPIC, *records(1))
            await until(lambda: have(effects, 1))
            assert worker.readiness.problems() == []


async def test_a_broker_that_would_create_topics_is_given_no_occasion_to(
    engine: AsyncEngine, prefix: str
) -> None:
    async with eager_broker() as eager, working(engine, hears(), eager.address, prefix):
        await until(lambda: eager.asked > 4)
        assert eager.would_create == set()
