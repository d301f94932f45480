"""A train ticket is photographed, approved, billed with the customer's invoice, and its receipt found there again."""

import asyncio
import base64
import re
from datetime import UTC, datetime, timedelta

from playwright.async_api import Browser, Page, expect

from tests.harness.browser import PHONE, window
from tests.harness.screens import assert_accessible, assert_fits
from tests.harness.session import log_in
from tests.harness.system import System
from tests.stories.test_billing import BILLING, with_approved_time

_PHOTO = """
() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 3000, height: 2000 });
    canvas.getContext("2d").fillText("DSB 320,00", 50, 50);
    return canvas.toDataURL("image/jpeg").split(",")[1];
}
"""


async def test_a_photographed_receipt_comes_to_the_invoice(
    browser: Browser, system: System
) -> None:
    person, _ = await asyncio.to_thread(with_approved_time, system)
    await asyncio.to_thread(person.api.patch, "/invoicing/v1/settings", BILLING)
    async with window(browser, system.state.gateway, size=PHONE) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        await page.goto("/expenses/new")
        await _record(page)
        await assert_accessible(page)
        await assert_fits(page)
        await page.get_by_role("button", name="Approve", exact=True).click()
        await expect(page.get_by_role("main")).to_contain_text("Ready to bill")
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        await page.goto("/billing")
        ready = page.get_by_role("table", name="Expenses to bill")
        await expect(ready).to_contain_text("DKK 320.00")
        await page.get_by_role("link", name="Draft Nordlys").click()
        await page.get_by_role("button", name="Make the draft").click()
        heading = page.get_by_role("heading", name="Draft for Nordlys", level=1)
        await expect(heading).to_be_visible()
        await page.get_by_role("button", name="Issue…").click()
        await page.get_by_role("button", name="Issue and send").click()
        await expect(page).to_have_url(re.compile("/invoices/[0-9a-f-]{36}$"))
        await expect(page.get_by_role("table", name="Lines")).to_contain_text("Train to Aarhus")
        photo = page.get_by_role("link", name="ticket.jpg")
        answer = await page.request.get(await photo.get_attribute("href") or "")
        assert answer.headers["content-type"] == "image/jpeg"
        assert answer.headers["x-content-type-options"] == "nosniff"
        await assert_accessible(page)


async def _record(page: Page) -> None:
    photo = base64.b64decode(await page.evaluate(_PHOTO))
    picker = page.get_by_label("Photograph a receipt")
    await picker.set_input_files({"name": "ticket.jpg", "mimeType": "image/jpeg", "buffer": photo})
    await expect(page.get_by_role("list", name="Receipts")).to_contain_text("ticket.jpg")
    await page.get_by_role("combobox", name="Customer", exact=True).click()
    await page.get_by_role("option").first.click()
    last_month = datetime.now(UTC).date().replace(day=1) - timedelta(days=5)
    await page.get_by_label("Day").fill(str(last_month))
    await page.get_by_label("What for").fill("Train to Aarhus")
    await page.get_by_label("Amount", exact=True).last.fill("320")
    await assert_accessible(page)
    await assert_fits(page)
    await page.get_by_role("button", name="Save the expense").click()
    heading = page.get_by_role("heading", name="Train to Aarhus", level=1)
    await expect(heading).to_be_visible()
    await expect(page.get_by_role("link", name="ticket.jpg")).to_be_visible()
