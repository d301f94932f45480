"""Due tasks: done once, by one process, in time, and never forgotten."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client import REGISTRY

from database import Database, act_for
from libs.messaging.tests.conftest import Ask
from libs.messaging.tests.things import OURS, THEIRS, Happened, note
from libs.messaging.tests.traces import spanned
from libs.messaging.tests.waiting import until_so
from messaging import log_context, outbox, tasks
from messaging.backoff import Backoff
from messaging.tasks import GiveUp, LeaseLost, Retry, Task, TaskHandler, TaskKind, TaskRunner
from testkit import until
from testkit.databases import Urls

AT_ONCE = Backoff(first=0, most=0)


async def schedule(db: Database, kind: str = "copy", key: str = "k", **more: Any) -> None:
    async with db.transaction(OURS) as session:
        await tasks.schedule(session, kind, key=key, account_id=OURS, **more)


def runner(db: Database, handler: TaskHandler, **kind: Any) -> TaskRunner:
    return TaskRunner({"copy": TaskKind(handler, **kind)}, db.engine, act_for)


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


async def test_a_due_task_is_done_once_with_its_payload(db: Database, ask: Ask) -> None:
    done: list[tuple[str, Any, int]] = []

    async def copy(task: Task) -> None:
        done.append((task.key, task.payload, task.attempts))

    await schedule(db, payload={"invoice": "7"})
    copying = runner(db, copy)
    assert await copying.run_due() == 1
    assert await copying.run_due() == 0

    assert done == [("k", {"invoice": "7"}, 1)]
    assert await state(ask) == "done"


async def test_the_outcome_and_the_end_of_the_task_are_one_commit(db: Database, ask: Ask) -> None:
    async def copy(task: Task) -> None:
        async with task.finish() as session:
            await note(session, Happened(thing="copied", number=task.attempts))
            await outbox.publish(session, Happened(thing="copied", number=task.attempts))
            if task.attempts == 1:
                raise ConnectionResetError

    await schedule(db)
    copying = runner(db, copy, backoff=AT_ONCE)
    await copying.run_due()
    assert await ask("SELECT (SELECT count(*) FROM effect) + (SELECT count(*) FROM outbox)") == [
        (0,)
    ]
    assert await state(ask) == "waiting"

    await copying.run_due()
    assert await ask("SELECT number FROM effect") == [(2,)]
    assert await ask("SELECT count(*) FROM outbox") == [(1,)]
    assert await state(ask) == "done"


async def test_a_task_that_is_rolled_back_is_never_done(db: Database) -> None:
    async def schedule_and_fail() -> None:
        async with db.transaction(OURS) as session:
            await tasks.schedule(session, "copy", key="k", account_id=OURS)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        await schedule_and_fail()
    assert await runner(db, ignore).run_due() == 0


async def test_scheduling_a_known_task_changes_nothing(db: Database, ask: Ask) -> None:
    await schedule(db, payload={"first": True})
    await schedule(db, payload={"first": False}, due_at=datetime.now(UTC) + timedelta(days=1))
    assert await ask("SELECT payload FROM task WHERE due_at <= now()") == [({"first": True},)]

    await runner(db, ignore).run_due()
    await schedule(db)
    assert await runner(db, ignore).run_due() == 0


async def test_the_same_key_in_two_accounts_is_two_tasks(db: Database) -> None:
    await schedule(db)
    async with db.transaction(THEIRS) as session:
        await tasks.schedule(session, "copy", key="k", account_id=THEIRS)
    assert await runner(db, ignore).run_due() == 2


async def test_a_task_waits_for_its_time(db: Database, ask: Ask) -> None:
    await schedule(db, due_at=datetime.now(UTC) + timedelta(minutes=5))
    assert await runner(db, ignore).run_due() == 0

    await ask("UPDATE task SET due_at = due_at - interval '5 minutes'")
    assert await runner(db, ignore).run_due() == 1


@pytest.mark.parametrize("ended", ["done", "failed"])
async def test_again_arms_an_ended_task_with_a_new_payload_and_no_attempts_behind_it(
    db: Database, ask: Ask, ended: str
) -> None:
    seen: list[tuple[Any, int]] = []

    async def copy(task: Task) -> None:
        seen.append((task.payload, task.attempts))
        if ended == "failed" and len(seen) == 1:
            raise GiveUp("no")

    copying = runner(db, copy)
    await schedule(db, payload={"n": 1})
    await copying.run_due()
    assert await state(ask) == ended

    await schedule(db, payload={"n": 2}, again=True)
    await copying.run_due()
    assert seen == [({"n": 1}, 1), ({"n": 2}, 1)]


async def test_again_moves_a_waiting_task(db: Database) -> None:
    await schedule(db, due_at=datetime.now(UTC) + timedelta(days=1))
    await schedule(db, again=True)
    assert await runner(db, ignore).run_due() == 1


async def test_a_task_scheduled_again_while_it_runs_runs_once_more(db: Database, ask: Ask) -> None:
    seen: list[Any] = []

    async def copy(task: Task) -> None:
        seen.append(task.payload)
        if len(seen) < 2:
            await schedule(db, payload={"n": 2}, again=True)
            seen.append(await state(ask))

    await schedule(db, payload={"n": 1})
    copying = runner(db, copy)
    await copying.run_due()
    await copying.run_due()
    assert await copying.run_due() == 0
    assert seen == [{"n": 1}, "running", {"n": 2}]


async def test_a_task_scheduled_again_while_its_outcome_is_written_runs_once_more(
    db: Database,
) -> None:
    runs = 0
    scheduling: list[asyncio.Task[None]] = []

    async def copy(task: Task) -> None:
        nonlocal runs
        runs += 1
        async with task.finish():
            if runs == 1:
                scheduling.append(asyncio.create_task(schedule(db, again=True)))
                await scheduling[0]

    await schedule(db)
    copying = runner(db, copy)
    await copying.run_due()
    await copying.run_due()
    assert runs == 2


async def test_a_task_may_arm_itself_anew_while_it_finishes(db: Database, ask: Ask) -> None:
    async def refresh(task: Task) -> None:
        async with task.finish() as session:
            due = datetime.now(UTC) + timedelta(minutes=50)
            await tasks.schedule(
                session, "copy", key=task.key, account_id=OURS, due_at=due, again=True
            )

    await schedule(db)
    await runner(db, refresh).run_due()
    assert await ask("SELECT state, attempts, due_at > now() + interval '49 min' FROM task") == [
        ("waiting", 0, True)
    ]


async def test_a_retry_comes_after_its_time_and_never_counts_as_a_failure(
    db: Database, ask: Ask
) -> None:
    async def busy(task: Task) -> None:
        raise Retry("too many requests", after=timedelta(minutes=1))

    await schedule(db)
    copying = runner(db, busy, max_attempts=1)
    for attempt in range(1, 4):
        assert await copying.run_due() == 1
        assert await copying.run_due() == 0
        rows = await ask(
            "SELECT state, attempts, failures, error, due_at BETWEEN now() + interval '50 s'"
            " AND now() + interval '61 s' FROM task"
        )
        assert rows == [("waiting", attempt, 0, "too many requests", True)]
        await ask("UPDATE task SET due_at = now()")


async def test_an_unexpected_error_is_tried_again_and_given_up_after_the_last_attempt(
    db: Database, ask: Ask
) -> None:
    gave_up: list[tuple[str, str]] = []

    async def broken(task: Task) -> None:
        raise ArithmeticError("no")

    async def sorry(session: Any, task: Task, reason: str) -> None:
        gave_up.append((task.key, reason.splitlines()[0]))
        await note(session, Happened(thing="sorry", number=task.attempts))

    await schedule(db)
    copying = runner(db, broken, max_attempts=3, backoff=AT_ONCE, on_give_up=sorry)
    for _ in range(3):
        assert await copying.run_due() == 1
    assert await copying.run_due() == 0

    assert gave_up == [("k", "no")]
    assert await ask("SELECT number FROM effect") == [(3,)]
    assert await state(ask) == "failed"


async def test_giving_up_is_immediate_and_one_commit_with_its_consequence(
    db: Database, ask: Ask
) -> None:
    async def hopeless(task: Task) -> None:
        raise GiveUp("the customer is deleted")

    async def sorry(session: Any, task: Task, reason: str) -> None:
        await outbox.publish(session, Happened(thing=reason, number=1))

    await schedule(db)
    await runner(db, hopeless, on_give_up=sorry).run_due()
    assert await ask("SELECT state, error FROM task") == [("failed", "the customer is deleted")]
    assert await ask("SELECT key FROM outbox") == [("the customer is deleted",)]


async def test_a_failing_consequence_of_giving_up_leaves_the_task_waiting(
    db: Database, ask: Ask
) -> None:
    async def hopeless(task: Task) -> None:
        raise GiveUp("no")

    async def worse(session: Any, task: Task, reason: str) -> None:
        await note(session, Happened(thing="half", number=1))
        raise ArithmeticError

    await schedule(db)
    await runner(db, hopeless, on_give_up=worse).run_due()
    assert await state(ask) == "waiting"
    assert await ask("SELECT count(*) FROM effect") == [(0,)]


async def test_backoff_between_attempts_grows(db: Database, ask: Ask) -> None:
    async def broken(task: Task) -> None:
        raise ArithmeticError

    await schedule(db)
    copying = runner(db, broken, backoff=Backoff(first=10, most=600, jitter=0))
    waits = []
    for _ in range(3):
        await copying.run_due()
        [(wait,)] = await ask("SELECT round(extract(epoch FROM due_at - now())) FROM task")
        waits.append(int(wait))
        await ask("UPDATE task SET due_at = now()")
    assert waits == [10, 20, 40]


async def test_a_lease_that_ran_out_lets_another_process_do_the_task_and_fences_the_first(
    db: Database, ask: Ask
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    lost: list[str] = []

    async def zombie(task: Task) -> None:
        begun.set()
        await go_on.wait()
        for how in (task.transaction, task.finish):
            try:
                async with how() as session:
                    await note(session, Happened(thing="zombie", number=1))
            except LeaseLost:
                lost.append(how.__name__)
        raise LeaseLost

    async def heir(task: Task) -> None:
        async with task.finish() as session:
            await note(session, Happened(thing="heir", number=task.attempts))

    await schedule(db)
    first = asyncio.create_task(runner(db, zombie).run_due())
    await begun.wait()
    assert await runner(db, heir).run_due() == 0
    await ask("UPDATE task SET lease_until = now() - interval '1 second'")
    assert await runner(db, heir).run_due() == 1
    go_on.set()
    await first

    assert lost == ["transaction", "finish"]
    assert await ask("SELECT key, number FROM effect") == [("heir", 2)]
    assert await state(ask) == "done"


async def test_a_zombie_that_fails_does_not_touch_the_task_of_its_heir(
    db: Database, ask: Ask
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def zombie(task: Task) -> None:
        begun.set()
        await go_on.wait()
        raise GiveUp("too late to say so")

    await schedule(db)
    first = asyncio.create_task(runner(db, zombie).run_due())
    await begun.wait()
    await ask("UPDATE task SET lease_until = now() - interval '1 second'")
    await runner(db, ignore).run_due()
    go_on.set()
    await first
    assert await ask("SELECT state, error FROM task") == [("done", None)]


async def test_a_task_that_kills_its_process_each_time_is_given_up(db: Database, ask: Ask) -> None:
    gave_up: list[str] = []

    async def sorry(session: Any, task: Task, reason: str) -> None:
        gave_up.append(reason)

    async def never(task: Task) -> None:
        raise AssertionError("must not be called")

    await schedule(db)
    await ask(
        "UPDATE task SET state = 'running', attempts = 3, failures = 3,"
        " lease_token = gen_random_uuid(), lease_until = now() - interval '1 second'"
    )
    await runner(db, never, max_attempts=3, on_give_up=sorry).run_due()
    assert gave_up == ["the process doing it ended, or its lease did, too often"]
    assert await state(ask) == "failed"


async def test_a_handler_is_ended_before_its_lease_is(db: Database, ask: Ask) -> None:
    async def slow(task: Task) -> None:
        await asyncio.Event().wait()

    await schedule(db)
    await runner(db, slow, lease=timedelta(seconds=0.3)).run_due()
    assert await ask("SELECT state, failures FROM task") == [("waiting", 1)]


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
    await until_so(lambda: _none_left(ask, two))
    assert most == {OURS: 1, THEIRS: 1}


async def _none_left(ask: Ask, runners: list[TaskRunner]) -> bool:
    await asyncio.gather(*(one.run_due() for one in runners))
    [(left,)] = await ask("SELECT count(*) FROM task WHERE state <> 'done'")
    return not left


async def test_a_notification_starts_a_task_long_before_the_sweep(
    db: Database, urls: Urls, ask: Ask
) -> None:
    kinds = {"copy": TaskKind(ignore)}
    waiting = TaskRunner(kinds, db.engine, act_for, dsn=urls.app, sweep=600)
    async with running(waiting):
        await until_so(lambda: _listens(ask))
        await schedule(db)
        await until_so(lambda: _is(ask, "done"), within=10)


async def test_a_task_scheduled_before_the_runner_listened_is_not_missed(
    db: Database, urls: Urls, ask: Ask
) -> None:
    await schedule(db)
    waiting = TaskRunner({"copy": TaskKind(ignore)}, db.engine, act_for, dsn=urls.app, sweep=600)
    async with running(waiting):
        await until_so(lambda: _is(ask, "done"), within=10)


async def test_a_connection_lost_while_listening_is_made_anew(
    db: Database, urls: Urls, ask: Ask
) -> None:
    kinds = {"copy": TaskKind(ignore)}
    waiting = TaskRunner(kinds, db.engine, act_for, dsn=urls.app, sweep=600)
    async with running(waiting):
        await until_so(lambda: _listens(ask))
        await ask(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'listen'"
            " AND datname = current_database()"
        )
        await until_so(lambda: _listens(ask))
        await schedule(db)
        await until_so(lambda: _is(ask, "done"), within=10)


async def test_without_notifications_the_sweep_finds_due_tasks(db: Database, ask: Ask) -> None:
    sweeping = TaskRunner({"copy": TaskKind(ignore)}, db.engine, act_for, sweep=0.05)
    async with running(sweeping):
        await until(lambda: not sweeping.readiness.problems())
        assert sweeping.liveness.problems() == []
        await schedule(db)
        await until_so(lambda: _is(ask, "done"), within=10)


async def _is(ask: Ask, expected: str) -> bool:
    return await state(ask) == expected


async def _listens(ask: Ask) -> bool:
    [(count,)] = await ask(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'listen'"
        " AND datname = current_database()"
        " AND datname = current_database() AND query LIKE 'LISTEN%'"
    )
    return bool(count)


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
    impatient = TaskRunner({"copy": TaskKind(endless)}, db.engine, act_for, grace=0.1)
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


async def test_a_task_works_for_its_account(db: Database, ask: Ask) -> None:
    async def copy(task: Task) -> None:
        async with task.transaction() as session:
            await note(session, Happened(thing="noted", number=1, account_id=task.account_id))

    async with db.transaction(THEIRS) as session:
        await tasks.schedule(session, "copy", key="k", account_id=THEIRS)
    await runner(db, copy).run_due()
    assert await ask("SELECT account_id FROM effect") == [(THEIRS,)]


async def test_overdue_tasks_are_measured(db: Database) -> None:
    await schedule(db, due_at=datetime.now(UTC) - timedelta(minutes=2))
    await runner(db, ignore).measure()

    assert REGISTRY.get_sample_value("tasks_due", {"kind": "copy"}) == 1
    age = REGISTRY.get_sample_value("task_oldest_age_seconds", {"kind": "copy"})
    assert age is not None
    assert 119 < age < 180
