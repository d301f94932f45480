"""Tasks that fail, overrun or lose their lease."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from database import Database
from libs.messaging.tests.conftest import Ask
from libs.messaging.tests.doing import AT_ONCE, ignore, runner, schedule, state
from libs.messaging.tests.things import Happened, note
from messaging import outbox
from messaging.backoff import Backoff
from messaging.tasks import AbortError, LeaseLostError, RetryError, Task
from testkit import until


async def test_a_retry_comes_after_its_time_and_never_counts_as_a_failure(
    db: Database, ask: Ask
) -> None:
    async def busy(task: Task) -> None:
        raise RetryError("too many requests", after=timedelta(minutes=1))

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
    copying = runner(db, broken, max_attempts=3, backoff=AT_ONCE, on_abort=sorry)
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
        raise AbortError("the customer is deleted")

    async def sorry(session: Any, task: Task, reason: str) -> None:
        await outbox.publish(session, Happened(thing=reason, number=1))

    await schedule(db)
    await runner(db, hopeless, on_abort=sorry).run_due()
    assert await ask("SELECT state, error FROM task") == [("failed", "the customer is deleted")]
    assert await ask("SELECT key FROM outbox") == [("the customer is deleted",)]


async def test_a_failing_consequence_of_giving_up_leaves_the_task_waiting(
    db: Database, ask: Ask
) -> None:
    async def hopeless(task: Task) -> None:
        raise AbortError("no")

    async def worse(session: Any, task: Task, reason: str) -> None:
        await note(session, Happened(thing="half", number=1))
        raise ArithmeticError

    await schedule(db)
    await runner(db, hopeless, on_abort=worse).run_due()
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
            except LeaseLostError:
                lost.append(how.__name__)
        raise LeaseLostError

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
        raise AbortError("too late to say so")

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
    await runner(db, never, max_attempts=3, on_abort=sorry).run_due()
    assert gave_up == ["the process doing it ended, or its lease did, too often"]
    assert await state(ask) == "failed"


async def test_a_handler_that_takes_too_long_is_ended(db: Database, ask: Ask) -> None:
    async def slow(task: Task) -> None:
        await asyncio.Event().wait()

    await schedule(db)
    await runner(db, slow, limit=timedelta(seconds=0.3)).run_due()
    assert await ask("SELECT state, failures FROM task") == [("waiting", 1)]


async def test_a_living_process_keeps_its_task_beyond_the_first_lease(
    db: Database, ask: Ask
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(task: Task) -> None:
        begun.set()
        await go_on.wait()

    async def lease_until() -> datetime:
        [(end,)] = await ask("SELECT lease_until FROM task")
        assert isinstance(end, datetime)
        return end

    await schedule(db)
    lease = timedelta(seconds=0.9)
    first = asyncio.create_task(runner(db, slow, lease=lease).run_due())
    await begun.wait()
    first_end = await lease_until()

    async def over() -> bool:
        return datetime.now(UTC) > first_end

    await until(over)
    assert await runner(db, ignore).run_due() == 0
    go_on.set()
    await first
    assert await state(ask) == "done"


async def test_a_process_does_not_begin_again_what_it_is_at_work_on(db: Database, ask: Ask) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(task: Task) -> None:
        begun.set()
        await go_on.wait()

    await schedule(db)
    copying = runner(db, slow)
    first = asyncio.create_task(copying.run_due())
    await begun.wait()
    # as after an outage of the database in which the lease could not be renewed
    await ask("UPDATE task SET lease_until = now() - interval '1 second'")
    assert await copying.run_due() == 0
    go_on.set()
    await first
    assert await state(ask) == "done"
