"""Somebody logs their time: by typing, in the week, and without a network."""

import asyncio
import uuid
from datetime import UTC, datetime, timedelta

from playwright.async_api import Browser, BrowserContext, Locator, Page, Route, expect

from testkit import until
from tests.harness.browser import PHONE, window
from tests.harness.people import Freelancer, freelancer
from tests.harness.session import log_in
from tests.harness.system import System


async def of_server(person: Freelancer, count: int) -> list[dict[str, object]]:
    """Wait until the server has so many entries."""
    found: list[dict[str, object]] = []

    async def has_them() -> bool:
        found[:] = await asyncio.to_thread(person.entries)
        return len(found) == count

    await until(has_them)
    return found


async def mail_is_timed(
    context: BrowserContext, system: System, person: Freelancer
) -> tuple[Page, Locator]:
    """The first screen, and its bar: a timer runs on Mail, here and at the server."""
    await log_in(context, system, person.member)
    page = await context.new_page()
    await page.goto("/")
    bar = page.get_by_role("region", name="Running timer")
    await page.get_by_label("What are you working on?").fill("Mail")
    await page.keyboard.press("Enter")
    await expect(bar).to_contain_text("Mail")
    await until(lambda: person.api.get("/timer/v1/timer")["timer"])
    await page.wait_for_load_state("networkidle")
    return page, bar


async def test_work_is_started_by_typing_switched_stopped_and_started_again(
    browser: Browser, system: System
) -> None:
    person = await asyncio.to_thread(freelancer, system)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        await page.goto("/")
        bar = page.get_by_role("region", name="Running timer")
        await page.get_by_label("What are you working on?").fill("Mail")
        await page.keyboard.press("Enter")
        await expect(bar).to_contain_text("Mail")
        await page.get_by_role("button", name="−15 min").click()
        await expect(bar.get_by_role("timer")).to_contain_text("0:15:")
        await page.get_by_label("What are you working on?").fill("Design")
        await page.get_by_role("button", name="Switch").click()
        await expect(bar).to_contain_text("Design")
        await page.get_by_role("link", name="Week", exact=True).click()
        await expect(bar).to_contain_text("Design")
        await page.wait_for_timeout(1100)
        await page.keyboard.press("s")
        await expect(bar).not_to_contain_text("Design")
        mail, design = await of_server(person, 2)
        assert (mail["description"], design["description"]) == ("Mail", "Design")
        assert 900 <= int(str(mail["seconds"])) < 960
        await page.get_by_role("link", name="Timer", exact=True).click()
        await page.get_by_role("button", name="Continue Mail").click()
        await expect(bar).to_contain_text("Mail")


async def test_a_start_that_was_moved_back_counts_also_before_it_is_read_back(
    browser: Browser, system: System
) -> None:
    """Whoever stops at once must not lose the quarter of an hour to what the screen read before."""
    person = await asyncio.to_thread(freelancer, system)
    async with window(browser, system.state.gateway) as context:
        page, bar = await mail_is_timed(context, system, person)
        asked, answered = asyncio.Event(), asyncio.Event()

        async def hold(route: Route) -> None:
            asked.set()
            await answered.wait()
            await route.continue_()

        await page.route("**/timer/v1/timer", hold)
        await page.get_by_role("button", name="−15 min").click()
        await asyncio.wait_for(asked.wait(), timeout=60)
        await bar.get_by_role("button", name="Stop").click()
        await expect(bar.get_by_role("timer")).to_have_count(0)
        answered.set()
        [mail] = await of_server(person, 1)
        assert 900 <= int(str(mail["seconds"])) < 960
        await expect(page.get_by_role("button", name="Edit Mail")).to_be_visible()


async def test_a_timer_whose_start_was_moved_without_a_network_is_discarded_everywhere(
    browser: Browser, system: System
) -> None:
    person = await asyncio.to_thread(freelancer, system)
    async with window(browser, system.state.gateway) as context:
        page, bar = await mail_is_timed(context, system, person)
        await context.set_offline(True)
        await page.get_by_role("button", name="−15 min").click()
        await expect(bar.get_by_role("timer")).to_contain_text("0:15:")
        await page.get_by_role("button", name="Discard").click()
        await page.get_by_role("dialog").get_by_role("button", name="Discard").click()
        await expect(bar.get_by_role("timer")).to_have_count(0)
        await context.set_offline(False)
        await until(lambda: person.api.get("/timer/v1/timer")["timer"] is None)
        await expect(bar.get_by_role("timer")).to_have_count(0)


async def test_an_entry_is_added_edited_and_deleted_by_hand(
    browser: Browser, system: System
) -> None:
    person = await asyncio.to_thread(freelancer, system)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        await page.goto("/")
        await page.get_by_role("button", name="Add time by hand").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Note").fill("Workshop")
        await dialog.get_by_label("Duration").fill("nonsense")
        await dialog.get_by_role("button", name="Save").click()
        await expect(dialog.get_by_label("Duration")).to_be_focused()
        await dialog.get_by_label("Duration").fill("1,5")
        await dialog.get_by_label("Work").fill("webs")
        await page.get_by_role("option", name="Webshop").click()
        await dialog.get_by_role("button", name="Save").click()
        [entry] = await of_server(person, 1)
        assert (entry["description"], entry["seconds"]) == ("Workshop", 5400)
        assert entry["project_id"]
        await page.get_by_role("button", name="Edit Workshop").click()
        await dialog.get_by_label("Duration").fill("90m")
        await dialog.get_by_label("Note").fill("Workshop with Nordlys")
        await dialog.get_by_role("button", name="Save").click()
        await page.get_by_role("button", name="Delete Workshop with Nordlys").click()
        await page.get_by_role("button", name="Undo").click()
        await expect(page.get_by_text("waits for a connection")).to_have_count(0)
        [entry] = await of_server(person, 1)
        assert entry["description"] == "Workshop with Nordlys"


