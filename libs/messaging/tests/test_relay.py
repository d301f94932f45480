"""The relay against real PostgreSQL and Kafka: nothing lost, nothing out of order, whatever fails."""

import asyncio
import random
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial

import asyncpg
import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client import REGISTRY
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from database import Database
from libs.messaging.tests.conftest import Ask
from libs.messaging.tests.eager_broker import eager_broker
from libs.messaging.tests.kafka import Door, everything_on, topics_for_a_while
from libs.messaging.tests.things import OURS, Happened
from libs.messaging.tests.traces import spanned, traced
from libs.messaging.tests.waiting import until_so
from messaging import Record, outbox
from messaging.relay import Relay
from messaging.topics import ensure
from testkit import until
from testkit.databases import Urls

TOPIC = Happened.topic


class Other(Happened):
    type = "source.other.v1"
    topic = "source.others"


@asynccontextmanager
async def relaying(relay: Relay) -> AsyncIterator[Relay]:
    running = asyncio.create_task(relay.run())
    try:
        yield relay
    finally:
        await relay.stop()
        await running


async def say(db: Database, *facts: Happened) -> None:
    async with db.transaction(OURS) as session:
        await outbox.publish(session, *facts)


async def unsent(ask: Ask) -> int:
    [(count,)] = await ask("SELECT count(*) FROM outbox WHERE published_at IS NULL")
    return int(count)


def facts_of(records: Sequence[Record]) -> list[Happened]:
    return [Happened.model_validate_json(one.value or b"") for one in records]


async def write(db: Database, seed: int, count: int) -> None:
    """One of several writers: takes the row of a thing, counts it up and says so; some change their minds."""
    chance = random.Random(seed)
    for _ in range(count):
        thing = f"thing-{chance.randrange(12)}"
        try:
            async with db.transaction(OURS) as session:
                number = await _count_up(session, thing)
                await outbox.publish(session, Happened(thing=thing, number=number))
                await asyncio.sleep(chance.random() * 0.003)
                if chance.random() < 0.1:
                    raise InterruptedError
        except InterruptedError:
            continue


async def _count_up(session: AsyncSession, thing: str) -> int:
    await session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:thing))"), {"thing": thing})
    counted = text("SELECT count(*) FROM effect WHERE key = :thing")
    number = (await session.execute(counted, {"thing": thing})).scalar_one()
    await session.execute(
        text("INSERT INTO effect (account_id, key, number) VALUES (:account, :thing, :number)"),
        {"account": OURS, "thing": thing, "number": number},
    )
    return int(number)


async def test_writers_in_parallel_replicas_and_kills_lose_nothing_and_keep_the_order_of_each_key(
    urls: Urls, db: Database, ask: Ask, bootstrap: str, prefix: str
) -> None:
    running: list[asyncio.Task[None]] = []

    def replica() -> None:
        relay = Relay(urls.app, bootstrap=bootstrap, prefix=prefix, batch=40, sweep=0.2)
        running.append(asyncio.create_task(relay.run()))

    async with topics_for_a_while(bootstrap, prefix + TOPIC):
        for _ in range(3):
            replica()
        writing = asyncio.gather(*(write(db, seed, 40) for seed in range(12)))
        for kill in range(6):
            await until_so(partial(_sent_more_than, ask, 40 * kill), within=30)
            if kill % 2:
                await ask(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
                    " AND classid = 1835365223 AND granted"
                    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
                )
            else:
                running.pop(0).cancel()
                replica()
        await writing
        await until_so(lambda: _all_sent(ask), within=30)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        lying = facts_of(await everything_on(bootstrap, prefix + TOPIC))

    by_thing: dict[str, list[int]] = defaultdict(list)
    for fact in lying:
        if fact.number not in by_thing[fact.thing]:
            by_thing[fact.thing].append(fact.number)
    written = {row[0]: row[1] for row in await ask("SELECT key, count(*) FROM effect GROUP BY key")}
    assert by_thing == {thing: list(range(count)) for thing, count in written.items()}


async def _all_sent(ask: Ask) -> bool:
    return await unsent(ask) == 0


async def _sent_more_than(ask: Ask, number: int) -> bool:
    [(count,)] = await ask("SELECT count(*) FROM outbox WHERE published_at IS NOT NULL")
    return int(count) > number


