"""What stands on a draft: an order number from the customer, a line of licences, another tax code, a text of one's own."""

import asyncio
import re
from typing import Any

from playwright.async_api import Browser, Page, expect

from tests.harness.browser import PHONE, window
from tests.harness.screens import assert_accessible
from tests.harness.session import log_in
from tests.harness.system import System
from tests.stories.test_billing import BILLING, with_approved_time


async def test_a_draft_says_what_was_agreed(browser: Browser, system: System) -> None:
    person, _ = await asyncio.to_thread(with_approved_time, system)
    await asyncio.to_thread(person.api.patch, "/invoicing/v1/settings", BILLING)
    [customer] = await asyncio.to_thread(lambda: list(person.api.pages("/timer/v1/organizations")))
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        await _write_a_text(page)
        await _agree(page, customer["id"])
        draft = await asyncio.to_thread(_draft, person.api, customer["id"])
        await page.goto(f"/drafts/{draft['id']}")
        await expect(page.get_by_text("4500012345")).to_be_visible()
        await expect(page.get_by_text("agreed with the customer")).to_be_visible()
        await expect(page.get_by_text(re.compile(r"^Webshop, .*: 3:00 h$")).first).to_be_visible()
        await _add_licences(page)
        await _tax(page)
        await assert_accessible(page)
        await page.get_by_role("button", name="Issue…").click()
        await page.get_by_role("dialog").get_by_label("By hand").check()
        await page.get_by_role("button", name="Issue", exact=True).click()
        await expect(page.get_by_text("is issued.")).to_be_visible()
        await expect(page.get_by_text("4500012345")).to_be_visible()
        await expect(page.get_by_text("3 licence at")).to_be_visible()
    async with window(browser, system.state.gateway, size=PHONE) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        await page.goto("/settings/line-texts")
        await assert_accessible(page)


def _draft(api: Any, customer: str) -> dict[str, Any]:
    named = {"organization_id": customer, "first_day": "2020-01-01", "last_day": "2199-12-31"}
    made: dict[str, Any] = api.post(
        "/invoicing/v1/invoices", {**named, "group_by": "project"}, key="what was agreed"
    )
    return made


async def _write_a_text(page: Page) -> None:
    await page.goto("/settings/line-texts")
    await page.get_by_role("button", name="New text").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("One line for each").select_option("project")
    await dialog.get_by_label("Text", exact=True).fill("{project}, {task}")
    await expect(dialog.get_by_text("Lines of this grouping have no {task}.")).to_be_visible()
    await dialog.get_by_label("Text", exact=True).fill("{project}, {period}: ")
    await dialog.get_by_role("button", name="Hours").click()
    await dialog.get_by_label("Text", exact=True).press_sequentially(" h")
    await expect(dialog.get_by_text(re.compile("For example: .*4:30 h"))).to_be_visible()
    await assert_accessible(page)
    await dialog.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("cell", name="{project}, {period}: {hours} h")).to_be_visible()


async def _agree(page: Page, customer: str) -> None:
    await page.goto(f"/customers/{customer}")
    await page.get_by_role("button", name="Edit billing").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Purchase order number").fill("4500012345")
    await dialog.get_by_label("Payment terms").select_option("end-of-month")
    await dialog.get_by_label("Days", exact=True).fill("15")
    await assert_accessible(page)
    await dialog.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("15 days after the end of the month")).to_be_visible()


async def _add_licences(page: Page) -> None:
    await page.get_by_role("button", name="Add a line").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Text", exact=True).fill("Editor")
    await dialog.get_by_text("Quantity × price").click()
    await dialog.get_by_label("Quantity", exact=True).fill("3")
    await dialog.get_by_label("Unit", exact=False).first.fill("licence")
    await dialog.get_by_label("Price of one in DKK, before tax").fill("49.50")
    await assert_accessible(page)
    await dialog.get_by_role("button", name="Add", exact=True).click()
    await expect(page.get_by_text("3 licence at")).to_be_visible()
    await expect(page.get_by_text("DKK 148.50", exact=True)).to_be_visible()


async def _tax(page: Page) -> None:
    await page.get_by_role("button", name="Tax…").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_text("The customer is in your own country.")).to_be_visible()
    await dialog.get_by_label("Tax code of the draft").select_option("Z")
    await dialog.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("proposed was")).to_be_visible()
