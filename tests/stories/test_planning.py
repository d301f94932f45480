"""A manager plans: a task is moved by key and by hand and taken back, and a full week is seen."""

import asyncio
import re
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from playwright.async_api import Browser, Route, expect

from honorar_local.demo.client import ApiClient
from tests.harness.browser import window
from tests.harness.screens import open_screen
from tests.harness.session import Member, log_in
from tests.harness.system import System

HOUR = 3600
DAY_PIXELS = 24


def _monday() -> date:
    today = datetime.now(UTC).date()
    return today - timedelta(days=today.weekday())


@dataclass(frozen=True)
class Studio:
    """An account with a project of two tasks, of which the second waits for the first."""

    system: System
    manager: Member
    owner: ApiClient
    project: str
    tasks: dict[str, str]

    def days(self, name: str) -> tuple[date, date]:
        task: dict[str, Any] = self.owner.get(f"/timer/v1/tasks/{self.tasks[name]}")
        start, finish = task["planned_start"], task["planned_finish"]
        return date.fromisoformat(start), date.fromisoformat(finish)


def studio(system: System) -> Studio:
    account = uuid.uuid4()
    owner = system.client("owner", account=account)
    agent = owner.post("/timer/v1/agents", {"name": "Mette Holm", "time_zone": "UTC"})
    project = owner.post("/timer/v1/projects", {"name": "Webshop", "budget_seconds": 100 * HOUR})
    tasks: dict[str, str] = {}
    for number, name in enumerate(("Design", "Build")):
        first = _monday() + timedelta(days=7 * number)
        task = {
            "name": name,
            "project_id": project["id"],
            "planned_start": first.isoformat(),
            "planned_finish": (first + timedelta(days=4)).isoformat(),
            "estimate_seconds": 50 * HOUR,
            "assignee_ids": [agent["id"]],
            "depends_on": list(tasks.values()),
        }
        tasks[name] = owner.post("/timer/v1/tasks", task)["id"]
    member = Member("Mette Holm", ("manager",), account, uuid.UUID(agent["id"]))
    return Studio(system, member, owner, project["id"], tasks)


async def test_a_task_is_moved_by_key_and_by_hand_and_taken_back(
    browser: Browser, system: System
) -> None:
    place = studio(system)
    start, finish = place.days("Design")
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, place.manager)
        page = await context.new_page()
        await open_screen(page, f"/projects/{place.project}?view=timeline", "Webshop")
        bar = page.get_by_role("button", name=re.compile("^Design, "))
        await bar.press("Shift+ArrowRight")
        undo = page.get_by_role("button", name="Undo")
        await expect(undo).to_be_visible()
        assert place.days("Design") == (start, finish + timedelta(days=1))
        await undo.click()
        await expect(bar).not_to_have_attribute("data-busy", "true")
        assert place.days("Design") == (start, finish)
        box = await bar.bounding_box()
        assert box is not None
        middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        await page.mouse.move(*middle)
        await page.mouse.down()
        await page.mouse.move(middle[0] + 7 * DAY_PIXELS, middle[1], steps=5)
        await page.mouse.up()
        await expect(page.get_by_text("Build begins before Design is finished")).to_be_attached()
        await expect(bar).not_to_have_attribute("data-busy", "true")
        week = timedelta(days=7)
        assert place.days("Design") == (start + week, finish + week)


async def test_a_week_with_more_than_can_be_worked_is_marked_and_opens(
    browser: Browser, system: System
) -> None:
    place = studio(system)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, place.manager)
        page = await context.new_page()
        await open_screen(page, "/plan", "Plan")
        row = page.get_by_role("row", name=re.compile("^Mette Holm"))
        await expect(row.get_by_text("10:00 over").first).to_be_visible()
        await row.get_by_role("button").first.click()
        await page.get_by_role("link", name="Design").click()
        await expect(page.get_by_role("heading", name="Webshop", level=1)).to_be_visible()
        await expect(page.get_by_text("100:00 left")).to_be_visible()


async def test_a_task_is_planned_in_a_form_that_refuses_a_circle(
    browser: Browser, system: System
) -> None:
    place = studio(system)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, place.manager)
        page = await context.new_page()
        await open_screen(page, f"/projects/{place.project}", "Webshop")
        await page.get_by_role("button", name="Edit Design").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Estimate, hours").fill("60:30")
        await dialog.get_by_label("Build").check()
        await dialog.get_by_role("button", name="Save").click()
        await expect(dialog.get_by_text("Design → Build → Design")).to_be_visible()
        await dialog.get_by_label("Build").uncheck()
        await dialog.get_by_role("button", name="Save").click()
        await expect(
            page.get_by_role("row", name=re.compile("^Edit Design|Design"))
        ).to_contain_text("60:30")


async def test_hours_that_are_typed_before_the_currency_is_known_stay(
    browser: Browser, system: System
) -> None:
    place = studio(system)
    await asyncio.to_thread(place.owner.patch, "/timer/v1/settings", {"currency": "DKK"})
    known = asyncio.Event()

    async def hold(route: Route) -> None:
        await known.wait()
        await route.continue_()

    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, place.manager)
        page = await context.new_page()
        await page.route("**/timer/v1/settings", hold)
        await page.goto(f"/projects/{place.project}")
        await page.get_by_role("button", name="Edit", exact=True).click()
        dialog = page.get_by_role("dialog", name="Edit project")
        await dialog.get_by_label("Budget, hours").fill("5")
        known.set()
        await expect(dialog.get_by_label("Currency")).to_have_value("DKK")
        await expect(dialog.get_by_label("Budget, hours")).to_have_value("5")
