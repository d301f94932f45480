"""Publishing, relaying, consuming and doing tasks in tests, and asking what became of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from opentelemetry.trace import SpanContext
from prometheus_client import REGISTRY
from sqlalchemy.ext.asyncio import AsyncEngine

from database import Database
from libs.messaging.tests.conftest import Effects, Query
from libs.messaging.tests.factories import OURS, TOPIC, SampleEvent
from libs.messaging.tests.kafka import committed
from messaging import Subscription, outbox, tasks
from messaging.relay import Relay
from messaging.tasks import Task, TaskHandler, TaskKind, TaskRunner
from messaging.worker import Worker

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


async def schedule(db: Database, kind: str = "copy", key: str = "k", **more: Any) -> None:
    async with db.transaction(OURS) as session:
        await tasks.schedule(session, kind, key=key, **more)


async def ignore(task: Task) -> None:
    """A task handler without effect."""


def task_runner(db: Database, handler: TaskHandler = ignore, **kind: Any) -> TaskRunner:
    return TaskRunner({"copy": TaskKind(handler, **kind)}, db.engine)


@asynccontextmanager
async def running_tasks(runner: TaskRunner) -> AsyncIterator[TaskRunner]:
    running = asyncio.create_task(runner.run())
    try:
        yield runner
    finally:
        await runner.stop()
        await running


async def task_state(query: Query, key: str = "k") -> str:
    [(state,)] = await query("SELECT state FROM scheduled_tasks WHERE key = :key", key=key)
    return str(state)


async def task_is(query: Query, expected: str, key: str = "k") -> bool:
    return await task_state(query, key) == expected


async def is_listening(query: Query) -> bool:
    [(count,)] = await query(f"SELECT count(*) {LISTENERS} AND query LIKE 'LISTEN%'")
    return bool(count)


def span_ids(of: SpanContext | str | None) -> tuple[str, str]:
    """Trace id and span id of a span, or of a header `traceparent`."""
    if isinstance(of, str):
        _, trace_id, span_id, _ = of.split("-")
        return trace_id, span_id
    assert of is not None
    return f"{of.trace_id:032x}", f"{of.span_id:016x}"
