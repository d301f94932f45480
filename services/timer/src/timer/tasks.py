"""Work done after a request: telling of budgets that are used up."""

from datetime import UTC, datetime

from tasks import Task, TaskKind
from timer.commands.budgets import KIND, tell_budget_reached


async def _tell_budget_reached(task: Task) -> None:
    async with task.finish() as session:
        await tell_budget_reached(session, task.payload, datetime.now(UTC))


TASKS = {KIND: TaskKind(_tell_budget_reached)}
