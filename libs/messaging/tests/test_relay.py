"""The relay: what it sends, when it wakes, what it forgets."""

import asyncpg
from opentelemetry import trace
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from sqlalchemy import text

from database import Database
from libs.messaging.tests.conftest import Query
from libs.messaging.tests.driver import all_sent, publish, running_relay, span_ids
from libs.messaging.tests.factories import OURS, TOPIC, SampleEvent
from libs.messaging.tests.kafka import records_on, temporary_topics
from messaging import outbox
from messaging.relay import Relay
from testkit import until
from testkit.databases import Urls


async def test_the_message_is_a_cloud_event_in_binary_mode(
    urls: Urls, db: Database, query: Query, bootstrap: str, prefix: str
) -> None:
    await publish(db, SampleEvent(name="café", number=1))
    async with (
        temporary_topics(bootstrap, prefix + TOPIC),
        running_relay(Relay(urls.app, bootstrap=bootstrap, prefix=prefix)),
    ):
        await until(lambda: all_sent(query))
        [published] = await records_on(bootstrap, prefix + TOPIC)

    [(event_id,)] = await query("SELECT event_id FROM outbox_messages")
    headers = {name: (value or b"").decode() for name, value in published.headers}
    assert published.key == "café".encode()
    assert published.value == SampleEvent(name="café", number=1).model_dump_json().encode()
    assert headers.pop("ce_time").endswith("Z")
    assert {name: v for name, v in headers.items() if "trace" not in name} == {
        "ce_specversion": "1.0",
        "ce_id": str(event_id),
        "ce_type": "source.sample-happened.v1",
        "ce_source": "/source",
        "ce_subject": "café",
        "ce_account": str(OURS),
        "content-type": "application/json",
    }


async def test_the_trace_of_the_writer_goes_on_through_the_relay(
    urls: Urls,
    db: Database,
    query: Query,
    bootstrap: str,
    prefix: str,
    spans: InMemorySpanExporter,
) -> None:
    with trace.get_tracer("test").start_as_current_span("request") as request:
        await publish(db, SampleEvent(number=1))
    async with (
        temporary_topics(bootstrap, prefix + TOPIC),
        running_relay(Relay(urls.app, bootstrap=bootstrap, prefix=prefix)),
    ):
        await until(lambda: all_sent(query))
        [published] = await records_on(bootstrap, prefix + TOPIC)

    [sent] = [span for span in spans.get_finished_spans() if span.name == f"send {TOPIC}"]
    assert sent.parent is not None
    assert sent.parent.span_id == request.get_span_context().span_id
    headers = {name: (value or b"").decode() for name, value in published.headers}
    assert span_ids(headers["ce_traceparent"]) == span_ids(request.get_span_context())
    assert span_ids(headers["traceparent"]) == span_ids(sent.context)


async def test_a_notification_wakes_the_relay_long_before_its_sweep(
    urls: Urls, db: Database, query: Query, bootstrap: str, prefix: str
) -> None:
    relay = Relay(urls.app, bootstrap=bootstrap, prefix=prefix, sweep_seconds=600)
    async with temporary_topics(bootstrap, prefix + TOPIC), running_relay(relay):
        await until(lambda: relay.leading)
        for number in range(3):
            await publish(db, SampleEvent(number=number))
            await until(lambda: all_sent(query))


async def test_without_notifications_the_sweep_finds_what_was_published(
    urls: Urls, query: Query, db: Database, bootstrap: str, prefix: str
) -> None:
    relay = Relay(urls.app, bootstrap=bootstrap, prefix=prefix, sweep_seconds=0.1)
    async with temporary_topics(bootstrap, prefix + TOPIC), running_relay(relay):
        await until(lambda: relay.leading)
        async with db.transaction(OURS) as session:
            await session.execute(text("SET LOCAL messaging.notify = 'off'"))
            await outbox.publish(session, SampleEvent(number=1))
        await until(lambda: all_sent(query))


async def test_notifications_can_be_switched_off(
    urls: Urls, query: Query, db: Database, bootstrap: str, prefix: str
) -> None:
    received: list[object] = []
    listener = await asyncpg.connect(urls.app)
    await listener.add_listener("messaging_outbox_messages", lambda *what: received.append(what))
    async with db.transaction(OURS) as session:
        await session.execute(text("SET LOCAL messaging.notify = 'off'"))
        await outbox.publish(session, SampleEvent(name="quiet", number=1))
    await publish(db, SampleEvent(name="loud", number=2), SampleEvent(name="loud", number=3))
    await until(lambda: received)
    await listener.close()
    assert [what[3] for what in received if isinstance(what, tuple)] == [""]


async def test_what_was_sent_or_processed_long_ago_is_deleted_and_the_rest_stays(
    urls: Urls, db: Database, query: Query, bootstrap: str, prefix: str
) -> None:
    await publish(db, *(SampleEvent(number=n) for n in range(3)))
    await query("UPDATE outbox_messages SET published_at = now() - interval '8 days' WHERE seq = 1")
    await query("UPDATE outbox_messages SET published_at = now() - interval '6 days' WHERE seq = 2")
    await query("UPDATE outbox_messages SET created_at = now() - interval '9 days'")
    for days, consumer in ((31, "old"), (29, "new")):
        await query(
            "INSERT INTO inbox_messages (consumer, event_id, received_at)"
            " VALUES (:consumer, gen_random_uuid(), now() - make_interval(days => :days))",
            consumer=consumer,
            days=days,
        )
    async with running_relay(Relay(urls.app, bootstrap=bootstrap, prefix=prefix)):
        await until(lambda: _deleted(query))
    assert await query("SELECT seq FROM outbox_messages ORDER BY seq") == [(2,), (3,)]
    assert await query("SELECT consumer FROM inbox_messages") == [("new",)]


async def _deleted(query: Query) -> bool:
    [(rows,)] = await query(
        "SELECT (SELECT count(*) FROM outbox_messages) + (SELECT count(*) FROM inbox_messages)"
    )
    return int(rows) == 3
