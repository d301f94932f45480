"""Due tasks: done once, in time, and never forgotten."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

import tasks
from database import Database
from libs.messaging.tests.conftest import Query
from libs.messaging.tests.factories import NO_WAIT, OURS, THEIRS, SampleEvent, insert_effect
from libs.tasks.tests.driver import schedule, task_runner, task_state
from messaging import outbox
from tasks import AbortError, Task
from testkit import count_statements


async def test_a_due_task_is_done_once_with_its_payload(db: Database, query: Query) -> None:
    done: list[tuple[str, Any, int]] = []

    async def copy(task: Task) -> None:
        done.append((task.key, task.payload, task.attempts))

    await schedule(db, payload={"invoice": "7"})
    copying = task_runner(db, copy)
    assert await copying.run_due() == 1
    assert await copying.run_due() == 0

    assert done == [("k", {"invoice": "7"}, 1)]
    assert await task_state(query) == "done"


async def test_several_kinds_of_one_key_are_scheduled_in_one_statement_each_for_its_time(
    db: Database, query: Query
) -> None:
    due = {"remind": datetime(2030, 1, 2, tzinfo=UTC), "copy": datetime(2030, 1, 1, tzinfo=UTC)}
    with count_statements(db) as statements:
        async with db.transaction(OURS) as session:
            await tasks.schedule_kinds(session, due, key="k")
            await tasks.schedule_kinds(session, {}, key="k")
    assert statements.count == 2, str(statements)
    assert dict(await query("SELECT kind, due_at FROM scheduled_tasks")) == due


async def test_the_outcome_and_the_end_of_the_task_are_one_commit(
    db: Database, query: Query
) -> None:
    async def copy(task: Task) -> None:
        async with task.finish() as session:
            await insert_effect(session, SampleEvent(name="copied", number=task.attempts))
            await outbox.publish(session, SampleEvent(name="copied", number=task.attempts))
            if task.attempts == 1:
                raise ConnectionResetError

    await schedule(db)
    copying = task_runner(db, copy, backoff=NO_WAIT)
    await copying.run_due()
    assert await query(
        "SELECT (SELECT count(*) FROM effects) + (SELECT count(*) FROM outbox_messages)"
    ) == [(0,)]
    assert await task_state(query) == "waiting"

    await copying.run_due()
    assert await query("SELECT number FROM effects") == [(2,)]
    assert await query("SELECT count(*) FROM outbox_messages") == [(1,)]
    assert await task_state(query) == "done"


async def test_a_task_that_is_rolled_back_is_never_done(db: Database) -> None:
    async def schedule_and_fail() -> None:
        async with db.transaction(OURS) as session:
            await tasks.schedule(session, "copy", key="k")
            raise InterruptedError

    with pytest.raises(InterruptedError):
        await schedule_and_fail()
    assert await task_runner(db).run_due() == 0


async def test_a_task_belongs_to_the_account_of_the_session_and_needs_one(
    db: Database, query: Query
) -> None:
    async with db.transaction(THEIRS) as session:
        await tasks.schedule(session, "copy", key="k")
    assert await query("SELECT account_id FROM scheduled_tasks") == [(THEIRS,)]

    async def schedule_without_account() -> None:
        async with db.transaction() as session:
            await tasks.schedule(session, "copy", key="k")

    with pytest.raises(DBAPIError, match="row-level security"):
        await schedule_without_account()


async def test_scheduling_a_known_task_changes_nothing(db: Database, query: Query) -> None:
    await schedule(db, payload={"first": True})
    await schedule(db, payload={"first": False}, due_at=datetime.now(UTC) + timedelta(days=1))
    assert await query("SELECT payload FROM scheduled_tasks WHERE due_at <= now()") == [
        ({"first": True},)
    ]

    await task_runner(db).run_due()
    await schedule(db)
    assert await task_runner(db).run_due() == 0


async def test_the_same_key_in_two_accounts_is_two_tasks(db: Database) -> None:
    await schedule(db)
    async with db.transaction(THEIRS) as session:
        await tasks.schedule(session, "copy", key="k")
    assert await task_runner(db).run_due() == 2


async def test_a_task_waits_for_its_time(db: Database, query: Query) -> None:
    await schedule(db, due_at=datetime.now(UTC) + timedelta(minutes=5))
    assert await task_runner(db).run_due() == 0

    await query("UPDATE scheduled_tasks SET due_at = due_at - interval '5 minutes'")
    assert await task_runner(db).run_due() == 1


@pytest.mark.parametrize("ended", ["done", "failed"])
async def test_again_schedules_an_ended_task_with_a_new_payload_and_no_attempts_behind_it(
    db: Database, query: Query, ended: str
) -> None:
    seen: list[tuple[Any, int]] = []

    async def copy(task: Task) -> None:
        seen.append((task.payload, task.attempts))
        if ended == "failed" and len(seen) == 1:
            raise AbortError("no")

    copying = task_runner(db, copy)
    await schedule(db, payload={"n": 1})
    await copying.run_due()
    assert await task_state(query) == ended

    await schedule(db, payload={"n": 2}, again=True)
    await copying.run_due()
    assert seen == [({"n": 1}, 1), ({"n": 2}, 1)]


async def test_again_moves_a_waiting_task(db: Database) -> None:
    await schedule(db, due_at=datetime.now(UTC) + timedelta(days=1))
    await schedule(db, again=True)
    assert await task_runner(db).run_due() == 1


async def test_a_task_scheduled_again_while_it_runs_runs_once_more(
    db: Database, query: Query
) -> None:
    seen: list[Any] = []

    async def copy(task: Task) -> None:
        seen.append(task.payload)
        if len(seen) < 2:
            await schedule(db, payload={"n": 2}, again=True)
            seen.append(await task_state(query))

    await schedule(db, payload={"n": 1})
    copying = task_runner(db, copy)
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
    copying = task_runner(db, copy)
    await copying.run_due()
    await copying.run_due()
    assert runs == 2


async def test_a_task_may_schedule_itself_again_while_it_finishes(
    db: Database, query: Query
) -> None:
    async def refresh(task: Task) -> None:
        async with task.finish() as session:
            due = datetime.now(UTC) + timedelta(minutes=50)
            await tasks.schedule(session, "copy", key=task.key, due_at=due, again=True)

    await schedule(db)
    await task_runner(db, refresh).run_due()
    assert await query(
        "SELECT state, attempts, due_at > now() + interval '49 min' FROM scheduled_tasks"
    ) == [("waiting", 0, True)]


async def test_a_task_works_for_its_account(db: Database, query: Query) -> None:
    async def copy(task: Task) -> None:
        async with task.transaction() as session:
            await insert_effect(
                session, SampleEvent(name="noted", number=1, account_id=task.account_id)
            )

    async with db.transaction(THEIRS) as session:
        await tasks.schedule(session, "copy", key="k")
    await task_runner(db, copy).run_due()
    assert await query("SELECT account_id FROM effects") == [(THEIRS,)]


async def test_many_tasks_are_scheduled_in_one_statement(db: Database, query: Query) -> None:
    payloads = {f"k{number}": {"number": number} for number in range(300)}
    with count_statements(db) as statements:
        async with db.transaction(OURS) as session:
            await tasks.schedule_all(session, "copy", payloads)
            await tasks.schedule_all(session, "copy", {"k7": {"number": 70}}, again=True)
            await tasks.schedule_all(session, "copy", {})
    assert sum("scheduled_tasks" in text for text in statements.texts) == 2
    found = await query(
        "SELECT payload FROM scheduled_tasks WHERE key IN ('k6', 'k7') ORDER BY key"
    )
    assert found == [({"number": 6},), ({"number": 70},)]
    assert await query("SELECT count(*) FROM scheduled_tasks") == [(300,)]
