"""Scheduling and doing tasks in tests, and asking what became of them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import tasks
from database import Database
from libs.messaging.tests.conftest import Query
from libs.messaging.tests.driver import LISTENERS
from libs.messaging.tests.factories import OURS
from tasks import Task, TaskHandler, TaskKind, TaskRunner

_LEASE = timedelta(hours=1)


async def schedule(db: Database, kind: str = "copy", key: str = "k", **more: Any) -> None:
    async with db.transaction(OURS) as session:
        await tasks.schedule(session, kind, key=key, **more)


async def ignore(task: Task) -> None:
    """A task handler without effect."""


def task_runner(db: Database, handler: TaskHandler = ignore, **kind: Any) -> TaskRunner:
    """Its leases are not renewed within a test, however slow, unless the test gives them a length."""
    return TaskRunner({"copy": TaskKind(handler, **{"lease": _LEASE, **kind})}, db.engine)


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
