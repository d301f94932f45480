"""A bookkeeper says once what is invoiced again and again, and it is made on its day."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

from playwright.async_api import Browser, Page, expect

from tests.harness.browser import window
from tests.harness.screens import assert_accessible
from tests.harness.session import log_in
from tests.harness.system import System
from tests.stories.test_billing import BILLING, with_approved_time


async def test_hosting_is_billed_each_month_paused_and_made_again(
    browser: Browser, system: System
) -> None:
    person, _ = await asyncio.to_thread(with_approved_time, system)
    await asyncio.to_thread(person.api.patch, "/invoicing/v1/settings", BILLING)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        await page.goto("/invoices")
        await page.get_by_role("link", name="Recurring").click()
        await page.get_by_role("link", name="New recurring invoice").first.click()
        await say_hosting(page)
        await expect(page.get_by_text("1 invoice is made at once")).to_be_visible()
        await expect(page.get_by_role("table", name="The next three")).to_contain_text("DKK 500.00")
        await assert_accessible(page)
        await page.get_by_role("button", name="Save").click()

        await expect(page.get_by_role("heading", name="Hosting", exact=True)).to_be_visible()
        made = page.get_by_role("table", name="What was made")
        await expect(made.get_by_role("link", name="Draft")).to_be_visible()
        await assert_accessible(page)
        await delete_the_draft(page)
        await made.get_by_role("button", name="Make it now").click()
        await expect(page).to_have_url(re.compile("/drafts/[0-9a-f-]{36}$"))
        await expect(
            page.get_by_role("link", name=re.compile("DKK 500.00 · Hosting")).first
        ).to_be_visible()

        await page.goto("/recurring")
        await expect(page.get_by_text("A month, before tax (DKK)")).to_be_visible()
        await assert_accessible(page)
        await page.get_by_role("link", name="Hosting").click()
        await page.get_by_role("button", name="Pause it").click()
        await expect(page.get_by_role("button", name="Resume…")).to_be_visible()
        await page.get_by_role("link", name="Change").click()
        await page.get_by_label("Price of one in DKK").fill("300")
        await expect(page.get_by_role("table", name="The next three")).to_contain_text("600.00")
        await page.get_by_role("button", name="Save").click()
        await page.get_by_role("button", name="Resume…").click()
        await page.get_by_role("button", name="Skip what was missed").click()
        await expect(page.get_by_role("table", name="The next three")).to_contain_text("600.00")
        await expect(made.get_by_text("Draft", exact=True).first).to_be_visible()


async def say_hosting(page: Page) -> None:
    """Hosting for two shops, each month, from yesterday on."""
    await page.get_by_label("Customer", exact=True).fill("nordlys")
    await page.get_by_role("option", name="Nordlys").click()
    await page.get_by_label("Name").fill("Hosting")
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date()
    await page.get_by_label("First day of the first period").fill(str(yesterday))
    await page.get_by_label("How many").fill("2")
    await page.get_by_label("Price of one in DKK").fill("250")
    await page.get_by_label("Text").fill("Hosting, {month} {year}")


async def delete_the_draft(page: Page) -> None:
    """By its own screen; then back to what made it."""
    here = page.url
    await page.get_by_role("link", name="Draft").click()
    await page.get_by_role("button", name=re.compile("^Delete")).click()
    await page.get_by_role("dialog").get_by_role("button", name=re.compile("^Delete")).click()
    await expect(page).not_to_have_url(re.compile("/drafts/"))
    await page.goto(here)
