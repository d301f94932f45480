"""Work done after a request: pricing again what a change of rates may touch."""

from datetime import timedelta

from rates.commands.repricing import KIND, reprice, repricing_of
from tasks import Task, TaskHandler, TaskKind


def task_kinds(chunk: int) -> dict[str, TaskKind]:
    """The kinds of tasks; `chunk` entries are priced again per transaction.

    One change at a time per account: chunks of one account wait for each other anyway.
    """
    return {KIND: TaskKind(_handler(chunk), limit=timedelta(minutes=2), per_account=1)}


def _handler(chunk: int) -> TaskHandler:
    async def handle(task: Task) -> None:
        async with task.finish() as session:
            await reprice(session, repricing_of(task.payload), chunk)

    return handle
