"""Runners: several at once, woken in time, ended gracefully."""

import asyncio
from datetime import UTC, datetime, timedelta

from opentelemetry import trace
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client import REGISTRY

import tasks
from background import log_context
from database import Database
from libs.messaging.tests.conftest import Query
from libs.messaging.tests.driver import span_ids
from libs.messaging.tests.factories import OURS, THEIRS
from libs.tasks.tests.driver import (
    ignore,
    is_listening,
    running_tasks,
    schedule,
    task_is,
    task_runner,
    task_state,
)
from tasks import RetryError, Task, TaskKind, TaskRunner
from testkit import count_statements, until
from testkit.databases import Urls


async def test_several_runners_do_each_task_once(db: Database, query: Query) -> None:
    done: list[str] = []

    async def copy(task: Task) -> None:
        await asyncio.sleep(0)
        done.append(task.key)

    for number in range(40):
        await schedule(db, key=f"k{number}")
    await asyncio.gather(*(task_runner(db, copy).run_due() for _ in range(4)))
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
    await task_runner(db, copy, concurrency=3).run_due()
    assert most == 3


async def test_an_account_has_no_more_tasks_at_once_than_allowed_also_with_two_runners(
    db: Database, query: Query
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
                await tasks.schedule(session, "copy", key=f"k{number}")
    two = [task_runner(db, copy, per_account=1) for _ in range(2)]

    async def all_done() -> bool:
        await asyncio.gather(*(one.run_due() for one in two))
        return await query("SELECT FROM scheduled_tasks WHERE state <> 'done'") == []

    await until(all_done)
    assert most == {OURS: 1, THEIRS: 1}


async def test_a_notification_starts_a_task_long_before_the_sweep(
    db: Database, urls: Urls, query: Query
) -> None:
    kinds = {"copy": TaskKind(ignore)}
    waiting = TaskRunner(kinds, db.engine, dsn=urls.app, sweep_seconds=600)
    async with running_tasks(waiting):
        await until(lambda: is_listening(query))
        await schedule(db)
        await until(lambda: task_is(query, "done"))


async def test_a_task_scheduled_before_the_runner_listened_is_not_missed(
    db: Database, urls: Urls, query: Query
) -> None:
    await schedule(db)
    waiting = TaskRunner({"copy": TaskKind(ignore)}, db.engine, dsn=urls.app, sweep_seconds=600)
    async with running_tasks(waiting):
        await until(lambda: task_is(query, "done"))


async def test_a_connection_lost_while_listening_is_made_anew(
    db: Database, urls: Urls, query: Query
) -> None:
    kinds = {"copy": TaskKind(ignore)}
    waiting = TaskRunner(kinds, db.engine, dsn=urls.app, sweep_seconds=600)
    async with running_tasks(waiting):
        await until(lambda: is_listening(query))
        await query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'listen'"
            " AND datname = current_database()"
        )
        await until(lambda: is_listening(query))
        await schedule(db)
        await until(lambda: task_is(query, "done"))


async def test_a_task_that_is_due_later_begins_then_and_not_at_the_next_sweep(
    db: Database, urls: Urls, query: Query
) -> None:
    kinds = {"copy": TaskKind(ignore)}
    waiting = TaskRunner(kinds, db.engine, dsn=urls.app, sweep_seconds=600)
    async with running_tasks(waiting):
        await until(lambda: is_listening(query))
        await schedule(db, due_at=datetime.now(UTC) + timedelta(seconds=0.5))
        await until(lambda: task_is(query, "done"))
    [(waited,)] = await query("SELECT ended_at >= due_at FROM scheduled_tasks")
    assert waited


async def test_a_task_that_wants_to_be_retried_is_when_it_is_due(
    db: Database, query: Query
) -> None:
    async def copy(task: Task) -> None:
        if task.attempts < 3:
            raise RetryError("not yet", after=timedelta(seconds=0.1))

    await schedule(db)
    async with running_tasks(TaskRunner({"copy": TaskKind(copy)}, db.engine, sweep_seconds=600)):
        await until(lambda: task_is(query, "done"))


