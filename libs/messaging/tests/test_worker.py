"""The worker on a real Kafka: what the settings of FastStream and aiokafka are set for."""

import asyncio
import time
from functools import partial
from statistics import median
from typing import Any

from faststream import AckPolicy
from opentelemetry import trace
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client import REGISTRY
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from database import Database
from libs.messaging.tests.conftest import Effects, Query
from libs.messaging.tests.driver import (
    effects_are,
    group_committed,
    metric,
    running_worker,
    span_ids,
)
from libs.messaging.tests.factories import (
    OURS,
    TOPIC,
    SampleEvent,
    insert_effect,
    record,
    records,
    subscribe,
)
from libs.messaging.tests.kafka import plain_consumer, produce, temporary_topics
from messaging import outbox
from messaging.broker import create_broker, to_record
from messaging.consumer import Consumer
from messaging.dispatch import Dispatch
from messaging.relay import Relay
from testkit import until
from testkit.databases import Urls


def test_every_subscriber_acknowledges_after_the_effect(
    engine: AsyncEngine,
) -> None:
    subscription = subscribe(group="careful")
    broker = create_broker(Dispatch(subscription, engine), bootstrap="x:1", prefix="p.")

    subscribers: list[Any] = list(broker.subscribers)
    [subscriber] = subscribers
    assert subscriber.ack_policy is AckPolicy.NACK_ON_ERROR
    assert subscriber.group_id == "p.careful"
    assert subscriber.topic_names == ["p.source.samples"]
    assert broker.config.broker_config.consumer_only
    assert not broker.config.broker_config.allow_auto_create_topics


async def test_what_was_published_before_a_group_first_connected_is_consumed(
    engine: AsyncEngine, effects: Effects, bootstrap: str, prefix: str
) -> None:
    async with temporary_topics(bootstrap, prefix + TOPIC):
        await produce(bootstrap, prefix + TOPIC, *records(1, 2, 3))
        async with running_worker(engine, subscribe(), bootstrap, prefix):
            await until(lambda: effects_are(effects, 1, 2, 3))
            await until(lambda: group_committed(bootstrap, prefix, 3))


async def test_a_message_that_cannot_take_effect_yet_comes_again_and_none_behind_it_is_lost(
    engine: AsyncEngine, effects: Effects, bootstrap: str, prefix: str
) -> None:
    tries = 0

    async def away(session: AsyncSession, event: SampleEvent) -> None:
        nonlocal tries
        if event.number == 2:
            tries += 1
            if tries < 8:  # more than the retry policy allows: the batch is given back
                await session.execute(text("DO $$ BEGIN RAISE SQLSTATE '57P03'; END $$"))
        await insert_effect(session, event)

    async with temporary_topics(bootstrap, prefix + TOPIC, partitions=1):
        await produce(bootstrap, prefix + TOPIC, *records(1, 2, 3))
        async with running_worker(engine, subscribe(away, batch_size=1), bootstrap, prefix):
            await until(lambda: effects_are(effects, 1, 2, 3))
            assert tries == 8
            await until(lambda: group_committed(bootstrap, prefix, 3))
    assert await effects() == [1, 2, 3]


async def test_null_and_undecodable_headers_and_bad_content_stop_nothing_and_lose_nothing(
    engine: AsyncEngine, query: Query, effects: Effects, bootstrap: str, prefix: str
) -> None:
    received = [
        record(SampleEvent(number=1)),
        record(SampleEvent(number=2), headers={"x_null": None}),
        record(SampleEvent(number=3), headers={"x_latin1": b"\xe6\xf8\xe5"}),
        record(SampleEvent(number=4), headers={"ce_id": b"\xff"}),
        record(SampleEvent(number=5), value=b"{not json"),
        record(SampleEvent(number=6), headers={"reply_to": b"somewhere"}),
    ]
    async with temporary_topics(bootstrap, prefix + TOPIC, partitions=1):
        await produce(bootstrap, prefix + TOPIC, *received)
        async with running_worker(engine, subscribe(), bootstrap, prefix):
            await until(lambda: effects_are(effects, 1, 2, 3, 6))
            await until(lambda: group_committed(bootstrap, prefix, 6))
    dead = await query('SELECT topic, "offset", error_class FROM dead_letters ORDER BY 2')
    assert dead == [(TOPIC, 3, "UnreadableMessageError"), (TOPIC, 4, "ValidationError")]


async def test_a_crash_between_the_commit_and_the_acknowledgement_makes_no_second_effect(
    engine: AsyncEngine, effects: Effects, bootstrap: str, prefix: str
) -> None:
    async with temporary_topics(bootstrap, prefix + TOPIC, partitions=1):
        await produce(bootstrap, prefix + TOPIC, *records(1, 2, 3))
        async with plain_consumer(bootstrap, prefix + TOPIC, group=prefix + "reader") as dying:
            [batch] = (await dying.getmany(timeout_ms=10_000)).values()
            await Dispatch(subscribe(), engine).process([to_record(r, prefix) for r in batch])
        async with running_worker(engine, subscribe(), bootstrap, prefix):
            await produce(bootstrap, prefix + TOPIC, *records(4))
            await until(lambda: effects_are(effects, 1, 2, 3, 4))
            await until(lambda: group_committed(bootstrap, prefix, 4))


