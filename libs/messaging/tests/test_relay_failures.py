"""The relay when Kafka or a topic is away, or a message is refused."""

import random

import pytest
from prometheus_client import REGISTRY

from database import Database
from libs.messaging.tests.conftest import Query
from libs.messaging.tests.driver import all_sent, publish, running_relay, sent_more_than, unsent
from libs.messaging.tests.eager_broker import eager_broker
from libs.messaging.tests.factories import TOPIC, OtherEvent, SampleEvent, events_in
from libs.messaging.tests.kafka import Proxy, records_on, temporary_topics
from messaging import PayloadTooLargeError, outbox
from messaging.relay import Relay
from testkit import until
from testkit.databases import Urls


async def test_while_kafka_is_away_the_relay_waits_and_then_sends(
    urls: Urls, db: Database, query: Query, bootstrap: str, prefix: str
) -> None:
    proxy = Proxy(bootstrap)
    await proxy.open()
    await proxy.shut()
    await publish(db, SampleEvent(number=1))
    relay = Relay(urls.app, bootstrap=proxy.address, prefix=prefix)
    async with temporary_topics(bootstrap, prefix + TOPIC), running_relay(relay):
        await until(lambda: relay.leading)
        await until(lambda: (REGISTRY.get_sample_value("outbox_pending") or 0) >= 1)
        assert await unsent(query) == 1
        assert not relay.liveness() + relay.readiness()
        await proxy.open()
        await until(lambda: all_sent(query))
    await proxy.shut()


async def test_a_missing_topic_holds_up_no_other_and_gets_its_messages_in_order_once_it_exists(
    urls: Urls, db: Database, query: Query, bootstrap: str, prefix: str
) -> None:
    relay = Relay(urls.app, bootstrap=bootstrap, prefix=prefix, batch_size=2)
    await publish(db, *(OtherEvent(number=n) for n in range(5)), SampleEvent(number=9))
    async with temporary_topics(bootstrap, prefix + TOPIC), running_relay(relay):
        await until(lambda: sent_more_than(query, 0))
        assert await unsent(query) == 5
        async with temporary_topics(bootstrap, prefix + OtherEvent.topic):
            await until(lambda: all_sent(query))
            published = events_in(await records_on(bootstrap, prefix + OtherEvent.topic))
    assert [event.number for event in published] == [0, 1, 2, 3, 4]


async def test_a_broker_that_would_create_topics_is_never_asked_for_one(
    urls: Urls, db: Database, prefix: str
) -> None:
    await publish(db, SampleEvent(number=1))
    async with (
        eager_broker() as eager,
        running_relay(Relay(urls.app, bootstrap=eager.address, prefix=prefix)),
    ):
        await until(lambda: eager.asked > 4)
        assert eager.would_create == set()


async def test_after_a_refused_message_nothing_of_its_topic_is_marked_and_other_topics_go_on(
    urls: Urls, db: Database, query: Query, bootstrap: str, prefix: str
) -> None:
    sizes = {"max.message.bytes": "2000"}
    relay = Relay(urls.app, bootstrap=bootstrap, prefix=prefix)
    noise = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=300_000))
    await publish(db, SampleEvent(number=1, padding=noise), SampleEvent(number=2))
    await publish(db, OtherEvent(number=3))
    async with temporary_topics(
        bootstrap, prefix + TOPIC, prefix + OtherEvent.topic, partitions=1, configuration=sizes
    ):
        async with running_relay(relay):
            await until(lambda: sent_more_than(query, 0))
        waiting = await query(
            "SELECT seq FROM outbox_messages WHERE published_at IS NULL ORDER BY seq"
        )
    assert waiting == [(1,), (2,)]


async def test_an_event_too_large_for_a_message_is_refused_when_it_is_published(
    db: Database, query: Query
) -> None:
    with pytest.raises(
        PayloadTooLargeError, match=r"source\.sample-happened\.v1 of a has \d+ bytes"
    ):
        await publish(db, SampleEvent(number=1, padding="x" * outbox.MAX_PAYLOAD_BYTES))
    assert await query("SELECT count(*) FROM outbox_messages") == [(0,)]


async def test_the_largest_event_that_is_not_refused_passes_through_kafka(
    urls: Urls, db: Database, query: Query, bootstrap: str, prefix: str
) -> None:
    room = outbox.MAX_PAYLOAD_BYTES - len(SampleEvent(number=1).model_dump_json())
    noise = "".join(random.Random(2).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=room))
    await publish(db, SampleEvent(number=1, padding=noise), SampleEvent(number=2))
    async with (
        temporary_topics(bootstrap, prefix + TOPIC),
        running_relay(Relay(urls.app, bootstrap=bootstrap, prefix=prefix)),
    ):
        await until(lambda: all_sent(query))
