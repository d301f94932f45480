"""Nothing lost and nothing out of order, with writers in parallel, replicas and kills."""

import asyncio
import random
from collections import defaultdict
from functools import partial

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from database import Database
from libs.messaging.tests.conftest import Ask
from libs.messaging.tests.kafka import everything_on, topics_for_a_while
from libs.messaging.tests.relays import TOPIC, all_sent, facts_of, relaying, say, sent_more_than
from libs.messaging.tests.things import OURS, Happened
from messaging import outbox
from messaging.relay import Relay
from testkit import until
from testkit.databases import Urls


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
            await until(partial(sent_more_than, ask, 40 * kill), within=30)
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
        await until(lambda: all_sent(ask), within=30)
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
            await until(lambda: sent_more_than(ask, 0))
        await until(lambda: sent_more_than(ask, 1))
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
        await until(lambda: all_sent(ask))
        lying = facts_of(await everything_on(bootstrap, prefix + TOPIC))

    assert [fact.number for fact in lying] == list(range(200))


async def test_of_two_relays_one_leads_and_the_other_takes_over(
    urls: Urls, db: Database, ask: Ask, bootstrap: str, prefix: str
) -> None:
    first, second = (Relay(urls.app, bootstrap=bootstrap, prefix=prefix) for _ in range(2))
    async with topics_for_a_while(bootstrap, prefix + TOPIC), relaying(second):
        async with relaying(first):
            await until(lambda: first.leading or second.leading)
            await say(db, Happened(thing="a", number=1))
            await until(lambda: all_sent(ask))
            assert first.leading != second.leading
            assert not first.readiness.problems() + second.readiness.problems()
        await until(lambda: second.leading)
        await say(db, Happened(thing="a", number=2))
        await until(lambda: all_sent(ask))


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
            await until(lambda: all_sent(ask))
            lying = await everything_on(bootstrap, prefix + TOPIC)
    assert len(lying) == 1
