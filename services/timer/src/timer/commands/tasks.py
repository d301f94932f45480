"""Tasks: created and changed, in a tree that stays one."""

from dataclasses import fields
from uuid import UUID

from database import Session, new_id
from domain_errors import InvalidInputError, check_version
from timer.commands import master_data
from timer.commands.master_data import Values
from timer.queries.master_data import TASKS, get
from timer.queries.tasks import complete
from timer.store import task_links
from timer.store.tables.work import Task
from timer.task import TaskPlan, percent_of
from timer.task_tree import TaskNode

_OF_PLAN = [field.name for field in fields(TaskPlan)]
_OF_TREE = ("project_id", "parent_id", "depends_on")
_LINKS = {
    "assignee_ids": task_links.save_assignees,
    "depends_on": task_links.save_dependencies,
}


async def create_task(session: Session, values: Values) -> Task:
    """Make a task; last among the parts of its parent unless `position` says otherwise."""
    TaskPlan(*(values[name] for name in _OF_PLAN)).check()
    task_id, project_id, parent_id = new_id(), values["project_id"], values["parent_id"]
    if parent_id or values["depends_on"]:
        await task_links.lock_trees(session, [project_id])
        tree = await task_links.tree_of(session, project_id)
        tree.with_changed(TaskNode(task_id, values["name"], parent_id, tuple(values["depends_on"])))
    position = values["position"]
    if position is None:
        position = await task_links.next_position(session, project_id, parent_id)
    percent = percent_of(values["status"], values["percent_done"], None)
    more = {"id": task_id, "position": position, "percent_done": percent}
    task = await master_data.create(session, TASKS, {**values, **more})
    for name, save in _LINKS.items():
        if values[name]:
            await save(session, task)
    return task


async def update_task(
    session: Session, task_id: UUID, values: Values, *, expected: int | None
) -> Task:
    """Change what `values` name; nothing happens when nothing is different. Raises `InvalidInputError`."""
    task = await get(session, TASKS, task_id, lock=True)
    check_version(expected, task.version)
    await complete(session, [task])
    wanted = {name: value for name, value in values.items() if (name, value) != ("position", None)}
    if "status" in wanted or "percent_done" in wanted:
        wanted["percent_done"] = _percent(task, wanted)
    TaskPlan(*(wanted.get(name, getattr(task, name)) for name in _OF_PLAN)).check()
    changed = {name for name, value in wanted.items() if _differs(getattr(task, name), value)}
    if changed & {*_OF_TREE}:
        await _check_tree(session, task, wanted)
    news = {name: wanted[name] for name in changed}
    elsewhere = not changed.isdisjoint(_LINKS)
    saved = await master_data.save(session, task, news, elsewhere=elsewhere)
    for name, save in _LINKS.items():
        if name in changed:
            await save(session, saved)
    return saved


def _percent(task: Task, wanted: Values) -> int | None:
    status = wanted.get("status", task.status)
    given, before = wanted.get("percent_done"), task.percent_done
    if status == "done" and status == task.status and "percent_done" not in wanted:
        return before
    return percent_of(status, given, None if "percent_done" in wanted else before)


def _differs(stored: object, value: object) -> bool:
    return list(stored) != list(value) if isinstance(value, tuple) else stored != value  # type: ignore[call-overload]


async def _check_tree(session: Session, task: Task, wanted: Values) -> None:
    """The locks of trees come after that of the task, always."""
    project_id, parent_id, needed = (wanted.get(name, getattr(task, name)) for name in _OF_TREE)
    await task_links.lock_trees(session, [task.project_id, project_id])
    tree = await task_links.tree_of(session, task.project_id)
    if project_id != task.project_id:
        if tree.has_ties(task.id):
            reason = "a task with subtasks or dependencies stays in its project"
            raise InvalidInputError("project_id", reason)
        tree = await task_links.tree_of(session, project_id)
    tree.with_changed(TaskNode(task.id, wanted.get("name", task.name), parent_id, tuple(needed)))
