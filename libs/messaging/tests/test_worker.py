"""The worker on a real Kafka: what the settings of FastStream and aiokafka are set for."""

import asyncio
from collections.abc import Callable
from typing import Any

from faststream import AckPolicy
from opentelemetry import trace
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client import REGISTRY
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from database import Database, enter_account
from libs.messaging.tests.conftest import Ask, Effects
from libs.messaging.tests.kafka import (
    put,
    reading,
    topics_for_a_while,
)
from libs.messaging.tests.things import (
    OURS,
    Happened,
    hears,
    note,
    record,
    records,
)
from libs.messaging.tests.traces import spanned
from libs.messaging.tests.workers import TOPIC, has_committed, have, working
from messaging import outbox
from messaging.dispatch import Dispatch
from messaging.relay import Relay
from messaging.subscribing import broker_for, plain
from messaging.worker import Worker
from testkit import until
from testkit.databases import Urls


def test_every_subscriber_acknowledges_after_the_effect_and_misses_no_old_message(
    engine: AsyncEngine,
) -> None:
    subscription = hears(group="careful")
    broker = broker_for(Dispatch(subscription, engine, enter_account), bootstrap="x:1", prefix="p.")

    subscribers: list[Any] = list(broker.subscribers)
    [subscriber] = subscribers
    assert subscriber.ack_policy is AckPolicy.NACK_ON_ERROR
    assert subscriber.group_id == "p.careful"
    assert subscriber.topic_names == ["p.source.things"]
    asked = subscriber._connection_args
    assert asked["enable_auto_commit"] is False
    assert asked["auto_offset_reset"] == "earliest"
    assert asked["fetch_max_wait_ms"] == 50
    assert asked["fetch_max_bytes"] == 4 * 1024 * 1024
    assert asked["session_timeout_ms"] == 6000
    assert broker.config.broker_config.consumer_only
    assert not broker.config.broker_config.allow_auto_create_topics


async def test_what_was_said_before_a_group_first_listened_is_heard(
    engine: AsyncEngine, effects: Effects, bootstrap: str, prefix: str
) -> None:
    async with topics_for_a_while(bootstrap, prefix + TOPIC):
        await put(bootstrap, prefix + TOPIC, *records(1, 2, 3))
        async with working(engine, hears(), bootstrap, prefix):
            await until(lambda: have(effects, 1, 2, 3))
            await until(lambda: has_committed(bootstrap, prefix, 3))


async def test_a_message_that_cannot_take_effect_yet_comes_again_and_none_behind_it_is_lost(
    engine: AsyncEngine, effects: Effects, bootstrap: str, prefix: str
) -> None:
    tries = 0

    async def away(session: AsyncSession, fact: Happened) -> None:
        nonlocal tries
        if fact.number == 2:
            tries += 1
            if tries < 8:  # more than the dispatch's patience: the batch is given back
                await session.execute(text("DO $$ BEGIN RAISE SQLSTATE '57P03'; END $$"))
        await note(session, fact)

    async with topics_for_a_while(bootstrap, prefix + TOPIC, partitions=1):
        await put(bootstrap, prefix + TOPIC, *records(1, 2, 3))
        async with working(engine, hears(away, batch=1), bootstrap, prefix):
            await until(lambda: have(effects, 1, 2, 3))
            assert tries == 8
            await until(lambda: has_committed(bootstrap, prefix, 3))
    assert await effects() == [1, 2, 3]


async def test_null_and_undecodable_headers_and_bad_content_stop_nothing_and_lose_nothing(
    engine: AsyncEngine, ask: Ask, effects: Effects, bootstrap: str, prefix: str
) -> None:
    heard = [
        record(Happened(thing="a", number=1)),
        record(Happened(thing="a", number=2), headers={"x_null": None}),
        record(Happened(thing="a", number=3), headers={"x_latin1": b"\xe6\xf8\xe5"}),
        record(Happened(thing="a", number=4), headers={"ce_id": b"\xff"}),
        record(Happened(thing="a", number=5), value=b"{not json"),
        record(Happened(thing="a", number=6), headers={"reply_to": b"somewhere"}),
    ]
    async with topics_for_a_while(bootstrap, prefix + TOPIC, partitions=1):
        await put(bootstrap, prefix + TOPIC, *heard)
        async with working(engine, hears(), bootstrap, prefix):
            await until(lambda: have(effects, 1, 2, 3, 6))
            await until(lambda: has_committed(bootstrap, prefix, 6))
    dead = await ask('SELECT topic, "offset", error_class FROM dead_letter ORDER BY 2')
    assert dead == [(TOPIC, 3, "UnreadableMessageError"), (TOPIC, 4, "ValidationError")]


