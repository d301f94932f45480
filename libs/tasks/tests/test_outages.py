"""What waits for the database is made again, and is no failure."""

from datetime import timedelta

from database import Database
from libs.messaging.tests.conftest import Effects, Query
from libs.messaging.tests.driver import locked_effects, stallable_database
from libs.messaging.tests.factories import SampleEvent, insert_effect
from libs.tasks.tests.driver import schedule, task_runner
from tasks import Task
from testkit.databases import Urls


async def task_counts(query: Query) -> list[tuple[str, int]]:
    rows = await query("SELECT state, failures FROM scheduled_tasks")
    return [(str(state), int(failures)) for state, failures in rows]


async def write_effect(task: Task) -> None:
    async with task.finish() as session:
        await insert_effect(session, SampleEvent(number=1))


async def test_a_task_behind_a_lock_waits_and_counts_no_failure(
    urls: Urls, db: Database, query: Query, effects: Effects
) -> None:
    await schedule(db)
    impatient = task_runner(db, write_effect, limit=timedelta(seconds=3), max_attempts=1)
    async with locked_effects(urls):
        for _ in range(2):
            assert await impatient.run_due() == 1
            assert await task_counts(query) == [("waiting", 0)]
            await query("UPDATE scheduled_tasks SET due_at = now()")

    await task_runner(db, write_effect).run_due()
    assert await task_counts(query) == [("done", 1)]
    assert await effects() == [1]


async def test_a_task_whose_time_ends_while_the_database_stalls_counts_no_failure(
    urls: Urls, db: Database, query: Query
) -> None:
    await schedule(db)
    async with stallable_database(urls) as (database, proxy):

        async def stall(task: Task) -> None:
            proxy.stall()
            try:
                await write_effect(task)
            finally:  # ended by its limit, once the database was asked whether it answers
                proxy.flow()

        await task_runner(database, stall, limit=timedelta(seconds=0.3), max_attempts=1).run_due()
    assert await task_counts(query) == [("waiting", 0)]
