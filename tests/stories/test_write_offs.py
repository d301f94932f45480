"""A bookkeeper holds time back, writes some of it off, and undoes that."""

import asyncio

from playwright.async_api import Browser, expect

from tests.harness.browser import window
from tests.harness.screens import assert_accessible
from tests.harness.session import log_in
from tests.harness.system import System
from tests.stories.test_billing import with_approved_time


async def test_time_is_held_back_written_off_and_comes_back(
    browser: Browser, system: System
) -> None:
    person, _ = await asyncio.to_thread(with_approved_time, system)
    [customer] = await asyncio.to_thread(lambda: list(person.api.pages("/timer/v1/organizations")))
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        ready = f"/billing?bucket=ready&customer={customer['id']}"
        await page.goto(ready)
        await page.get_by_role("checkbox").last.check()
        await page.get_by_role("button", name="Hold back…").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Reason").fill("They look at it first")
        await dialog.get_by_role("button", name="Hold back").click()
        await expect(dialog).to_be_hidden()
        await expect(page.get_by_text("Nothing is here")).to_be_visible()

        await page.get_by_role("radio", name="Held back").check()
        await expect(page.get_by_text("They look at it first")).to_be_visible()
        await assert_accessible(page)
        await page.get_by_role("button", name="Let go").click()
        await expect(page.get_by_text("Nothing is here")).to_be_visible()

        await page.goto(ready)
        await page.get_by_role("checkbox").last.check()
        await page.get_by_role("button", name="Write off…").click()
        await dialog.get_by_label("How much").fill("0:30")
        await dialog.get_by_label("Reason").fill("Our own mistake")
        await dialog.get_by_role("button", name="Write off").click()
        await expect(dialog).to_be_hidden()

        await page.get_by_role("radio", name="Written off").check()
        await expect(page.get_by_text("Our own mistake")).to_be_visible()
        await assert_accessible(page)
        await page.get_by_role("button", name="Undo the write-off").click()
        await expect(page.get_by_text("Nothing is here")).to_be_visible()