async def test_a_message_reaches_a_consumer_that_was_idle_for_long_within_moments(
    engine: AsyncEngine, effects: Effects, bootstrap: str, prefix: str
) -> None:
    """Kafka holds a request for messages open, and nothing sleeps after one that ended in vain."""
    waited: list[float] = []
    async with (
        temporary_topics(bootstrap, prefix + TOPIC),
        running_worker(engine, subscribe(), bootstrap, prefix),
    ):
        await produce(bootstrap, prefix + TOPIC, *records(0))
        await until(lambda: effects_are(effects, 0))
        for number in range(1, 6):
            await asyncio.sleep(0.9)
            await produce(bootstrap, prefix + TOPIC, *records(number))
            produced = time.monotonic()
            await until(partial(effects_are, effects, *range(number + 1)))
            waited.append(time.monotonic() - produced)
    assert median(waited) < 0.3


async def test_lag_is_measured_for_each_partition(
    engine: AsyncEngine, bootstrap: str, prefix: str
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def wait(session: AsyncSession, event: SampleEvent) -> None:
        begun.set()
        await go_on.wait()

    dispatch = Dispatch(subscribe(wait, group="lagging", batch_size=1), engine)
    consumer = Consumer(dispatch, bootstrap=bootstrap, prefix=prefix, grace_seconds=5)

    async def lag() -> float | None:
        await consumer.measure_lag()
        labels = {"group": "lagging", "topic": prefix + TOPIC, "partition": "0"}
        return REGISTRY.get_sample_value("kafka_consumer_lag", labels)

    async def lag_is(expected: float | None) -> bool:
        return await lag() == expected

    async with temporary_topics(bootstrap, prefix + TOPIC, partitions=1):
        consumer.start()
        try:
            await produce(bootstrap, prefix + TOPIC, *records(1, 2, 3))
            await begun.wait()
            assert await lag() == 2
            go_on.set()
            await until(lambda: lag_is(0))
            await consumer.on_partitions_revoked(set())
            labels = {"group": "lagging", "topic": prefix + TOPIC, "partition": "0"}
            assert REGISTRY.get_sample_value("kafka_consumer_lag", labels) is None
        finally:
            go_on.set()
            await consumer.stop()


async def test_one_trace_leads_from_the_writer_through_relay_and_worker_to_what_its_handler_publishes(
    urls: Urls,
    db: Database,
    query: Query,
    bootstrap: str,
    prefix: str,
    spans: InMemorySpanExporter,
) -> None:
    async def answer(session: AsyncSession, event: SampleEvent) -> None:
        if event.number == 1:
            await outbox.publish(session, SampleEvent(name="answer", number=2))

    with trace.get_tracer("test").start_as_current_span("request") as request:
        async with db.transaction(OURS) as session:
            await outbox.publish(session, SampleEvent(number=1))

    relay = Relay(urls.app, bootstrap=bootstrap, prefix=prefix)
    async with (
        temporary_topics(bootstrap, prefix + TOPIC),
        running_worker(db.engine, subscribe(answer), bootstrap, prefix),
    ):
        running = asyncio.create_task(relay.run())
        await until(lambda: _processed(query, 2))
        await relay.stop()
        await running

    ended = spans.get_finished_spans()
    of_trace = [
        s for s in ended if s.context and s.context.trace_id == request.get_span_context().trace_id
    ]
    sends = [s for s in of_trace if s.name == f"send {TOPIC}"]
    processes = [s for s in of_trace if s.name == f"process {TOPIC}"]
    assert (len(sends), len(processes)) == (2, 2)
    parents = [span_ids(s.parent) for s in (sends[0], processes[0], sends[1], processes[1])]
    chain = [span_ids(s.context) for s in (sends[0], processes[0], sends[1])]
    assert parents == [span_ids(request.get_span_context()), *chain]
    assert processes[0].attributes is not None
    assert processes[0].attributes["messaging.consumer.group.name"] == "reader"
    assert processes[0].attributes["account"] == str(OURS)
    assert processes[0].attributes["ce_id"] == processes[0].attributes["messaging.message.id"]


async def _processed(query: Query, number: int) -> bool:
    [(count,)] = await query("SELECT count(*) FROM inbox_messages")
    return int(count) == number


async def test_open_dead_letters_are_measured_by_group(
    engine: AsyncEngine, bootstrap: str, prefix: str
) -> None:
    unreadable = record(SampleEvent(number=1), headers={"ce_id": None})
    await Dispatch(subscribe(group="measured"), engine).process([unreadable])
    async with (
        temporary_topics(bootstrap, prefix + TOPIC),
        running_worker(engine, subscribe(group="measured"), bootstrap, prefix),
    ):
        await until(lambda: metric("dead_letters_open", group="measured") == 1)
