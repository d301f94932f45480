"""What belongs to tasks and stands in tables of its own."""

from collections.abc import Sequence

from database import Session
from timer.store import task_links
from timer.store.tables.work import Task


async def complete(session: Session, tasks: Sequence[Task]) -> None:
    """Give tasks their assignees and what they depend on."""
    found = await task_links.of_tasks(session, [task.id for task in tasks])
    for task in tasks:
        task.assignee_ids, task.depends_on = found[task.id]
