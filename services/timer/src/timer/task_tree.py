"""The tasks of a project as a tree whose tasks wait for each other; neither may run in a circle."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from domain_errors import InvalidInputError

MOST_LEVELS = 8
"""How deep a tree may be: a task, its subtasks, and so on."""


@dataclass(frozen=True, slots=True)
class TaskNode:
    """A task, the one that it is a part of, and those that must be finished before it begins."""

    id: UUID
    name: str
    parent_id: UUID | None = None
    depends_on: tuple[UUID, ...] = ()


Moment = tuple[UUID, bool]
"""The beginning (False) or the end (True) of a task."""


class TaskTree:
    """The tasks of one project."""

    def __init__(self, nodes: Iterable[TaskNode]) -> None:
        self._nodes = {node.id: node for node in nodes}
        self._parts: dict[UUID, list[UUID]] = defaultdict(list)
        for node in self._nodes.values():
            if node.parent_id is not None:
                self._parts[node.parent_id].append(node.id)

    def has_ties(self, task_id: UUID) -> bool:
        """Whether other tasks are its parts, or it waits for others, or they for it."""
        node = self._nodes[task_id]
        waiting = any(task_id in other.depends_on for other in self._nodes.values())
        return bool(node.parent_id or self._parts[task_id] or node.depends_on or waiting)

    def with_changed(self, node: TaskNode) -> "TaskTree":
        """The tree in which this task is so. Raises `InvalidInputError` where it cannot be."""
        before = self._nodes.get(node.id)
        changed = TaskTree({**self._nodes, node.id: node}.values())
        changed._check(node, moved=before is not None and before.depends_on == node.depends_on)
        return changed

    def _check(self, node: TaskNode, *, moved: bool) -> None:
        if node.parent_id is not None and node.parent_id not in self._nodes:
            raise InvalidInputError("parent_id", "there is no such task in this project")
        for needed in node.depends_on:
            if needed not in self._nodes:
                raise InvalidInputError(
                    "depends_on", f"there is no such task in this project: {needed}"
                )
            if needed == node.id:
                raise InvalidInputError("depends_on", "a task does not wait for itself")
        self._check_parents(node)
        self._check_order(node, "parent_id" if moved or not node.depends_on else "depends_on")

    def _check_parents(self, node: TaskNode) -> None:
        above = [node.id]
        while (parent := self._nodes[above[-1]].parent_id) is not None:
            above.append(parent)
            if parent == node.id:
                circle = self._named(above)
                raise InvalidInputError("parent_id", f"a task is no part of itself: {circle}")
        if len(above) + self._height(node.id) - 1 > MOST_LEVELS:
            raise InvalidInputError(
                "parent_id", f"a tree of tasks has at most {MOST_LEVELS} levels"
            )

    def _height(self, task_id: UUID) -> int:
        """How many levels the task has with its subtasks."""
        height, level = 0, [task_id]
        while level:
            height, level = height + 1, [part for one in level for part in self._parts[one]]
        return height

    def _check_order(self, node: TaskNode, field: str) -> None:
        """A circle that was not there before leads through the task that changed."""
        after = self._moments_after()
        circle = _way_back((node.id, False), after) or _way_back((node.id, True), after)
        if circle:
            named = self._named(task_id for task_id, _ in circle)
            raise InvalidInputError(field, f"the tasks would wait for each other: {named}")

    def _moments_after(self) -> Mapping[Moment, list[Moment]]:
        """Which moments cannot come before which.

        A task ends after it begins; its parts begin after it and end before it; what depends on it begins after its end.
        """
        after: dict[Moment, list[Moment]] = defaultdict(list)
        for node in self._nodes.values():
            after[node.id, False].append((node.id, True))
            if node.parent_id is not None:
                after[node.parent_id, False].append((node.id, False))
                after[node.id, True].append((node.parent_id, True))
            for needed in node.depends_on:
                after[needed, True].append((node.id, False))
        return after

    def _named(self, way: Iterable[UUID]) -> str:
        """The names on the way, each once where the way stays."""
        ids = list(way)
        moves = [after for before, after in pairwise(ids) if before != after]
        return " → ".join(self._nodes[task_id].name for task_id in (ids[0], *moves))


def _way_back(start: Moment, after: Mapping[Moment, list[Moment]]) -> list[Moment]:
    """The way from a moment back to itself; empty when there is none."""
    came_from: dict[Moment, Moment] = {}
    waiting = [start]
    while waiting:
        here = waiting.pop()
        for there in after.get(here, ()):
            if there == start:
                return [*_steps(here, start, came_from), start]
            if there not in came_from:
                came_from[there] = here
                waiting.append(there)
    return []


def _steps(last: Moment, start: Moment, came_from: Mapping[Moment, Moment]) -> list[Moment]:
    way = [last]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return way[::-1]
