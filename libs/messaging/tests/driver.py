"""Publishing, relaying, consuming and doing tasks in tests, and asking what became of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from opentelemetry.trace import SpanContext
from prometheus_client import REGISTRY
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncEngine

from database import Database, connect
from libs.messaging.tests.conftest import Effects, Query
from libs.messaging.tests.factories import OURS, TOPIC, SampleEvent
from libs.messaging.tests.kafka import Proxy, committed
from messaging import Subscription, outbox
from messaging.relay import Relay
from messaging.worker import Worker
from testkit.databases import Urls

LISTENERS = (
    "FROM pg_stat_activity WHERE application_name = 'listen' AND datname = current_database()"
)


def metric(name: str, **labels: str) -> float:
    """The value of a metric now; 0 when it has none."""
    return REGISTRY.get_sample_value(name, labels) or 0.0


async def publish(db: Database, *events: SampleEvent) -> None:
    async with db.transaction(OURS) as session:
        await outbox.publish(session, *events)


@asynccontextmanager
async def running_relay(relay: Relay) -> AsyncIterator[Relay]:
    running = asyncio.create_task(relay.run())
    try:
        yield relay
    finally:
        await relay.stop()
        await running


async def unsent(query: Query) -> int:
    [(count,)] = await query("SELECT count(*) FROM outbox_messages WHERE published_at IS NULL")
    return int(count)


async def all_sent(query: Query) -> bool:
    return await unsent(query) == 0


async def sent_more_than(query: Query, number: int) -> bool:
    [(count,)] = await query("SELECT count(*) FROM outbox_messages WHERE published_at IS NOT NULL")
    return int(count) > number


@asynccontextmanager
async def running_worker(
    engine: AsyncEngine, subscription: Subscription, bootstrap: str, prefix: str
) -> AsyncIterator[Worker]:
    worker = Worker([subscription], engine, bootstrap=bootstrap, prefix=prefix, grace_seconds=5)
    await worker.start()
    try:
        yield worker
    finally:
        await worker.stop()


async def effects_are(effects: Effects, *numbers: int) -> bool:
    return sorted(await effects()) == sorted(numbers)


async def group_committed(bootstrap: str, prefix: str, number: int) -> bool:
    """Whether the group `reader` has acknowledged so many records of the topic."""
    return await committed(bootstrap, prefix + "reader", prefix + TOPIC) == number


def span_ids(of: SpanContext | str | None) -> tuple[str, str]:
    """Trace id and span id of a span, or of a header `traceparent`."""
    if isinstance(of, str):
        _, trace_id, span_id, _ = of.split("-")
        return trace_id, span_id
    assert of is not None
    return f"{of.trace_id:032x}", f"{of.span_id:016x}"


@asynccontextmanager
async def locked_effects(urls: Urls) -> AsyncIterator[None]:
    """Somebody holds the table `effects`."""
    holder = await asyncpg.connect(urls.superuser)
    try:
        async with holder.transaction():
            await holder.execute("LOCK TABLE effects IN ACCESS EXCLUSIVE MODE")
            yield
    finally:
        await holder.close()


@asynccontextmanager
async def stallable_database(urls: Urls) -> AsyncIterator[tuple[Database, Proxy]]:
    """The database behind a proxy that can stall."""
    url = make_url(urls.app)
    proxy = Proxy(f"{url.host}:{url.port}")
    await proxy.open()
    database = connect(url.set(port=proxy.port).render_as_string(hide_password=False))
    try:
        yield database, proxy
    finally:
        proxy.flow()
        await proxy.shut()
        await database.dispose()