async def test_a_week_is_filled_by_keyboard_and_handed_in(browser: Browser, system: System) -> None:
    person = await asyncio.to_thread(freelancer, system)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        await page.goto("/week/2026-W47")
        for name in ("Webshop", "App"):
            await page.get_by_label("Work", exact=True).fill(name)
            await page.get_by_role("option", name=name).click()
        await page.get_by_label("Webshop, Monday").focus()
        for typed in ("1:30", "1.5", "90m"):
            await page.keyboard.type(typed)
            await page.keyboard.press("ArrowRight")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.type("2")
        await page.keyboard.press("Enter")
        await page.keyboard.press("Tab")
        entries = await of_server(person, 4)
        assert sorted(int(str(entry["seconds"])) for entry in entries) == [5400, 5400, 5400, 7200]
        await expect(page.get_by_role("row", name="Sum").last).to_contain_text("6:30")
        await page.get_by_role("button", name="Hand in the week").click()
        await expect(page.get_by_text("Handed in", exact=True)).to_be_visible()
        await expect(page.get_by_label("Webshop, Monday")).not_to_be_editable()


async def test_a_week_of_long_ago_shows_and_changes_what_the_server_has(
    browser: Browser, system: System
) -> None:
    """Entries of five weeks are kept on the device; a week before them must not look empty."""
    person = await asyncio.to_thread(freelancer, system)
    [app, _] = await asyncio.to_thread(lambda: person.api.get("/timer/v1/projects")["items"])
    day = datetime.now(UTC).date() - timedelta(weeks=12)
    entry = {"work_date": f"{day}", "seconds": 5400, "project_id": app["id"]}
    path = f"/timer/v1/time-entries/{uuid.uuid4()}"
    await asyncio.to_thread(person.api.create, path, entry)
    year, week, weekday = day.isocalendar()
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        await page.goto(f"/week/{year}-W{week:02}")
        cell = page.locator("input[data-row='0']").nth(weekday - 1)
        await expect(cell).to_have_value("1:30")
        await cell.fill("2")
        await page.keyboard.press("Enter")
        await until(lambda: _seconds(person) == [7200])
        await page.reload()
        await expect(cell).to_have_value("2:00")


def _seconds(person: Freelancer) -> list[object]:
    return [entry["seconds"] for entry in person.entries()]


async def test_time_without_a_network_survives_a_reload_and_is_sent_once(
    browser: Browser, system: System
) -> None:
    person = await asyncio.to_thread(freelancer, system)
    async with window(browser, system.state.gateway, size=PHONE, offline_worker=True) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        await page.goto("/")
        await page.evaluate("() => navigator.serviceWorker.ready")
        await expect(page.get_by_role("heading", name="No time yet")).to_have_count(0)
        await page.wait_for_load_state("networkidle")
        await context.set_offline(True)
        await page.get_by_label("What are you working on?").fill("On the train")
        await page.keyboard.press("Enter")
        await page.wait_for_timeout(1200)
        await (
            page.get_by_role("region", name="Running timer")
            .get_by_role("button", name="Stop")
            .click()
        )
        await expect(page.get_by_role("timer")).to_have_count(0)
        await expect(page.get_by_text("1 entry waits for a connection")).to_be_visible()
        await page.reload()
        await expect(page.get_by_text("On the train")).to_be_visible()
        assert await asyncio.to_thread(person.entries) == []
        await context.set_offline(False)
        [entry] = await of_server(person, 1)
        assert entry["description"] == "On the train"
        await expect(page.get_by_text("waits for a connection")).to_have_count(0)


async def test_a_refused_entry_waits_with_its_reason_and_is_mended(
    browser: Browser, system: System
) -> None:
    person = await asyncio.to_thread(freelancer, system)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        await page.goto("/")
        for note, start in (("First", "09:00"), ("Second", "09:30")):
            await page.get_by_role("button", name="Add time by hand").click()
            dialog = page.get_by_role("dialog")
            await dialog.get_by_label("Note").fill(note)
            await dialog.get_by_label("Day").fill("2026-11-20")
            await dialog.get_by_label("Start").fill(start)
            await dialog.get_by_label("Duration").fill("1:00")
            await dialog.get_by_role("button", name="Save").click()
        await page.get_by_role("link", name="Look and mend").click()
        await expect(page.get_by_text("This overlaps with other time")).to_be_visible()
        await page.get_by_label("Start").fill("10:00")
        await page.get_by_role("button", name="Send with these times").click()
        entries = await of_server(person, 2)
        assert {entry["description"] for entry in entries} == {"First", "Second"}
        await expect(page.get_by_text("Nothing needs you.")).to_be_visible()
