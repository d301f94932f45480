"""A manager puts the tasks of a project in order: by keys, by buttons, and by dragging."""

import asyncio
import uuid
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect

from honorar_local.demo.client import ApiClient
from tests.harness.browser import DESK, PHONE, window
from tests.harness.screens import open_screen
from tests.harness.session import Member, log_in
from tests.harness.system import System

LEVEL_PIXELS = 20


@dataclass(frozen=True)
class Studio:
    """An account with a project of four tasks."""

    manager: Member
    owner: ApiClient
    project: str
    ids: dict[str, str]

    def tree(self) -> dict[str | None, list[str]]:
        """Names of parts by the name of what they are parts of, as the server has them."""
        names = {task_id: name for name, task_id in self.ids.items()}
        tasks = self.owner.get(f"/timer/v1/tasks?project_id={self.project}")["items"]
        found: dict[str | None, list[str]] = {}
        for task in sorted(tasks, key=lambda task: (task["position"], task["id"])):
            found.setdefault(names.get(task["parent_id"]), []).append(task["name"])
        return found

    async def shows(self, tree: dict[str | None, list[str]]) -> None:
        """Wait until the server has this tree."""
        for _ in range(300):
            if (found := await asyncio.to_thread(self.tree)) == tree:
                return
            await asyncio.sleep(0.1)
        assert found == tree


def studio(system: System) -> Studio:
    account = uuid.uuid4()
    owner = system.client("owner", account=account)
    agent = owner.post("/timer/v1/agents", {"name": "Mette Holm", "time_zone": "UTC"})
    project = owner.post("/timer/v1/projects", {"name": "Webshop"})["id"]
    ids: dict[str, str] = {}
    for name in ("Design", "Build", "Test", "Launch"):
        task = {"name": name, "project_id": project}
        ids[name] = owner.post("/timer/v1/tasks", task)["id"]
    member = Member("Mette Holm", ("manager",), account, uuid.UUID(agent["id"]))
    return Studio(member, owner, project, ids)


async def test_tasks_are_moved_by_keys_one_after_the_other_and_heard(
    browser: Browser, system: System
) -> None:
    place = await asyncio.to_thread(studio, system)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, place.manager)
        page = await context.new_page()
        await open_screen(page, f"/projects/{place.project}", "Webshop")
        handle = page.get_by_role("button", name="Move Launch")
        await handle.focus()
        await page.keyboard.press("ArrowUp")
        await page.keyboard.press("ArrowUp")
        await page.keyboard.press("ArrowRight")
        await expect(page.locator("#announcer")).to_have_text("Launch: 1 of 1, part of Design")
        await place.shows({None: ["Design", "Build", "Test"], "Design": ["Launch"]})
        await expect(handle).to_be_focused()
        await page.keyboard.press("ArrowLeft")
        await place.shows({None: ["Design", "Launch", "Build", "Test"]})
        await expect(handle).to_be_focused()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
async def test_tasks_are_dragged_between_others_and_beneath_them(
    browser: Browser, system: System, size: ViewportSize
) -> None:
    place = await asyncio.to_thread(studio, system)
    async with window(browser, system.state.gateway, size=size) as context:
        await log_in(context, system, place.manager)
        page = await context.new_page()
        await open_screen(page, f"/projects/{place.project}", "Webshop")
        await _drag(page, "Launch", above="Design")
        await place.shows({None: ["Launch", "Design", "Build", "Test"]})
        await _drag(page, "Test", above="Build", levels=1)
        await place.shows({None: ["Launch", "Design", "Build"], "Design": ["Test"]})


async def _drag(page: Page, name: str, *, above: str, levels: int = 0) -> None:
    handle = page.get_by_role("button", name=f"Move {name}")
    box = await handle.bounding_box()
    row = await page.get_by_role("row").filter(has_text=above).bounding_box()
    assert box is not None
    assert row is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + levels * LEVEL_PIXELS, row["y"] + 6, steps=8)
    await page.mouse.up()


async def test_tasks_are_moved_by_buttons_and_a_refusal_says_why(
    browser: Browser, system: System
) -> None:
    place = await asyncio.to_thread(studio, system)
    waits = {"depends_on": [place.ids["Design"]]}
    await asyncio.to_thread(place.owner.patch, f"/timer/v1/tasks/{place.ids['Build']}", waits)
    async with window(browser, system.state.gateway, size=PHONE) as context:
        await log_in(context, system, place.manager)
        page = await context.new_page()
        await open_screen(page, f"/projects/{place.project}", "Webshop")
        await page.get_by_role("button", name="Move Build").tap()
        await page.get_by_role("button", name="Make it a part of the one above").tap()
        await expect(page.get_by_text("The tasks would wait for each other")).to_be_visible()
        await page.get_by_role("button", name="Move down").tap()
        await place.shows({None: ["Design", "Test", "Build", "Launch"]})