async def test_a_transaction_that_commits_after_later_ones_were_sent_is_sent_too(
    urls: Urls, db: Database, ask: Ask, bootstrap: str, prefix: str
) -> None:
    async with (
        topics_for_a_while(bootstrap, prefix + TOPIC),
        relaying(Relay(urls.app, bootstrap=bootstrap, prefix=prefix)),
    ):
        async with db.transaction(OURS) as late:
            await outbox.publish(late, Happened(thing="late", number=1))
            await say(db, Happened(thing="early", number=2))
            await until_so(lambda: _sent_more_than(ask, 0))
        await until_so(lambda: _sent_more_than(ask, 1))
        lying = facts_of(await everything_on(bootstrap, prefix + TOPIC))

    assert {fact.thing for fact in lying} == {"early", "late"}


async def test_many_facts_of_one_call_are_sent_in_its_order(
    urls: Urls, db: Database, ask: Ask, bootstrap: str, prefix: str
) -> None:
    await say(db, *(Happened(thing="one", number=n) for n in range(200)))
    async with (
        topics_for_a_while(bootstrap, prefix + TOPIC),
        relaying(Relay(urls.app, bootstrap=bootstrap, prefix=prefix, batch=64)),
    ):
        await until_so(lambda: _all_sent(ask))
        lying = facts_of(await everything_on(bootstrap, prefix + TOPIC))

    assert [fact.number for fact in lying] == list(range(200))


async def test_the_message_is_a_cloud_event_in_binary_mode(
    urls: Urls, db: Database, ask: Ask, bootstrap: str, prefix: str
) -> None:
    await say(db, Happened(thing="café", number=1))
    async with (
        topics_for_a_while(bootstrap, prefix + TOPIC),
        relaying(Relay(urls.app, bootstrap=bootstrap, prefix=prefix)),
    ):
        await until_so(lambda: _all_sent(ask))
        [lying] = await everything_on(bootstrap, prefix + TOPIC)

    [(event_id,)] = await ask("SELECT event_id FROM outbox")
    headers = {name: (value or b"").decode() for name, value in lying.headers}
    assert lying.key == "café".encode()
    assert lying.value == Happened(thing="café", number=1).model_dump_json().encode()
    assert headers.pop("ce_time").endswith("Z")
    assert {name: v for name, v in headers.items() if "trace" not in name} == {
        "ce_specversion": "1.0",
        "ce_id": str(event_id),
        "ce_type": "source.happened.v1",
        "ce_source": "/source",
        "ce_subject": "café",
        "ce_account": str(OURS),
        "content-type": "application/json",
    }


async def test_the_trace_of_the_writer_goes_on_through_the_relay(
    urls: Urls,
    db: Database,
    ask: Ask,
    bootstrap: str,
    prefix: str,
    spans: InMemorySpanExporter,
) -> None:
    with trace.get_tracer("test").start_as_current_span("request") as request:
        await say(db, Happened(thing="a", number=1))
    async with (
        topics_for_a_while(bootstrap, prefix + TOPIC),
        relaying(Relay(urls.app, bootstrap=bootstrap, prefix=prefix)),
    ):
        await until_so(lambda: _all_sent(ask))
        [lying] = await everything_on(bootstrap, prefix + TOPIC)

    [sent] = [span for span in spans.get_finished_spans() if span.name == f"send {TOPIC}"]
    assert sent.parent is not None
    assert sent.parent.span_id == request.get_span_context().span_id
    headers = {name: (value or b"").decode() for name, value in lying.headers}
    assert traced(headers["ce_traceparent"]) == spanned(request.get_span_context())
    assert traced(headers["traceparent"]) == spanned(sent.context)


async def test_a_notification_wakes_the_relay_long_before_its_sweep(
    urls: Urls, db: Database, ask: Ask, bootstrap: str, prefix: str
) -> None:
    relay = Relay(urls.app, bootstrap=bootstrap, prefix=prefix, sweep=600)
    async with topics_for_a_while(bootstrap, prefix + TOPIC), relaying(relay):
        await until(lambda: relay.leading)
        for number in range(3):
            await say(db, Happened(thing="a", number=number))
            await until_so(lambda: _all_sent(ask), within=10)


