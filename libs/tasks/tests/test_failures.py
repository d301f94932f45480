"""Tasks that fail, overrun or lose their lease."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from background import Backoff
from database import Database
from libs.messaging.tests.conftest import Query
from libs.messaging.tests.driver import metric
from libs.messaging.tests.factories import NO_WAIT, SampleEvent, insert_effect
from libs.tasks.tests.driver import schedule, task_runner, task_state
from messaging import outbox
from tasks import AbortError, LeaseLostError, RetryError, Task
from testkit import until


async def test_a_retry_comes_after_its_time_and_never_counts_as_a_failure(
    db: Database, query: Query
) -> None:
    async def busy(task: Task) -> None:
        raise RetryError("too many requests", after=timedelta(minutes=1))

    await schedule(db)
    copying = task_runner(db, busy, max_attempts=1)
    for attempt in range(1, 4):
        assert await copying.run_due() == 1
        assert await copying.run_due() == 0
        rows = await query(
            "SELECT state, attempts, failures, error, due_at BETWEEN now() + interval '20 s'"
            " AND now() + interval '61 s' FROM scheduled_tasks"
        )
        assert rows == [("waiting", attempt, 0, "too many requests", True)]
        await query("UPDATE scheduled_tasks SET due_at = now()")


async def test_an_unexpected_error_is_tried_again_and_aborts_the_task_after_the_last_attempt(
    db: Database, query: Query
) -> None:
    reasons: list[tuple[str, str]] = []

    async def broken(task: Task) -> None:
        raise ArithmeticError("no")

    async def on_abort(session: Any, task: Task, reason: str) -> None:
        reasons.append((task.key, reason.splitlines()[0]))
        await insert_effect(session, SampleEvent(name="aborted", number=task.attempts))

    await schedule(db)
    copying = task_runner(db, broken, max_attempts=3, backoff=NO_WAIT, on_abort=on_abort)
    for _ in range(3):
        assert await copying.run_due() == 1
    assert await copying.run_due() == 0

    assert reasons == [("k", "no")]
    assert await query("SELECT number FROM effects") == [(3,)]
    assert await task_state(query) == "failed"


async def test_an_abort_is_immediate_and_one_commit_with_its_consequence(
    db: Database, query: Query
) -> None:
    async def hopeless(task: Task) -> None:
        raise AbortError("the customer is deleted")

    async def on_abort(session: Any, task: Task, reason: str) -> None:
        await outbox.publish(session, SampleEvent(name=reason, number=1))

    await schedule(db)
    await task_runner(db, hopeless, on_abort=on_abort).run_due()
    assert await query("SELECT state, error FROM scheduled_tasks") == [
        ("failed", "the customer is deleted")
    ]
    assert await query("SELECT key FROM outbox_messages") == [("the customer is deleted",)]


async def test_a_failing_consequence_of_an_abort_leaves_the_task_waiting(
    db: Database, query: Query
) -> None:
    async def hopeless(task: Task) -> None:
        raise AbortError("no")

    async def worse(session: Any, task: Task, reason: str) -> None:
        await insert_effect(session, SampleEvent(name="half", number=1))
        raise ArithmeticError

    await schedule(db)
    await task_runner(db, hopeless, on_abort=worse).run_due()
    assert await task_state(query) == "waiting"
    assert await query("SELECT count(*) FROM effects") == [(0,)]


async def test_backoff_between_attempts_grows(db: Database, query: Query) -> None:
    async def broken(task: Task) -> None:
        raise ArithmeticError

    await schedule(db)
    copying = task_runner(db, broken, backoff=Backoff(first=10, most=600, jitter=0))
    waits = []
    for _ in range(3):
        await copying.run_due()
        [(wait,)] = await query(
            "SELECT round(extract(epoch FROM due_at - ended_at)) FROM scheduled_tasks"
        )
        waits.append(int(wait))
        await query("UPDATE scheduled_tasks SET due_at = now()")
    assert waits == [10, 20, 40]


async def test_a_lease_that_ran_out_lets_another_process_do_the_task_and_fences_the_first(
    db: Database, query: Query
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    lost: list[str] = []

    async def zombie(task: Task) -> None:
        begun.set()
        await go_on.wait()
        for how in (task.transaction, task.finish):
            try:
                async with how() as session:
                    await insert_effect(session, SampleEvent(name="zombie", number=1))
            except LeaseLostError:
                lost.append(how.__name__)
        raise LeaseLostError

    async def successor(task: Task) -> None:
        async with task.finish() as session:
            await insert_effect(session, SampleEvent(name="successor", number=task.attempts))

    await schedule(db)
    first = asyncio.create_task(task_runner(db, zombie).run_due())
    await begun.wait()
    assert await task_runner(db, successor).run_due() == 0
    await query("UPDATE scheduled_tasks SET lease_until = now() - interval '1 second'")
    assert await task_runner(db, successor).run_due() == 1
    go_on.set()
    await first

    assert lost == ["transaction", "finish"]
    assert await query("SELECT key, number FROM effects") == [("successor", 2)]
    assert await task_state(query) == "done"


async def test_a_zombie_that_fails_does_not_touch_the_task_of_its_successor(
    db: Database, query: Query
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def zombie(task: Task) -> None:
        begun.set()
        await go_on.wait()
        raise AbortError("too late to publish so")

    await schedule(db)
    first = asyncio.create_task(task_runner(db, zombie).run_due())
    await begun.wait()
    await query("UPDATE scheduled_tasks SET lease_until = now() - interval '1 second'")
    await task_runner(db).run_due()
    go_on.set()
    await first
    assert await query("SELECT state, error FROM scheduled_tasks") == [("done", None)]


async def test_a_task_that_kills_its_process_each_time_is_aborted(
    db: Database, query: Query
) -> None:
    reasons: list[str] = []

    async def on_abort(session: Any, task: Task, reason: str) -> None:
        reasons.append(reason)

    async def never(task: Task) -> None:
        raise AssertionError("must not be called")

    await schedule(db)
    await query(
        "UPDATE scheduled_tasks SET state = 'running', attempts = 3, failures = 3,"
        " lease_token = gen_random_uuid(), lease_until = now() - interval '1 second'"
    )
    await task_runner(db, never, max_attempts=3, on_abort=on_abort).run_due()
    assert reasons == ["the process doing it ended, or its lease did, too often"]
    assert await task_state(query) == "failed"


async def test_a_handler_that_takes_too_long_is_ended(db: Database, query: Query) -> None:
    async def slow(task: Task) -> None:
        await asyncio.Event().wait()

    await schedule(db)
    running = task_runner(db, slow, limit=timedelta(seconds=0.3), backoff=NO_WAIT)

    async def failed_once() -> bool:
        """An attempt counts for nothing if the machine stands still while the database is asked whose fault it is."""
        await running.run_due()
        return await query("SELECT state, failures FROM scheduled_tasks") == [("waiting", 1)]

    await until(failed_once)


async def test_a_living_process_keeps_its_task_beyond_the_first_lease(
    db: Database, query: Query
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(task: Task) -> None:
        begun.set()
        await go_on.wait()

    async def lease_until() -> datetime:
        [(end,)] = await query("SELECT lease_until FROM scheduled_tasks")
        assert isinstance(end, datetime)
        return end

    await schedule(db)
    lease = timedelta(seconds=3)  # renewed each second
    first = asyncio.create_task(task_runner(db, slow, lease=lease).run_due())
    await begun.wait()
    first_end = await lease_until()

    async def prolonged() -> bool:
        return await lease_until() > first_end + lease / 2

    await until(prolonged)
    go_on.set()
    await first
    assert await task_state(query) == "done"


async def test_a_process_does_not_begin_again_what_it_is_at_work_on(
    db: Database, query: Query
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(task: Task) -> None:
        begun.set()
        await go_on.wait()

    await schedule(db)
    copying = task_runner(db, slow)
    first = asyncio.create_task(copying.run_due())
    await begun.wait()
    # as after an outage of the database in which the lease could not be renewed
    await query("UPDATE scheduled_tasks SET lease_until = now() - interval '1 second'")
    assert await copying.run_due() == 0
    go_on.set()
    await first
    assert await task_state(query) == "done"


async def test_without_a_time_a_retry_waits_as_the_kind_backs_off(
    db: Database, query: Query
) -> None:
    async def busy(task: Task) -> None:
        raise RetryError("busy")

    await schedule(db)
    await task_runner(db, busy, backoff=Backoff(first=30, most=600, jitter=0)).run_due()
    [(wait,)] = await query(
        "SELECT round(extract(epoch FROM due_at - ended_at)) FROM scheduled_tasks"
    )
    assert wait == 30


async def test_an_error_after_the_task_was_finished_does_not_undo_it(
    db: Database, query: Query
) -> None:
    async def copy(task: Task) -> None:
        async with task.finish() as session:
            await insert_effect(session, SampleEvent(number=1))
        raise ArithmeticError

    await schedule(db)
    copying = task_runner(db, copy)
    await copying.run_due()
    assert await copying.run_due() == 0
    assert await task_state(query) == "done"
    assert await query("SELECT number FROM effects") == [(1,)]


async def test_a_database_that_is_away_when_a_failure_is_recorded_is_tried_again(
    db: Database, query: Query
) -> None:
    calls: list[str] = []

    async def hopeless(task: Task) -> None:
        raise AbortError("no")

    async def on_abort(session: AsyncSession, task: Task, reason: str) -> None:
        calls.append(reason)
        if len(calls) == 1:
            await session.execute(text("DO $$ BEGIN RAISE SQLSTATE '57P01'; END $$"))

    await schedule(db)
    await task_runner(db, hopeless, on_abort=on_abort).run_due()
    assert calls == ["no", "no"]
    assert await task_state(query) == "failed"


async def test_attempts_are_counted_by_what_became_of_them(db: Database) -> None:
    outcomes: list[Exception | None] = [RetryError("busy"), ArithmeticError(), AbortError("no")]

    async def copy(task: Task) -> None:
        if error := outcomes[int(task.key)]:
            raise error

    def counts() -> list[float]:
        return [
            metric("task_attempts_total", kind="copy", outcome=outcome)
            for outcome in ("retry", "failed", "aborted", "done")
        ]

    outcomes.append(None)
    for number in range(4):
        await schedule(db, key=str(number))
    before = counts()
    await task_runner(db, copy).run_due()
    assert [now - then for now, then in zip(counts(), before, strict=True)] == [1, 1, 1, 1]
