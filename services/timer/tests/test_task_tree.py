"""Tasks make a tree, and wait for each other in some order that is possible."""

from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_errors import InvalidInputError
from timer.task_tree import MOST_LEVELS, TaskNode, TaskTree

NAMES = ("Design", "Build", "Test", "Launch", "Docs", "Sales")
IDS = {name: UUID(int=number) for number, name in enumerate(NAMES, start=1)}


def node(name: str, parent: str | None = None, *needs: str) -> TaskNode:
    return TaskNode(
        IDS[name], name, IDS[parent] if parent else None, tuple(IDS[one] for one in needs)
    )


def ids_before(task_id: UUID) -> tuple[UUID, ...]:
    return (UUID(int=task_id.int - 1),) if task_id.int > 1 else ()


def refused(tree: TaskTree, changed: TaskNode) -> tuple[str, str]:
    with pytest.raises(InvalidInputError) as refusal:
        tree.with_changed(changed)
    (error,) = refusal.value.fields
    return error.field, error.reason


def test_tasks_wait_in_a_row() -> None:
    tree = TaskTree([node("Design"), node("Build", None, "Design")])
    tree.with_changed(node("Test", None, "Build", "Design"))


def test_a_circle_is_named() -> None:
    tree = TaskTree([node("Design"), node("Build", None, "Design"), node("Test", None, "Build")])
    field, reason = refused(tree, node("Design", None, "Test"))
    assert field == "depends_on"
    assert reason == "the tasks would wait for each other: Design → Build → Test → Design"


def test_no_task_is_a_part_of_itself() -> None:
    tree = TaskTree([node("Design"), node("Build", "Design"), node("Test", "Build")])
    field, reason = refused(tree, node("Design", "Test"))
    assert (field, reason) == (
        "parent_id",
        "a task is no part of itself: Design → Test → Build → Design",
    )


@pytest.mark.parametrize(("parent", "needs"), [("Build", "Build"), (None, "Test")])
def test_no_task_waits_for_what_it_is_a_part_of_or_for_its_own_parts(
    parent: str | None, needs: str
) -> None:
    tree = TaskTree([node("Design"), node("Build"), node("Test", "Design")])
    changed = node("Design", parent, needs) if parent is None else node("Design", parent, "Build")
    field, reason = refused(tree, changed)
    assert field == "depends_on"
    assert "wait for each other" in reason


def test_parts_that_wait_across_their_parents_make_a_circle_too() -> None:
    tree = TaskTree(
        [node("Design"), node("Build"), node("Test", "Design", "Build"), node("Launch", "Build")]
    )
    assert refused(tree, node("Launch", "Build", "Design"))[0] == "depends_on"


def test_a_move_that_makes_a_circle_is_refused_by_the_move() -> None:
    tree = TaskTree([node("Design"), node("Build", None, "Design"), node("Test")])
    assert refused(tree, node("Build", "Design", "Design"))[0] == "parent_id"


@pytest.mark.parametrize(
    ("changed", "field"),
    [(("Docs", "Sales"), "parent_id"), (("Docs", None, "Sales"), "depends_on")],
)
def test_what_is_named_is_in_the_project(changed: tuple[str], field: str) -> None:
    tree = TaskTree([node("Design"), node("Docs")])
    assert refused(tree, node(*changed))[0] == field


def test_no_task_waits_for_itself() -> None:
    assert refused(TaskTree([node("Design")]), node("Design", None, "Design"))[0] == "depends_on"


def test_a_tree_is_not_deeper_than_people_can_read() -> None:
    ids = [UUID(int=number) for number in range(1, MOST_LEVELS + 2)]
    nodes = [TaskNode(ids[0], "0")]
    nodes += [TaskNode(below, "n", above) for above, below in pairwise(ids[:MOST_LEVELS])]
    tree = TaskTree(nodes)
    assert refused(tree, TaskNode(ids[-1], "too deep", ids[-2]))[0] == "parent_id"
    beside = TaskTree([*nodes, TaskNode(ids[-1], "top")])
    assert refused(beside, TaskNode(ids[0], "0", ids[-1]))[0] == "parent_id"


@given(st.lists(st.sets(st.integers(1, 30)), min_size=1, max_size=30))
def test_tasks_that_wait_for_earlier_ones_only_never_make_a_circle(earlier: list[set[int]]) -> None:
    tree = TaskTree([])
    for number, needs in enumerate(earlier, start=1):
        needed = tuple(UUID(int=one) for one in needs if one < number)
        tree = tree.with_changed(TaskNode(UUID(int=number), str(number), None, needed))


@given(st.integers(1, 40))
def test_the_first_of_a_row_never_waits_for_the_last(count: int) -> None:
    ids = [UUID(int=number) for number in range(1, count + 1)]
    nodes = [TaskNode(one, str(one.int), None, ids_before(one)) for one in ids]
    tree = TaskTree([])
    for one in nodes:
        tree = tree.with_changed(one)
    if count > 1:
        first = TaskNode(UUID(int=1), "1", None, (UUID(int=count),))
        assert refused(tree, first)[1].endswith(" → 1")