async def test_without_notifications_the_sweep_finds_what_was_said(
    urls: Urls, ask: Ask, db: Database, bootstrap: str, prefix: str
) -> None:
    relay = Relay(urls.app, bootstrap=bootstrap, prefix=prefix, sweep=0.1)
    async with topics_for_a_while(bootstrap, prefix + TOPIC), relaying(relay):
        await until(lambda: relay.leading)
        async with db.transaction(OURS) as session:
            await session.execute(text("SET LOCAL messaging.notify = 'off'"))
            await outbox.publish(session, Happened(thing="a", number=1))
        await until_so(lambda: _all_sent(ask), within=10)


async def test_notifications_can_be_switched_off(
    urls: Urls, ask: Ask, db: Database, bootstrap: str, prefix: str
) -> None:
    heard: list[object] = []
    listener = await asyncpg.connect(urls.app)
    await listener.add_listener("messaging_outbox", lambda *what: heard.append(what))
    async with db.transaction(OURS) as session:
        await session.execute(text("SET LOCAL messaging.notify = 'off'"))
        await outbox.publish(session, Happened(thing="quiet", number=1))
    await say(db, Happened(thing="loud", number=2), Happened(thing="loud", number=3))
    await until(lambda: heard)
    await listener.close()
    assert [what[3] for what in heard if isinstance(what, tuple)] == [""]


async def test_of_two_relays_one_leads_and_the_other_takes_over(
    urls: Urls, db: Database, ask: Ask, bootstrap: str, prefix: str
) -> None:
    first, second = (Relay(urls.app, bootstrap=bootstrap, prefix=prefix) for _ in range(2))
    async with topics_for_a_while(bootstrap, prefix + TOPIC), relaying(second):
        async with relaying(first):
            await until(lambda: first.leading or second.leading)
            await say(db, Happened(thing="a", number=1))
            await until_so(lambda: _all_sent(ask))
            assert first.leading != second.leading
            assert not first.readiness.problems() + second.readiness.problems()
        await until(lambda: second.leading)
        await say(db, Happened(thing="a", number=2))
        await until_so(lambda: _all_sent(ask))


async def test_a_leader_that_no_longer_holds_the_lock_sends_nothing(
    urls: Urls, db: Database, ask: Ask, bootstrap: str, prefix: str
) -> None:
    relay = Relay(urls.app, bootstrap=bootstrap, prefix=prefix)
    other = Relay(urls.app, bootstrap=bootstrap, prefix=prefix)
    async with topics_for_a_while(bootstrap, prefix + TOPIC), relaying(relay):
        await until(lambda: relay.leading)
        await ask(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'relay'"
            " AND datname = current_database()"
        )
        async with relaying(other):
            await until(lambda: relay.leading or other.leading)
            await say(db, Happened(thing="a", number=1))
            await until_so(lambda: _all_sent(ask))
            lying = await everything_on(bootstrap, prefix + TOPIC)
    assert len(lying) == 1


async def test_while_kafka_is_away_the_relay_waits_and_then_sends(
    urls: Urls, db: Database, ask: Ask, bootstrap: str, prefix: str
) -> None:
    door = Door(bootstrap)
    await door.open()
    await door.shut()
    await say(db, Happened(thing="a", number=1))
    relay = Relay(urls.app, bootstrap=door.address, prefix=prefix)
    async with topics_for_a_while(bootstrap, prefix + TOPIC), relaying(relay):
        await until(lambda: relay.leading)
        await until(lambda: (REGISTRY.get_sample_value("outbox_pending") or 0) >= 1)
        assert await unsent(ask) == 1
        assert not relay.liveness.problems() + relay.readiness.problems()
        await door.open()
        await until_so(lambda: _all_sent(ask))
    await door.shut()


async def test_a_missing_topic_holds_up_no_other_and_gets_its_messages_in_order_once_it_exists(
    urls: Urls, db: Database, ask: Ask, bootstrap: str, prefix: str
) -> None:
    relay = Relay(urls.app, bootstrap=bootstrap, prefix=prefix, batch=2)
    await say(db, *(Other(thing="a", number=n) for n in range(5)), Happened(thing="a", number=9))
    async with topics_for_a_while(bootstrap, prefix + TOPIC), relaying(relay):
        await until_so(lambda: _sent_more_than(ask, 0))
        assert await unsent(ask) == 5
        async with topics_for_a_while(bootstrap, prefix + Other.topic):
            await until_so(lambda: _all_sent(ask))
            lying = facts_of(await everything_on(bootstrap, prefix + Other.topic))
    assert [fact.number for fact in lying] == [0, 1, 2, 3, 4]


