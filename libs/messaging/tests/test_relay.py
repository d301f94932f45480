"""The relay: what it sends, when it wakes, what it forgets."""

import asyncpg
from opentelemetry import trace
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from sqlalchemy import text

from database import Database
from libs.messaging.tests.conftest import Ask
from libs.messaging.tests.kafka import everything_on, topics_for_a_while
from libs.messaging.tests.relays import TOPIC, all_sent, relaying, say
from libs.messaging.tests.things import OURS, Happened
from libs.messaging.tests.traces import spanned, traced
from messaging import outbox
from messaging.relay import Relay
from messaging.topics import ensure
from testkit import until
from testkit.databases import Urls


async def test_the_message_is_a_cloud_event_in_binary_mode(
    urls: Urls, db: Database, ask: Ask, bootstrap: str, prefix: str
) -> None:
    await say(db, Happened(thing="café", number=1))
    async with (
        topics_for_a_while(bootstrap, prefix + TOPIC),
        relaying(Relay(urls.app, bootstrap=bootstrap, prefix=prefix)),
    ):
        await until(lambda: all_sent(ask))
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
        await until(lambda: all_sent(ask))
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
            await until(lambda: all_sent(ask), within=10)


async def test_without_notifications_the_sweep_finds_what_was_said(
    urls: Urls, ask: Ask, db: Database, bootstrap: str, prefix: str
) -> None:
    relay = Relay(urls.app, bootstrap=bootstrap, prefix=prefix, sweep=0.1)
    async with topics_for_a_while(bootstrap, prefix + TOPIC), relaying(relay):
        await until(lambda: relay.leading)
        async with db.transaction(OURS) as session:
            await session.execute(text("SET LOCAL messaging.notify = 'off'"))
            await outbox.publish(session, Happened(thing="a", number=1))
        await until(lambda: all_sent(ask), within=10)


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
        await until(lambda: _forgotten(ask))
    assert await ask("SELECT seq FROM outbox ORDER BY seq") == [(2,), (3,)]
    assert await ask("SELECT consumer FROM inbox") == [("new",)]


async def _forgotten(ask: Ask) -> bool:
    [(rows,)] = await ask("SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM inbox)")
    return int(rows) == 3


async def test_creating_topics_twice_does_no_harm(bootstrap: str, prefix: str) -> None:
    async with topics_for_a_while(bootstrap, prefix + "a", prefix + "a.dlq"):
        await ensure(bootstrap, [prefix + "a", prefix + "a.dlq"])
