"""Nothing lost and nothing out of order, with writers in parallel, replicas and kills."""

import asyncio
import contextlib
import random
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from database import Database, lock_exclusive
from libs.messaging.tests.conftest import Query
from libs.messaging.tests.driver import all_sent, publish, running_relay, sent_more_than
from libs.messaging.tests.factories import OURS, TOPIC, SampleEvent, events_in, insert_effect
from libs.messaging.tests.kafka import records_on, temporary_topics
from messaging import outbox
from messaging.relay import Relay
from testkit import until
from testkit.databases import Urls

LEADERS = (
    "FROM pg_locks WHERE locktype = 'advisory' AND classid = 1835365223 AND granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


async def write(db: Database, seed: int, count: int) -> None:
    """One of several writers: locks an aggregate, counts it up and publishes that; some roll back."""
    chance = random.Random(seed)
    for _ in range(count):
        name = f"aggregate-{chance.randrange(12)}"
        with contextlib.suppress(InterruptedError):
            async with db.transaction(OURS) as session:
                number = await _count_up(session, name)
                await outbox.publish(session, SampleEvent(name=name, number=number))
                await asyncio.sleep(chance.random() * 0.003)
                if chance.random() < 0.1:
                    raise InterruptedError


async def _count_up(session: AsyncSession, name: str) -> int:
    await lock_exclusive(session, name)
    counted = text("SELECT count(*) FROM effects WHERE key = :name")
    number = (await session.execute(counted, {"name": name})).scalar_one()
    await insert_effect(session, SampleEvent(name=name, number=number))
    return int(number)


@asynccontextmanager
async def replicas(number: int, make: Callable[[], Relay]) -> AsyncIterator[Callable[[], None]]:
    """So many relays at work; the call kills one and starts another."""
    running = [asyncio.create_task(make().run()) for _ in range(number)]

    def kill_one() -> None:
        running[-number].cancel()
        running.append(asyncio.create_task(make().run()))

    try:
        yield kill_one
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def test_writers_in_parallel_replicas_and_kills_lose_nothing_and_keep_the_order_of_each_key(
    urls: Urls, db: Database, query: Query, bootstrap: str, prefix: str
) -> None:
    def relay() -> Relay:
        return Relay(urls.app, bootstrap=bootstrap, prefix=prefix, batch_size=40, sweep_seconds=0.2)

    async with temporary_topics(bootstrap, prefix + TOPIC), replicas(3, relay) as kill_one:
        writing = asyncio.gather(*(write(db, seed, 40) for seed in range(12)))
        for kill in range(6):
            await until(partial(sent_more_than, query, 40 * kill))
            if kill % 2:
                await query(f"SELECT pg_terminate_backend(pid) {LEADERS}")
            else:
                kill_one()
        await writing
        await until(lambda: all_sent(query))
        published = events_in(await records_on(bootstrap, prefix + TOPIC))

    first_seen: dict[str, list[int]] = defaultdict(list)
    for event in published:
        if event.number not in first_seen[event.name]:
            first_seen[event.name].append(event.number)
    written = await query("SELECT key, count(*) FROM effects GROUP BY key")
    assert first_seen == {name: list(range(count)) for name, count in written}


async def test_a_transaction_that_commits_after_later_ones_were_sent_is_sent_too(
    urls: Urls, db: Database, query: Query, bootstrap: str, prefix: str
) -> None:
    async with (
        temporary_topics(bootstrap, prefix + TOPIC),
        running_relay(Relay(urls.app, bootstrap=bootstrap, prefix=prefix)),
    ):
        async with db.transaction(OURS) as late:
            await outbox.publish(late, SampleEvent(name="late", number=1))
            await publish(db, SampleEvent(name="early", number=2))
            await until(lambda: sent_more_than(query, 0))
        await until(lambda: sent_more_than(query, 1))
        published = events_in(await records_on(bootstrap, prefix + TOPIC))

    assert {event.name for event in published} == {"early", "late"}


async def test_many_events_of_one_call_are_sent_in_its_order(
    urls: Urls, db: Database, query: Query, bootstrap: str, prefix: str
) -> None:
    await publish(db, *(SampleEvent(name="one", number=n) for n in range(200)))
    async with (
        temporary_topics(bootstrap, prefix + TOPIC),
        running_relay(Relay(urls.app, bootstrap=bootstrap, prefix=prefix, batch_size=64)),
    ):
        await until(lambda: all_sent(query))
        published = events_in(await records_on(bootstrap, prefix + TOPIC))

    assert [event.number for event in published] == list(range(200))


async def test_of_two_relays_one_leads_and_the_other_takes_over(
    urls: Urls, db: Database, query: Query, bootstrap: str, prefix: str
) -> None:
    first, second = (Relay(urls.app, bootstrap=bootstrap, prefix=prefix) for _ in range(2))
    async with temporary_topics(bootstrap, prefix + TOPIC), running_relay(second):
        async with running_relay(first):
            await until(lambda: first.leading or second.leading)
            await publish(db, SampleEvent(number=1))
            await until(lambda: all_sent(query))
            assert first.leading != second.leading
            assert not first.readiness() + second.readiness()
        await until(lambda: second.leading)
        await publish(db, SampleEvent(number=2))
        await until(lambda: all_sent(query))


async def test_a_leader_that_no_longer_holds_the_lock_sends_nothing(
    urls: Urls, db: Database, query: Query, bootstrap: str, prefix: str
) -> None:
    relay = Relay(urls.app, bootstrap=bootstrap, prefix=prefix)
    other = Relay(urls.app, bootstrap=bootstrap, prefix=prefix)
    async with temporary_topics(bootstrap, prefix + TOPIC), running_relay(relay):
        await until(lambda: relay.leading)
        await query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'relay'"
            " AND datname = current_database()"
        )
        async with running_relay(other):
            await until(lambda: relay.leading or other.leading)
            await publish(db, SampleEvent(number=1))
            await until(lambda: all_sent(query))
            published = await records_on(bootstrap, prefix + TOPIC)
    assert len(published) == 1
