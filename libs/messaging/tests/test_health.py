"""Probes tell the truth: stuck is a problem, a Kafka that is away is none."""

import asyncio
import re
import time
from dataclasses import dataclass

import pytest
from aiokafka import TopicPartition
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from background import Backoff
from background.health import DatabaseHealth
from libs.messaging.tests.factories import SampleEvent, records, subscribe
from libs.tasks.tests.driver import ignore
from messaging import RetryPolicy
from messaging.consumer import Consumer
from messaging.dispatch import Dispatch
from messaging.relay import Relay
from messaging.worker import Worker
from tasks import TaskKind, TaskRunner
from testkit import until

NOWHERE = "postgresql+asyncpg://nobody:none@127.0.0.1:1/none"


async def test_a_handler_at_work_is_watched(engine: AsyncEngine) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(session: AsyncSession, event: object) -> None:
        begun.set()
        await go_on.wait()

    dispatch = Dispatch(subscribe(slow, timeout_seconds=3), engine)
    processing = asyncio.create_task(dispatch.process(records(1)))
    await begun.wait()
    assert dispatch.handler_watchdog.overdue_seconds(margin_seconds=-3.0) > 0
    assert not dispatch.batch_watchdog.idle.is_set()
    go_on.set()
    await processing
    assert dispatch.handler_watchdog.overdue_seconds(margin_seconds=-1000) == 0
    assert dispatch.batch_watchdog.idle.is_set()


async def test_a_handler_far_past_its_limit_makes_its_consumer_not_alive(
    engine: AsyncEngine,
) -> None:
    dispatch = Dispatch(subscribe(group="slow"), engine)
    consumer = Consumer(dispatch, bootstrap="127.0.0.1:1", prefix="", grace_seconds=1)
    with dispatch.handler_watchdog.watch(limit_seconds=-30.0):
        assert consumer.liveness() == []
    with dispatch.handler_watchdog.watch(limit_seconds=-100.0):
        [problem] = consumer.liveness()
    assert re.fullmatch(r"slow: a handler is stuck, [4-6]\d s past every limit", problem)


@dataclass
class PolledConsumer:
    """aiokafka's, as far as liveness asks it."""

    polled_seconds_ago: float

    def assignment(self) -> set[TopicPartition]:
        return {TopicPartition("source.samples", 3)}

    def last_poll_timestamp(self, partition: TopicPartition) -> float:
        return (time.time() - self.polled_seconds_ago) * 1000


@pytest.mark.parametrize(
    ("polled_seconds_ago", "worked_seconds_ago", "problems"),
    [
        (10, 500, []),
        (500, 10, []),
        (500, 500, ["reader: source.samples/3 is not polled"]),
    ],
)
async def test_partitions_that_are_no_longer_polled_make_a_consumer_not_alive(
    engine: AsyncEngine, polled_seconds_ago: float, worked_seconds_ago: float, problems: list[str]
) -> None:
    dispatch = Dispatch(subscribe(), engine)
    dispatch.handler_watchdog.moved_at -= worked_seconds_ago
    consumer = Consumer(dispatch, bootstrap="127.0.0.1:1", prefix="", grace_seconds=1)
    consumer.kafka_consumer = lambda: PolledConsumer(polled_seconds_ago)  # type: ignore[method-assign]
    assert consumer.liveness() == problems


async def test_partitions_are_revoked_only_after_the_batch_at_work(engine: AsyncEngine) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(session: AsyncSession, event: SampleEvent) -> None:
        begun.set()
        await go_on.wait()

    dispatch = Dispatch(subscribe(slow), engine)
    consumer = Consumer(dispatch, bootstrap="127.0.0.1:1", prefix="", grace_seconds=1)
    processing = asyncio.create_task(dispatch.process(records(1)))
    await begun.wait()
    revoking = asyncio.create_task(consumer.on_partitions_revoked(set()))
    revoked, _ = await asyncio.wait({revoking}, timeout=0.3)
    assert not revoked
    go_on.set()
    await revoking
    assert processing.done()


async def test_a_worker_that_did_not_start_is_not_ready(engine: AsyncEngine) -> None:
    worker = Worker([subscribe()], engine, bootstrap="127.0.0.1:1")
    assert worker.readiness() == ["the worker has not started"]


async def test_a_worker_without_its_database_is_not_ready_but_alive() -> None:
    worker = Worker([subscribe()], create_async_engine(NOWHERE), bootstrap="127.0.0.1:1")
    await worker.start()
    try:
        await until(lambda: worker.readiness() == ["the database does not answer"])
        assert worker.liveness() == []
    finally:
        await worker.stop()


async def test_a_database_is_healthy_once_it_has_answered(engine: AsyncEngine) -> None:
    health = DatabaseHealth(engine)
    assert health.problems() == ["the database does not answer"]
    health.start()
    await until(lambda: health.problems() == [])
    await health.stop()


async def test_a_relay_and_a_runner_without_database_wait_and_are_alive() -> None:
    relay = Relay(NOWHERE, bootstrap="127.0.0.1:1")
    runner = TaskRunner({"copy": TaskKind(ignore)}, create_async_engine(NOWHERE), dsn=NOWHERE)
    both = asyncio.gather(relay.run(), runner.run())
    await until(lambda: relay.readiness() and runner.readiness())
    assert relay.liveness() + runner.liveness() == []
    await asyncio.gather(relay.stop(), runner.stop())
    await both


async def test_what_never_ran_can_be_stopped(engine: AsyncEngine) -> None:
    await Relay("postgresql://127.0.0.1:1/none", bootstrap="127.0.0.1:1").stop()
    await TaskRunner({}, engine).stop()
    await Worker([subscribe()], engine, bootstrap="127.0.0.1:1").stop()


def test_waits_grow_to_a_limit_and_all_attempts_end_before_kafka_gives_up_on_the_consumer() -> None:
    backoff = Backoff(first=0.1, most=10, jitter=0)
    assert [backoff.wait(n) for n in (1, 2, 3, 20)] == [0.1, 0.2, 0.4, 10]
    policy = RetryPolicy()
    assert sum(policy.backoff.wait(n) for n in range(1, policy.transient_attempts)) < 60
