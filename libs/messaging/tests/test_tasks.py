"""Due tasks: done once, in time, and never forgotten."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from database import Database
from libs.messaging.tests.conftest import Ask
from libs.messaging.tests.doing import AT_ONCE, ignore, runner, schedule, state
from libs.messaging.tests.things import OURS, THEIRS, Happened, note
from messaging import outbox, tasks
from messaging.tasks import AbortError, Task


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
            raise AbortError("no")

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


async def test_a_task_works_for_its_account(db: Database, ask: Ask) -> None:
    async def copy(task: Task) -> None:
        async with task.transaction() as session:
            await note(session, Happened(thing="noted", number=1, account_id=task.account_id))

    async with db.transaction(THEIRS) as session:
        await tasks.schedule(session, "copy", key="k", account_id=THEIRS)
    await runner(db, copy).run_due()
    assert await ask("SELECT account_id FROM effect") == [(THEIRS,)]
