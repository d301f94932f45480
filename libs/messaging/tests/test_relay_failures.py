"""The relay when Kafka or a topic is away, or a message is refused."""

import random

import pytest
from prometheus_client import REGISTRY

from database import Database
from libs.messaging.tests.conftest import Ask
from libs.messaging.tests.eager_broker import eager_broker
from libs.messaging.tests.kafka import Door, everything_on, topics_for_a_while
from libs.messaging.tests.relays import (
    TOPIC,
    Other,
    all_sent,
    facts_of,
    relaying,
    say,
    sent_more_than,
    unsent,
)
from libs.messaging.tests.things import Happened
from messaging import outbox
from messaging.relay import Relay
from testkit import until
from testkit.databases import Urls


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
        await until(lambda: all_sent(ask))
    await door.shut()


async def test_a_missing_topic_holds_up_no_other_and_gets_its_messages_in_order_once_it_exists(
    urls: Urls, db: Database, ask: Ask, bootstrap: str, prefix: str
) -> None:
    relay = Relay(urls.app, bootstrap=bootstrap, prefix=prefix, batch=2)
    await say(db, *(Other(thing="a", number=n) for n in range(5)), Happened(thing="a", number=9))
    async with topics_for_a_while(bootstrap, prefix + TOPIC), relaying(relay):
        await until(lambda: sent_more_than(ask, 0))
        assert await unsent(ask) == 5
        async with topics_for_a_while(bootstrap, prefix + Other.topic):
            await until(lambda: all_sent(ask))
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
            await until(lambda: sent_more_than(ask, 0))
        waiting = await ask("SELECT seq FROM outbox WHERE published_at IS NULL ORDER BY seq")
    assert waiting == [(1,), (2,)]


async def test_a_fact_too_large_for_a_message_is_refused_when_it_is_said(
    db: Database, ask: Ask
) -> None:
    with pytest.raises(
        outbox.PayloadTooLargeError, match=r"source\.happened\.v1 of a has \d+ bytes"
    ):
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
        await until(lambda: all_sent(ask))
