"""Tasks put elsewhere in their tree over HTTP, also by many at once."""

import asyncio
import random
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from contracts.timer import TaskChanged
from database import new_id
from services.timer.tests.driver import Driver, open_account, slug
from testkit import OTHER_ACCOUNT

Tree = dict[str | None, list[str]]
"""The names of parts by the name of what they are parts of."""


class Board:
    """The tasks of a project by their names, as people move them."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.ids: dict[str | None, str | None] = {None: None}

    async def add(self, *names: str, parent: str | None = None, **more: Any) -> None:
        project_id = self.driver.project["id"]
        for name in names:
            task = {"name": name, "project_id": project_id, "parent_id": self.ids[parent], **more}
            self.ids[name] = (await self.driver.create("tasks", **task))["id"]

    async def task(self, name: str) -> dict[str, Any]:
        shown: dict[str, Any] = (
            await self.driver.manager.get(f"/v1/tasks/{self.ids[name]}")
        ).json()
        return shown

    async def move(
        self, name: str, parent: str | None = None, before: str | None = None, **headers: str
    ) -> httpx.Response:
        """As somebody who has read the task just now, unless `If-Match` says otherwise."""
        read = headers or {"If-Match": f'"{(await self.task(name))["version"]}"'}
        body = {"parent_id": self.ids[parent], "before_id": self.ids[before]}
        url = f"/v1/tasks/{self.ids[name]}/move"
        return await self.driver.manager.post(url, json=body, headers=read)

    async def tree(self) -> Tree:
        """The tree as anybody sees it."""
        names = {task_id: name for name, task_id in self.ids.items()}
        found: Tree = {}
        shown = await self.driver.list("tasks")
        for task in sorted(shown, key=lambda task: (task["position"], task["id"])):
            found.setdefault(names[task["parent_id"]], []).append(task["name"])
        return found


@pytest.fixture
def board(driver: Driver) -> Board:
    return Board(driver)


async def test_a_task_is_put_before_another_behind_all_and_beneath_another(board: Board) -> None:
    await board.add("A", "B", "C")
    assert (await board.move("C", before="A")).json()["version"] == 2
    assert await board.tree() == {None: ["C", "A", "B"]}
    await board.move("C")
    assert await board.tree() == {None: ["A", "B", "C"]}
    moved = (await board.move("C", parent="A")).json()
    assert (moved["parent_id"], moved["version"]) == (board.ids["A"], 4)
    await board.move("B", parent="A", before="C")
    assert await board.tree() == {None: ["A"], "A": ["B", "C"]}
    published = await board.driver.timer.published(TaskChanged)
    assert [str(one.parent_id) for one in published[-2:]] == [board.ids["A"]] * 2


async def test_a_task_that_stands_there_already_keeps_its_version(board: Board) -> None:
    await board.add("A", "B")
    answer = await board.move("A", before="B")
    assert (answer.status_code, answer.json()["version"]) == (200, 1)


async def test_what_cannot_be_is_refused_by_its_field_and_moves_nothing(board: Board) -> None:
    await board.add("A", "B")
    await board.add("part", parent="A", depends_on=[board.ids["B"]])
    board.ids["nobody"] = str(new_id())
    before = await board.tree()
    for name, parent, neighbour, field in (
        ("A", "part", None, "parent_id"),
        ("A", "A", None, "parent_id"),
        ("A", "nobody", None, "parent_id"),
        ("part", "B", None, "parent_id"),
        ("A", None, "part", "before_id"),
        ("A", None, "A", "before_id"),
        ("A", None, "nobody", "before_id"),
    ):
        answer = await board.move(name, parent, neighbour)
        assert slug(answer) == (422, "invalid-input")
        assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert await board.tree() == before


async def test_who_moves_names_what_they_have_read(board: Board) -> None:
    await board.add("A", "B")
    late = await board.move("A", **{"If-Match": '"7"'})
    assert slug(late) == (412, "changed-meanwhile")
    unread = await board.move("A", **{"X-Other": "1"})
    assert slug(unread) == (428, "precondition-required")
    theirs = Board(await open_account(board.driver.timer, OTHER_ACCOUNT))
    theirs.ids = dict(board.ids)
    assert (await theirs.move("A", **{"If-Match": '"1"'})).status_code == 404


async def test_without_room_all_parts_are_counted_anew_with_newer_versions(board: Board) -> None:
    await board.add("A", "B", "C", position=1)
    await board.driver.manager.patch(
        f"/v1/tasks/{board.ids['B']}", json={"assignee_ids": [str(board.driver.agent_id)]}
    )
    await board.move("C", before="B")
    assert await board.tree() == {None: ["A", "C", "B"]}
    shown = {task["name"]: task for task in await board.driver.list("tasks")}
    assert {name: (task["position"], task["version"]) for name, task in shown.items()} == {
        "A": (1, 1),
        "C": (2, 2),
        "B": (3, 3),
    }
    published = await board.driver.timer.published(TaskChanged)
    (event,) = [one for one in published if one.version == 3]
    assert event.assignee_ids == (board.driver.agent_id,)


async def test_moves_in_any_order_make_the_tree_that_a_model_has(board: Board) -> None:
    """A hundred moves, drawn once; the tree has the levels that people make."""
    names = "ABCDEFG"
    await board.add(*names, position=1)
    chance = random.Random(7)
    model: Tree = {None: list(names)}
    for _ in range(100):
        name = chance.choice(names)
        parent = chance.choice([None, *names])
        others = [one for one in model.get(parent, ()) if one != name]
        before = chance.choice([None, *others])
        answer = await board.move(name, parent, before)
        circle = parent == name or parent in _beneath(model, name)
        assert answer.status_code == (422 if circle else 200), answer.text
        if not circle:
            model = {one: [part for part in parts if part != name] for one, parts in model.items()}
            row = model.setdefault(parent, [])
            row.insert(row.index(before) if before else len(row), name)
            model = {one: parts for one, parts in model.items() if parts}
        assert await board.tree() == model


def _beneath(tree: Tree, name: str | None) -> Iterator[str]:
    for part in tree.get(name, ()):
        yield part
        yield from _beneath(tree, part)


async def test_of_many_who_move_at_once_all_see_one_tree_with_every_task(board: Board) -> None:
    names = "ABCDEFGH"
    await board.add(*names, position=1)
    for seed in range(4):
        chance = random.Random(seed)
        wanted = [(name, chance.choice([None, *names])) for name in names]
        answers = await asyncio.gather(
            *(board.move(name, parent) for name, parent in wanted),
            *(board.move(name, before=chance.choice(names)) for name in names),
        )
        assert {answer.status_code for answer in answers} <= {200, 409, 412, 422}, answers
        tree = await board.tree()
        assert sorted(_beneath(tree, None)) == list(names)


async def test_a_task_beside_it_that_somebody_changes_is_waited_for_without_a_deadlock(
    board: Board,
) -> None:
    await board.add("A", "B", "C", position=1)
    for _ in range(5):
        await board.add("X", parent=None) if "X" not in board.ids else None
        beneath = board.driver.manager.patch(
            f"/v1/tasks/{board.ids['B']}", json={"parent_id": board.ids["X"]}
        )
        moved, changed = await asyncio.gather(board.move("C", before="A"), beneath)
        assert changed.status_code == 200
        assert moved.status_code == 200, moved.text
        await board.driver.manager.patch(
            f"/v1/tasks/{board.ids['B']}", json={"parent_id": None, "position": 1}
        )
        for name in "AC":
            await board.driver.manager.patch(f"/v1/tasks/{board.ids[name]}", json={"position": 1})
