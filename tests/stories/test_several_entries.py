"""Several entries of a week are chosen and changed, moved to other work or deleted together."""

import asyncio
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from tests.harness.browser import DESK, PHONE, window
from tests.harness.people import Freelancer, freelancer
from tests.harness.session import log_in
from tests.harness.system import System
from tests.stories.test_time_capture import of_server


def _monday_before() -> datetime:
    today = datetime.now(UTC)
    return today - timedelta(days=today.weekday() + 7)


def _three_entries(person: Freelancer) -> dict[str, str]:
    [webshop, _] = person.api.get("/timer/v1/projects")["items"]
    for number, note in enumerate(("Sketch", "Talk", "Draw")):
        day = (_monday_before() + timedelta(days=number)).date()
        entry = {"work_date": f"{day}", "seconds": 3600, "description": note}
        path = f"/timer/v1/time-entries/{uuid.uuid4()}"
        person.api.create(path, {**entry, "project_id": webshop["id"]})
    found: dict[str, str] = webshop
    return found


def _week() -> str:
    year, week, _ = _monday_before().isocalendar()
    return f"/week/{year}-W{week:02}"


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
async def test_entries_of_a_week_are_moved_to_other_work_and_deleted(
    browser: Browser, system: System, size: ViewportSize
) -> None:
    person = await asyncio.to_thread(freelancer, system)
    webshop = await asyncio.to_thread(_three_entries, person)
    async with window(browser, system.state.gateway, size=size) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        await page.goto(_week())
        await page.get_by_role("button", name="Choose several").click()
        chosen = page.get_by_role("region", name="Choose several")
        await chosen.get_by_label("Sketch").check()
        await chosen.get_by_label("Draw").click(modifiers=["Shift"])
        await expect(chosen.get_by_role("status")).to_have_text("3 chosen, 3:00")
        await chosen.get_by_label("Talk").uncheck()
        await chosen.get_by_role("button", name="Change them").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Work", exact=True).fill("app")
        await page.get_by_role("option", name="App").click()
        await dialog.get_by_role("button", name="Save").click()
        await expect(dialog).to_have_count(0)
        entries = {entry["description"]: entry for entry in await of_server(person, 3)}
        moved = {name for name, entry in entries.items() if entry["project_id"] != webshop["id"]}
        assert moved == {"Sketch", "Draw"}
        await chosen.get_by_label("All entries").check()
        await chosen.get_by_role("button", name="Delete them").click()
        await page.get_by_role("button", name="Undo").click()
        await expect(chosen.get_by_label("Talk")).not_to_be_checked()
        await chosen.get_by_label("Talk").focus()
        await page.keyboard.press("Space")
        await chosen.get_by_role("button", name="Delete them").press("Enter")
        await expect(page.get_by_text("1 entry will be deleted.")).to_be_visible()
        await page.wait_for_timeout(10_500)
        left = {str(entry["description"]) for entry in await of_server(person, 2)}
        assert left == {"Sketch", "Draw"}


async def test_what_stands_in_the_way_is_named_by_entry_and_nothing_changes(
    browser: Browser, system: System
) -> None:
    person = await asyncio.to_thread(freelancer, system)
    await asyncio.to_thread(_three_entries, person)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        await page.goto(_week())
        await page.get_by_role("button", name="Choose several").click()
        chosen = page.get_by_role("region", name="Choose several")
        await chosen.get_by_label("All entries").check()
        await chosen.get_by_role("button", name="Change them").click()
        [talk] = [entry for entry in await of_server(person, 3) if entry["description"] == "Talk"]
        path, body = f"/timer/v1/time-entries/{talk['id']}", {"work_date": talk["work_date"]}
        await asyncio.to_thread(_change, person, path, {**body, "seconds": 60})
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Note").fill("Workshop")
        await dialog.get_by_role("button", name="Save").click()
        alert = dialog.get_by_role("alert")
        await expect(alert).to_contain_text("Talk, 1:00: Somebody changed this since you read it")
        notes = {str(entry["description"]) for entry in await of_server(person, 3)}
        assert "Workshop" not in notes


def _change(person: Freelancer, path: str, body: dict[str, object]) -> None:
    """Somebody else's device sends another version."""
    person.api.put(path, body)
