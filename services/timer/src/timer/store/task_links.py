"""Who is to do a task, what it depends on, and the tree that the tasks of a project make."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from database import Session, Statement, lock_exclusive
from timer.store.tables.work import Task
from timer.task_order import Part
from timer.task_tree import TaskNode, TaskTree

Links = tuple[Sequence[UUID], Sequence[UUID]]
"""The assignees of a task, and the tasks that it depends on."""

_OF_TASKS = Statement("""
SELECT t.id,
    ARRAY(SELECT a.agent_id FROM task_assignees a WHERE a.task_id = t.id ORDER BY a.agent_id) AS assignees,
    ARRAY(SELECT d.depends_on FROM task_dependencies d WHERE d.task_id = t.id ORDER BY d.depends_on) AS needed
FROM unnest(CAST(:ids AS uuid[])) AS t (id)
""")
_TREE = Statement("""
SELECT t.id, t.name, t.parent_id,
    ARRAY(SELECT d.depends_on FROM task_dependencies d WHERE d.task_id = t.id ORDER BY d.depends_on) AS needed
FROM tasks t WHERE t.project_id = :project_id
""")
_ASSIGN = Statement("""
WITH gone AS (DELETE FROM task_assignees WHERE task_id = :id AND agent_id <> ALL(CAST(:agents AS uuid[])))
INSERT INTO task_assignees (task_id, agent_id) SELECT :id, unnest(CAST(:agents AS uuid[])) ON CONFLICT DO NOTHING
""")
_DEPEND = Statement("""
WITH gone AS (DELETE FROM task_dependencies WHERE task_id = :id AND depends_on <> ALL(CAST(:needed AS uuid[])))
INSERT INTO task_dependencies (task_id, project_id, depends_on)
SELECT :id, :project_id, unnest(CAST(:needed AS uuid[])) ON CONFLICT DO NOTHING
""")
_LAST = Statement("""
SELECT max(position) FROM tasks
WHERE project_id = :project_id AND parent_id IS NOT DISTINCT FROM CAST(:parent_id AS uuid)
""")
_PARTS = Statement("""
SELECT id, position FROM tasks
WHERE project_id = :project_id AND parent_id IS NOT DISTINCT FROM CAST(:parent_id AS uuid)
ORDER BY position, id
""")


async def of_tasks(session: Session, ids: Collection[UUID]) -> dict[UUID, Links]:
    """The links of each of these tasks."""
    rows = await _OF_TASKS.all(session, {"ids": list(ids)})
    return {row.id: (row.assignees, row.needed) for row in rows}


async def lock_trees(session: Session, projects: Iterable[UUID]) -> None:
    """Let nobody else change the trees of these projects until the transaction ends."""
    for project_id in sorted(set(projects)):
        await lock_exclusive(session, f"tasks of project {project_id}")


async def tree_of(session: Session, project_id: UUID) -> TaskTree:
    """The tasks of a project, archived ones too."""
    rows = await _TREE.all(session, {"project_id": project_id})
    return TaskTree(TaskNode(row.id, row.name, row.parent_id, tuple(row.needed)) for row in rows)


async def next_position(session: Session, project_id: UUID, parent_id: UUID | None) -> float:
    """Behind all others of this parent."""
    values = {"project_id": project_id, "parent_id": parent_id}
    last: float | None = await _LAST.scalar(session, values)
    return 1.0 if last is None else last + 1


async def parts_of(session: Session, project_id: UUID, parent_id: UUID | None) -> list[Part]:
    """The parts of a task, or the tasks that are a part of none, in their order; archived ones too."""
    rows = await _PARTS.all(session, {"project_id": project_id, "parent_id": parent_id})
    return [Part(row.id, row.position) for row in rows]


async def save_assignees(session: Session, task: Task) -> None:
    """Write who is to do the task."""
    await _ASSIGN.all(session, {"id": task.id, "agents": list(task.assignee_ids)})


async def save_dependencies(session: Session, task: Task) -> None:
    """Write what the task depends on."""
    values = {"id": task.id, "project_id": task.project_id, "needed": list(task.depends_on)}
    await _DEPEND.all(session, values)