async def test_a_crash_between_the_commit_and_the_acknowledgement_makes_no_second_effect(
    engine: AsyncEngine, effects: Effects, bootstrap: str, prefix: str
) -> None:
    async with topics_for_a_while(bootstrap, prefix + TOPIC, partitions=1):
        await put(bootstrap, prefix + TOPIC, *records(1, 2, 3))
        async with reading(bootstrap, prefix + TOPIC, group=prefix + "reader") as dying:
            [batch] = (await dying.getmany(timeout_ms=10_000)).values()
            await Dispatch(hears(), engine, enter_account).take([plain(r, prefix) for r in batch])
        async with working(engine, hears(), bootstrap, prefix):
            await put(bootstrap, prefix + TOPIC, *records(4))
            await until(lambda: have(effects, 1, 2, 3, 4))
            await until(lambda: has_committed(bootstrap, prefix, 4))


async def test_lag_is_told_for_each_partition(
    engine: AsyncEngine, bootstrap: str, prefix: str
) -> None:
    stuck, go_on = asyncio.Event(), asyncio.Event()

    async def wait(session: AsyncSession, fact: Happened) -> None:
        stuck.set()
        await go_on.wait()

    def lag() -> float | None:
        labels = {"group": "lagging", "topic": prefix + TOPIC, "partition": "0"}
        return REGISTRY.get_sample_value("kafka_consumer_lag", labels)

    async with topics_for_a_while(bootstrap, prefix + TOPIC, partitions=1):
        subscription = hears(wait, group="lagging", batch=1)
        async with working(engine, subscription, bootstrap, prefix) as worker:
            await put(bootstrap, prefix + TOPIC, *records(1, 2, 3))
            await stuck.wait()
            await worker.measure()
            assert lag() == 2
            go_on.set()
            await until(lambda: _measured(worker, lag, 0))


async def _measured(worker: Worker, lag: Callable[[], float | None], value: float) -> bool:
    await worker.measure()
    return lag() == value


async def test_one_trace_leads_from_the_writer_through_relay_and_worker_to_what_its_handler_says(
    urls: Urls,
    db: Database,
    ask: Ask,
    bootstrap: str,
    prefix: str,
    spans: InMemorySpanExporter,
) -> None:
    async def answer(session: AsyncSession, fact: Happened) -> None:
        if fact.number == 1:
            await outbox.publish(session, Happened(thing="answer", number=2))

    with trace.get_tracer("test").start_as_current_span("request") as request:
        async with db.transaction(OURS) as session:
            await outbox.publish(session, Happened(thing="a", number=1))

    relay = Relay(urls.app, bootstrap=bootstrap, prefix=prefix)
    async with (
        topics_for_a_while(bootstrap, prefix + TOPIC),
        working(db.engine, hears(answer), bootstrap, prefix),
    ):
        running = asyncio.create_task(relay.run())
        await until(lambda: _heard(ask, 2))
        await relay.stop()
        await running

    ended = spans.get_finished_spans()
    of_trace = [
        s for s in ended if s.context and s.context.trace_id == request.get_span_context().trace_id
    ]
    sends = [s for s in of_trace if s.name == f"send {TOPIC}"]
    processes = [s for s in of_trace if s.name == f"process {TOPIC}"]
    assert (len(sends), len(processes)) == (2, 2)
    parents = [spanned(s.parent) for s in (sends[0], processes[0], sends[1], processes[1])]
    chain = [spanned(s.context) for s in (sends[0], processes[0], sends[1])]
    assert parents == [spanned(request.get_span_context()), *chain]
    assert processes[0].attributes is not None
    assert processes[0].attributes["messaging.consumer.group.name"] == "reader"
    assert processes[0].attributes["account"] == str(OURS)
    assert processes[0].attributes["ce_id"] == processes[0].attributes["messaging.message.id"]


async def _heard(ask: Ask, number: int) -> bool:
    [(count,)] = await ask("SELECT count(*) FROM inbox")
    return int(count) == number
