"""Probes tell the truth: stuck is a problem, a Kafka that is away is none."""

import asyncio

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from database import enter_account
from libs.messaging.tests.things import hears, records
from messaging import RetryPolicy
from messaging.activity import Activity
from messaging.backoff import Backoff
from messaging.dispatch import Dispatch
from messaging.health import Asking, Together
from messaging.relay import Relay
from messaging.tasks import Task, TaskKind, TaskRunner
from messaging.worker import Worker
from testkit import until


def test_work_is_overdue_when_it_is_past_its_limit_and_the_margin() -> None:
    activity = Activity()
    with activity.working(limit=0.0):
        assert activity.overdue(margin=1000) == 0
        assert activity.overdue(margin=-0.001) > 0
    assert activity.overdue(margin=-1000) == 0


async def test_a_handler_at_work_is_seen(engine: AsyncEngine) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(session: AsyncSession, fact: object) -> None:
        begun.set()
        await go_on.wait()

    dispatch = Dispatch(hears(slow, timeout=3), engine, enter_account)
    taking = asyncio.create_task(dispatch.take(records(1)))
    await begun.wait()
    assert dispatch.activity.overdue(margin=-3.0) > 0
    assert not dispatch.batch.idle.is_set()
    go_on.set()
    await taking
    assert dispatch.activity.overdue(margin=-1000) == 0
    assert dispatch.batch.idle.is_set()


async def test_a_worker_that_did_not_start_is_not_ready(engine: AsyncEngine) -> None:
    worker = Worker([hears()], engine, enter_account, bootstrap="127.0.0.1:1")
    assert worker.readiness.problems() == ["the worker has not started"]


async def test_a_worker_without_its_database_is_not_ready_but_alive() -> None:
    nowhere = create_async_engine("postgresql+asyncpg://nobody:none@127.0.0.1:1/none")
    worker = Worker([hears()], nowhere, enter_account, bootstrap="127.0.0.1:1")
    await worker.start()
    try:
        await until(lambda: worker.readiness.problems() == ["the database does not answer"])
        assert worker.liveness.problems() == []
    finally:
        await worker.stop()


async def ignore(task: Task) -> None:
    """A handler without effect."""


async def test_a_relay_and_a_runner_without_database_wait_and_are_alive() -> None:
    url = "postgresql+asyncpg://nobody:none@127.0.0.1:1/none"
    relay = Relay(url, bootstrap="127.0.0.1:1")
    runner = TaskRunner(
        {"copy": TaskKind(ignore)}, create_async_engine(url), enter_account, dsn=url
    )
    both = asyncio.gather(relay.run(), runner.run())
    await until(lambda: relay.readiness.problems() and runner.readiness.problems())
    assert relay.liveness.problems() + runner.liveness.problems() == []
    await asyncio.gather(relay.stop(), runner.stop())
    await both


async def test_what_never_ran_can_be_stopped(engine: AsyncEngine) -> None:
    await Relay("postgresql://127.0.0.1:1/none", bootstrap="127.0.0.1:1").stop()
    await TaskRunner({}, engine, enter_account).stop()
    await Worker([hears()], engine, enter_account, bootstrap="127.0.0.1:1").stop()


async def test_checks_together_tell_all_problems() -> None:
    checks = [Asking(lambda: ["one"]), Asking(list), Asking(lambda: ["two"])]
    assert Together(checks).problems() == ["one", "two"]


def test_waits_grow_to_a_limit_and_all_tries_end_before_kafka_gives_up_on_the_consumer() -> None:
    backoff = Backoff(first=0.1, most=10, jitter=0)
    assert [backoff.wait(n) for n in (1, 2, 3, 20)] == [0.1, 0.2, 0.4, 10]
    patience = RetryPolicy()
    assert sum(patience.between.wait(n) for n in range(1, patience.transient)) < 60