async def test_a_broker_that_would_create_topics_is_given_no_occasion_to(
    urls: Urls, db: Database, prefix: str
) -> None:
    await say(db, Happened(thing="a", number=1))
    async with (
        eager_broker() as eager,
        relaying(Relay(urls.app, bootstrap=eager.address, prefix=prefix)),
    ):
        await until(lambda: eager.asked > 4)
        assert eager.would_create == set()


async def test_after_a_refused_message_nothing_of_its_topic_is_marked_and_other_topics_go_on(
    urls: Urls, db: Database, ask: Ask, bootstrap: str, prefix: str
) -> None:
    sizes = {"max.message.bytes": "2000"}
    relay = Relay(urls.app, bootstrap=bootstrap, prefix=prefix)
    noise = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=300_000))
    await say(db, Happened(thing="a", number=1, padding=noise), Happened(thing="a", number=2))
    await say(db, Other(thing="a", number=3))
    async with topics_for_a_while(
        bootstrap, prefix + TOPIC, prefix + Other.topic, partitions=1, configuration=sizes
    ):
        async with relaying(relay):
            await until_so(lambda: _sent_more_than(ask, 0))
        waiting = await ask("SELECT seq FROM outbox WHERE published_at IS NULL ORDER BY seq")
    assert waiting == [(1,), (2,)]


async def test_a_fact_too_large_for_a_message_is_refused_when_it_is_said(
    db: Database, ask: Ask
) -> None:
    with pytest.raises(outbox.PayloadTooLarge, match=r"source\.happened\.v1 of a has \d+ bytes"):
        await say(db, Happened(thing="a", number=1, padding="x" * outbox.LARGEST))
    assert await ask("SELECT count(*) FROM outbox") == [(0,)]


async def test_the_largest_fact_that_is_not_refused_passes_through_kafka(
    urls: Urls, db: Database, ask: Ask, bootstrap: str, prefix: str
) -> None:
    room = outbox.LARGEST - len(Happened(thing="a", number=1).model_dump_json())
    noise = "".join(random.Random(2).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=room))
    await say(db, Happened(thing="a", number=1, padding=noise), Happened(thing="a", number=2))
    async with (
        topics_for_a_while(bootstrap, prefix + TOPIC),
        relaying(Relay(urls.app, bootstrap=bootstrap, prefix=prefix)),
    ):
        await until_so(lambda: _all_sent(ask))


async def test_what_was_sent_a_week_ago_is_forgotten_and_what_was_not_stays(
    urls: Urls, db: Database, ask: Ask, bootstrap: str, prefix: str
) -> None:
    await say(db, *(Happened(thing="a", number=n) for n in range(3)))
    await ask("UPDATE outbox SET published_at = now() - interval '8 days' WHERE seq = 1")
    await ask("UPDATE outbox SET published_at = now() - interval '6 days' WHERE seq = 2")
    await ask("UPDATE outbox SET created_at = now() - interval '9 days'")
    for days, consumer in ((31, "old"), (29, "new")):
        await ask(
            "INSERT INTO inbox (consumer, event_id, received_at)"
            " VALUES (:consumer, gen_random_uuid(), now() - make_interval(days => :days))",
            consumer=consumer,
            days=days,
        )
    async with relaying(Relay(urls.app, bootstrap=bootstrap, prefix=prefix)):
        await until_so(lambda: _forgotten(ask))
    assert await ask("SELECT seq FROM outbox ORDER BY seq") == [(2,), (3,)]
    assert await ask("SELECT consumer FROM inbox") == [("new",)]


async def _forgotten(ask: Ask) -> bool:
    [(rows,)] = await ask("SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM inbox)")
    return int(rows) == 3


async def test_creating_topics_twice_does_no_harm(bootstrap: str, prefix: str) -> None:
    async with topics_for_a_while(bootstrap, prefix + "a", prefix + "a.dlq"):
        await ensure(bootstrap, [prefix + "a", prefix + "a.dlq"])
