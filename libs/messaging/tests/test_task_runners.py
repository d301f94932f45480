"""Runners: several at once, woken in time, ended gracefully."""

import asyncio
from datetime import UTC, datetime, timedelta

from opentelemetry import trace
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client import REGISTRY

from database import Database, enter_account
from libs.messaging.tests.conftest import Ask
from libs.messaging.tests.doing import (
    _is,
    _listens,
    _none_left,
    ignore,
    runner,
    running,
    schedule,
    state,
)
from libs.messaging.tests.things import OURS, THEIRS
from libs.messaging.tests.traces import spanned
from messaging import log_context, tasks
from messaging.tasks import Task, TaskKind, TaskRunner
from testkit import until
from testkit.databases import Urls


async def test_several_runners_do_each_task_once(db: Database, ask: Ask) -> None:
    done: list[str] = []

    async def copy(task: Task) -> None:
        await asyncio.sleep(0)
        done.append(task.key)

    for number in range(40):
        await schedule(db, key=f"k{number}")
    await asyncio.gather(*(runner(db, copy).run_due() for _ in range(4)))
    assert sorted(done) == sorted(f"k{number}" for number in range(40))


async def test_tasks_run_side_by_side_up_to_the_concurrency_of_their_kind(db: Database) -> None:
    at_once = most = 0

    async def copy(task: Task) -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        async with task.transaction():
            pass
        at_once -= 1

    for number in range(9):
        await schedule(db, key=f"k{number}")
    await runner(db, copy, concurrency=3).run_due()
    assert most == 3


async def test_an_account_has_no_more_tasks_at_once_than_allowed_also_with_two_runners(
    db: Database, ask: Ask
) -> None:
    at_once = {OURS: 0, THEIRS: 0}
    most = dict(at_once)

    async def copy(task: Task) -> None:
        at_once[task.account_id] += 1
        most[task.account_id] = max(most[task.account_id], at_once[task.account_id])
        async with task.transaction():
            pass
        at_once[task.account_id] -= 1

    for number in range(6):
        for account in (OURS, THEIRS):
            async with db.transaction(account) as session:
                await tasks.schedule(session, "copy", key=f"k{number}", account_id=account)
    two = [runner(db, copy, per_account=1) for _ in range(2)]
    await until(lambda: _none_left(ask, two))
    assert most == {OURS: 1, THEIRS: 1}


async def test_a_notification_starts_a_task_long_before_the_sweep(
    db: Database, urls: Urls, ask: Ask
) -> None:
    kinds = {"copy": TaskKind(ignore)}
    waiting = TaskRunner(kinds, db.engine, enter_account, dsn=urls.app, sweep=600)
    async with running(waiting):
        await until(lambda: _listens(ask))
        await schedule(db)
        await until(lambda: _is(ask, "done"), within=10)


async def test_a_task_scheduled_before_the_runner_listened_is_not_missed(
    db: Database, urls: Urls, ask: Ask
) -> None:
    await schedule(db)
    waiting = TaskRunner(
        {"copy": TaskKind(ignore)}, db.engine, enter_account, dsn=urls.app, sweep=600
    )
    async with running(waiting):
        await until(lambda: _is(ask, "done"), within=10)


async def test_a_connection_lost_while_listening_is_made_anew(
    db: Database, urls: Urls, ask: Ask
) -> None:
    kinds = {"copy": TaskKind(ignore)}
    waiting = TaskRunner(kinds, db.engine, enter_account, dsn=urls.app, sweep=600)
    async with running(waiting):
        await until(lambda: _listens(ask))
        await ask(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'listen'"
            " AND datname = current_database()"
        )
        await until(lambda: _listens(ask))
        await schedule(db)
        await until(lambda: _is(ask, "done"), within=10)


async def test_without_notifications_the_sweep_finds_due_tasks(db: Database, ask: Ask) -> None:
    sweeping = TaskRunner({"copy": TaskKind(ignore)}, db.engine, enter_account, sweep=0.05)
    async with running(sweeping):
        await until(lambda: not sweeping.readiness.problems())
        assert sweeping.liveness.problems() == []
        await schedule(db)
        await until(lambda: _is(ask, "done"), within=10)


async def test_a_stop_lets_tasks_at_work_end(db: Database, ask: Ask) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(task: Task) -> None:
        begun.set()
        await go_on.wait()

    await schedule(db)
    async with running(runner(db, slow)) as stopping:
        await begun.wait()
        stopped = asyncio.create_task(stopping.stop())
        await asyncio.sleep(0)
        assert not stopped.done()
        go_on.set()
        await stopped
    assert await state(ask) == "done"


async def test_a_task_that_does_not_end_in_time_is_cancelled_and_left_to_its_lease(
    db: Database, ask: Ask
) -> None:
    begun = asyncio.Event()

    async def endless(task: Task) -> None:
        begun.set()
        await asyncio.Event().wait()

    await schedule(db)
    impatient = TaskRunner({"copy": TaskKind(endless)}, db.engine, enter_account, grace=0.1)
    async with running(impatient):
        await begun.wait()
    assert await state(ask) == "running"


async def test_the_trace_of_the_one_who_scheduled_goes_on_in_the_task(
    db: Database, spans: InMemorySpanExporter
) -> None:
    seen: list[dict[str, object]] = []

    async def copy(task: Task) -> None:
        seen.append(dict(log_context.get()))

    with trace.get_tracer("test").start_as_current_span("request") as request:
        await schedule(db)
    await runner(db, copy).run_due()

    [span] = [s for s in spans.get_finished_spans() if s.name == "task copy"]
    assert spanned(span.parent) == spanned(request.get_span_context())
    assert seen == [{"task": "copy", "key": "k", "attempt": 1}]


async def test_overdue_tasks_are_measured(db: Database) -> None:
    await schedule(db, due_at=datetime.now(UTC) - timedelta(minutes=2))
    await runner(db, ignore).measure()

    assert REGISTRY.get_sample_value("tasks_due", {"kind": "copy"}) == 1
    age = REGISTRY.get_sample_value("task_oldest_age_seconds", {"kind": "copy"})
    assert age is not None
    assert 119 < age < 180
