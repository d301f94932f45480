"""A bookkeeper quotes a webshop, and bills what the customer accepts, once."""

import asyncio
import re

from playwright.async_api import Browser, Page, expect

from tests.harness.browser import window
from tests.harness.people import freelancer
from tests.harness.screens import assert_accessible
from tests.harness.session import log_in
from tests.harness.system import System

BILLING = {
    "seller": {
        "name": "Freja Lund",
        "address": {"lines": ["Kajen 4"], "postal_code": "1400", "city": "Aarhus", "country": "DK"},
        "vat_number": "DK87654321",
    },
    "payment_instructions": "Reg. 1234, account 0001234567",
}


async def test_what_is_accepted_is_billed_once(browser: Browser, system: System) -> None:
    person = await asyncio.to_thread(freelancer, system)
    await asyncio.to_thread(person.api.patch, "/invoicing/v1/settings", BILLING)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        await page.goto("/quotes/new")
        await _write(page)
        await assert_accessible(page)
        await page.get_by_role("button", name="Save the quote").click()
        main = page.get_by_role("main")
        await expect(main).to_contain_text("DKK 15,030.00")
        await page.get_by_role("button", name="Finish…").click()
        await page.get_by_role("button", name="Give it its number").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text(
            re.compile(r"Quote Q-\d{4}-0001")
        )
        await page.get_by_role("button", name="Accepted…").click()
        dialog = page.get_by_role("dialog", name="The customer accepts")
        await dialog.get_by_label("By whom").fill("Eva Holm")
        await dialog.get_by_role("button", name="Record it").click()
        await expect(page.get_by_role("table", name="Answers")).to_contain_text("Eva Holm")
        await assert_accessible(page)
        await page.get_by_role("button", name="Draft an invoice…").click()
        await page.get_by_role("dialog").get_by_role("button", name="Draft", exact=True).click()
        await expect(page.get_by_role("heading", name="Draft for", level=1)).to_be_visible()
        lines = page.get_by_role("table", name="Lines")
        await expect(lines).to_contain_text("Design (10:00 × 1,200.00)")
        await page.goto("/quotes")
        await expect(page.get_by_role("table", name="Quotes")).to_contain_text("Accepted")
        await page.get_by_role("link", name=re.compile("New webshop")).click()
        await expect(page.get_by_role("link", name="on a draft")).to_have_count(2)
        await expect(page.get_by_role("button", name="Draft an invoice…")).to_be_hidden()


async def _write(page: Page) -> None:
    await page.get_by_role("combobox", name="Customer", exact=True).click()
    await page.get_by_role("option").first.click()
    await page.get_by_label("Subject").fill("New webshop")
    await page.get_by_role("textbox", name="Hours").fill("10:00")
    await page.get_by_label("Per hour in DKK").fill("1200")
    await page.get_by_label("Text", exact=True).fill("Design")
    for at, kind in ((2, "fixed"), (3, "discount"), (4, "discount")):
        await page.get_by_role("button", name="Add a line").click()
        await page.get_by_role("group", name=f"Line {at}").get_by_label("Kind").select_option(kind)
    set_up = page.get_by_role("group", name="Line 2")
    await set_up.get_by_label("Text").fill("Set up")
    await set_up.get_by_label("Amount in DKK").fill("5000")
    own = page.get_by_role("group", name="Line 3")
    await own.get_by_label("Taken off").select_option("line 2, above")
    await own.get_by_label("Text").fill("Off the set up")
    await own.get_by_label("Amount in DKK").fill("300")
    welcome = page.get_by_role("group", name="Line 4")
    await welcome.get_by_label("Text").fill("Welcome")
    await welcome.get_by_label("Percent").fill("10")
