"""A freelancer makes invoices their own: logo, colour, accounts and the time behind the lines, seen before it is saved."""

import asyncio
import re

from playwright.async_api import Browser, Locator, Page, expect

from tests.harness.browser import window
from tests.harness.people import freelancer
from tests.harness.screens import assert_accessible
from tests.harness.session import log_in
from tests.harness.system import System

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0h40v20z" fill="#7a3b9e"/></svg>'
SCRIPT = LOGO.replace(b"<path", b"<script>alert(1)</script><path")


async def test_invoices_get_a_look_of_their_own(browser: Browser, system: System) -> None:
    person = await asyncio.to_thread(freelancer, system)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        await page.goto("/settings/documents")
        await _upload(page, SCRIPT)
        await expect(page.get_by_text("no scripts")).to_be_visible()
        await _upload(page, LOGO)
        await expect(page.get_by_role("img", name="The logo")).to_be_visible()
        sample = page.get_by_role("img", name="An invoice as it would be printed")
        before = await _shown(sample)
        await page.get_by_label("Colour", exact=True).fill("#ffe066")
        await page.get_by_role("button", name="Save", exact=True).click()
        await expect(page.get_by_text("Too light to read")).to_be_visible()
        await page.get_by_label("Colour", exact=True).fill("#7a3b9e")
        await page.get_by_label("Time behind the lines").select_option("entries")
        await page.get_by_role("combobox", name=re.compile("^Page")).select_option("2")
        await expect(sample).to_have_attribute("src", re.compile(r"7a3b9e.*entries&page=2"))
        assert await _shown(sample) != before
        await page.get_by_role("button", name="Save", exact=True).click()
        await expect(page.get_by_text("Saved. The next invoice says so.").last).to_be_visible()
        await _accounts(page)
        await assert_accessible(page)


async def _accounts(page: Page) -> None:
    iban = page.get_by_label("IBAN", exact=True)
    await iban.fill("DK50 0040 0440 1162 44")
    await page.get_by_role("button", name="Save accounts").click()
    await expect(page.get_by_text("This is no IBAN")).to_be_visible()
    await iban.fill("DK50 0040 0440 1162 43")
    await page.get_by_role("button", name="Save accounts").click()
    await expect(iban).to_have_value("DK5000400440116243")


async def _upload(page: Page, content: bytes) -> None:
    file = {"name": "logo.svg", "mimeType": "image/svg+xml", "buffer": content}
    await page.locator('input[type="file"]').set_input_files(file)  # type: ignore[arg-type]


async def _shown(sample: Locator) -> str:
    """The address of the sample, once its picture is there."""
    await expect(sample).to_have_js_property("complete", True)
    await expect(sample).not_to_have_js_property("naturalWidth", 0)
    return await sample.get_attribute("src") or ""
