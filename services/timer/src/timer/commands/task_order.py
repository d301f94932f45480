"""Tasks put elsewhere in the tree of their project."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select

from database import Session
from domain_errors import check_version
from timer.commands import master_data
from timer.queries.master_data import TASKS, get
from timer.queries.tasks import complete
from timer.store import task_links
from timer.store.arrays import any_of
from timer.store.tables.work import Task
from timer.task_order import TasksBusyError, placed
from timer.task_tree import TaskNode


async def move_task(
    session: Session,
    task_id: UUID,
    parent_id: UUID | None,
    before_id: UUID | None,
    *,
    expected: int,
) -> Task:
    """Make a task a part of another or of none, right before one of its parts or behind all.

    Nothing happens to one that stands there already. Raises `InvalidInputError`, and `TasksBusyError` when it is worth
    another try.
    """
    task = await get(session, TASKS, task_id, lock=True)
    check_version(expected, task.version)
    await complete(session, [task])
    await task_links.lock_trees(session, [task.project_id])
    if parent_id != task.parent_id:
        tree = await task_links.tree_of(session, task.project_id)
        tree.with_changed(TaskNode(task_id, task.name, parent_id, tuple(task.depends_on)))
    parts = await task_links.parts_of(session, task.project_id, parent_id)
    positions = placed(parts, task_id, before_id)
    others = await _lock_others(session, positions.keys() - {task_id})
    task.parent_id = parent_id
    for one in (task, *others):
        one.position = positions.get(one.id, one.position)
    await master_data.save_all(session, [task, *others])
    return task


async def _lock_others(session: Session, ids: Collection[UUID]) -> Sequence[Task]:
    """Whoever changes one of them may wait for the tree, which is ours: waiting for them would be for ever."""
    if not ids:
        return []
    wanted = select(Task).where(Task.id == any_of(ids)).order_by(Task.id)
    locked = wanted.with_for_update(key_share=True, skip_locked=True)
    tasks = (await session.scalars(locked, execution_options={"populate_existing": True})).all()
    if len(tasks) < len(ids):
        raise TasksBusyError
    await complete(session, tasks)
    return tasks
