"""Scheduling and doing tasks in tests."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from database import Database, enter_account
from libs.messaging.tests.conftest import Ask
from libs.messaging.tests.things import OURS
from messaging import tasks
from messaging.backoff import Backoff
from messaging.tasks import Task, TaskHandler, TaskKind, TaskRunner

AT_ONCE = Backoff(first=0, most=0)


async def schedule(db: Database, kind: str = "copy", key: str = "k", **more: Any) -> None:
    async with db.transaction(OURS) as session:
        await tasks.schedule(session, kind, key=key, account_id=OURS, **more)


def runner(db: Database, handler: TaskHandler, **kind: Any) -> TaskRunner:
    return TaskRunner({"copy": TaskKind(handler, **kind)}, db.engine, enter_account)


@asynccontextmanager
async def running(a_runner: TaskRunner) -> AsyncIterator[TaskRunner]:
    task = asyncio.create_task(a_runner.run())
    try:
        yield a_runner
    finally:
        await a_runner.stop()
        await task


async def state(ask: Ask, key: str = "k") -> str:
    [(found,)] = await ask("SELECT state FROM task WHERE key = :key", key=key)
    return str(found)


async def ignore(task: Task) -> None:
    """A handler without effect."""


async def _none_left(ask: Ask, runners: list[TaskRunner]) -> bool:
    await asyncio.gather(*(one.run_due() for one in runners))
    [(left,)] = await ask("SELECT count(*) FROM task WHERE state <> 'done'")
    return not left


async def _is(ask: Ask, expected: str) -> bool:
    return await state(ask) == expected


async def _listens(ask: Ask) -> bool:
    [(count,)] = await ask(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'listen'"
        " AND datname = current_database()"
        " AND datname = current_database() AND query LIKE 'LISTEN%'"
    )
    return bool(count)