async def test_looking_for_tasks_costs_the_same_however_many_kinds_there_are(db: Database) -> None:
    kinds = {f"kind{number}": TaskKind(ignore) for number in range(20)}
    with count_statements(db) as statements:
        await TaskRunner(kinds, db.engine).run_due()
    assert statements.count == 3, str(statements)  # now; across accounts, what is due


async def test_without_notifications_the_sweep_finds_due_tasks(db: Database, query: Query) -> None:
    sweeping = TaskRunner({"copy": TaskKind(ignore)}, db.engine, sweep_seconds=0.05)
    async with running_tasks(sweeping):
        await until(lambda: not sweeping.readiness())
        assert sweeping.liveness() == []
        await schedule(db)
        await until(lambda: task_is(query, "done"))


async def test_a_stop_lets_tasks_at_work_end(db: Database, query: Query) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(task: Task) -> None:
        begun.set()
        await go_on.wait()

    await schedule(db)
    async with running_tasks(task_runner(db, slow)) as stopping:
        await begun.wait()
        stopped = asyncio.create_task(stopping.stop())
        await asyncio.sleep(0)
        assert not stopped.done()
        go_on.set()
        await stopped
    assert await task_state(query) == "done"


async def test_a_task_that_does_not_end_in_time_is_cancelled_and_left_to_its_lease(
    db: Database, query: Query
) -> None:
    begun = asyncio.Event()

    async def endless(task: Task) -> None:
        begun.set()
        await asyncio.Event().wait()

    await schedule(db)
    impatient = TaskRunner({"copy": TaskKind(endless)}, db.engine, grace_seconds=0.1)
    async with running_tasks(impatient):
        await begun.wait()
    assert await task_state(query) == "running"


async def test_the_trace_of_the_one_who_scheduled_goes_on_in_the_task(
    db: Database, spans: InMemorySpanExporter
) -> None:
    seen: list[dict[str, object]] = []

    async def copy(task: Task) -> None:
        seen.append(dict(log_context.get()))

    with trace.get_tracer("test").start_as_current_span("request") as request:
        await schedule(db)
    await task_runner(db, copy).run_due()

    [span] = [s for s in spans.get_finished_spans() if s.name == "task copy"]
    assert span_ids(span.parent) == span_ids(request.get_span_context())
    assert seen == [{"task": "copy", "key": "k", "attempt": 1}]


async def test_overdue_tasks_are_measured(db: Database) -> None:
    await schedule(db, due_at=datetime.now(UTC) - timedelta(minutes=2))
    await task_runner(db).measure()

    assert REGISTRY.get_sample_value("tasks_due", {"kind": "copy"}) == 1
    age = REGISTRY.get_sample_value("task_oldest_age_seconds", {"kind": "copy"})
    assert age is not None
    assert 119 < age < 180


async def test_a_kind_whose_places_are_taken_holds_up_no_other(db: Database, query: Query) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(task: Task) -> None:
        begun.set()
        await go_on.wait()

    kinds = {"copy": TaskKind(slow, concurrency=1), "send": TaskKind(ignore)}
    async with running_tasks(TaskRunner(kinds, db.engine, sweep_seconds=0.05)):
        await schedule(db, key="slow")
        await begun.wait()
        await schedule(db, key="waits")
        await schedule(db, kind="send", key="other")
        await until(lambda: task_is(query, "done", key="other"))
        assert await task_state(query, "waits") == "waiting"
        go_on.set()
        await until(lambda: task_is(query, "done", key="waits"))


async def test_a_runner_that_loses_its_database_goes_on_when_it_is_back(
    db: Database, query: Query
) -> None:
    runner = TaskRunner({"copy": TaskKind(ignore)}, db.engine, sweep_seconds=0.05)
    async with running_tasks(runner):
        await until(lambda: not runner.readiness())
        await query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        await schedule(db)
        await until(lambda: task_is(query, "done"))
        assert runner.liveness() == []
