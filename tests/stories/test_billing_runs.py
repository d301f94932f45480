"""A bookkeeper bills a month of all customers at once: drafts, what is missing, and numbers."""

import asyncio
import re

from playwright.async_api import Browser, expect

from tests.harness.browser import window
from tests.harness.screens import assert_accessible
from tests.harness.session import log_in
from tests.harness.system import System
from tests.stories.test_billing import BILLING, with_approved_time


async def test_a_month_of_all_customers_is_drafted_looked_through_and_issued(
    browser: Browser, system: System
) -> None:
    person, _ = await asyncio.to_thread(with_approved_time, system)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        await page.goto("/billing")
        await page.get_by_role("link", name="Bill a month…").click()
        await page.get_by_role("button", name="Draft for all customers").click()
        await expect(page).to_have_url(re.compile("/billing/runs/[0-9a-f-]{36}$"))
        row = page.get_by_role("row", name="Nordlys")
        await expect(row.get_by_text("Draft", exact=True)).to_be_visible()
        await expect(row).to_contain_text("DKK 3,750.00")

        issue_all = page.get_by_role("button", name="Issue all…")
        await issue_all.click()
        await page.get_by_role("dialog").get_by_label("By hand").check()
        await page.get_by_role("button", name="Issue", exact=True).click()
        await expect(row.get_by_text("Not issued")).to_be_visible()
        await expect(row).to_contain_text("Your own name is missing. In the settings")
        await assert_accessible(page)

        await asyncio.to_thread(person.api.patch, "/invoicing/v1/settings", BILLING)
        await page.get_by_label("Nordlys").check()
        await page.get_by_role("button", name="Issue chosen…").click()
        await page.get_by_role("button", name="Issue and send").click()
        await expect(row.get_by_text("Issued", exact=True)).to_be_visible()
        await row.get_by_role("link", name=re.compile("-0001$")).click()
        await expect(page).to_have_url(re.compile("/invoices/[0-9a-f-]{36}$"))

        await page.goto("/billing/runs")
        await page.get_by_role("button", name="Change…").click()
        await page.get_by_label("Each month on day").select_option("1")
        await page.get_by_role("button", name="Save").click()
        await expect(page.get_by_text("06:00")).to_be_visible()
        await assert_accessible(page)
