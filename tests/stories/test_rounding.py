"""A freelancer rounds a customer's time: set in the browser, seen on the draft and printed on the invoice."""

import asyncio
import io
import re
from datetime import UTC, datetime, timedelta

from playwright.async_api import Browser, Page, expect
from pypdf import PdfReader

from honorar_local.demo.client import ApiClient, wait_for
from tests.harness.browser import window
from tests.harness.people import Freelancer, freelancer
from tests.harness.screens import assert_accessible
from tests.harness.session import log_in
from tests.harness.system import System

ADDRESS = {"lines": ["Kajen 4"], "postal_code": "1400", "city": "København K", "country": "DK"}
BILLING = {
    "seller": {"name": "Freja Lund", "address": ADDRESS, "vat_number": "DK87654321"},
    "payment_instructions": "Reg. 1234, account 0001234567",
}
DAY = (datetime.now(UTC).date().replace(day=1) - timedelta(days=5)).isoformat()


async def test_rounded_time_is_seen_beside_the_recorded_up_to_the_pdf(
    browser: Browser, system: System
) -> None:
    person, customer = await asyncio.to_thread(_ready_to_bill, system)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        await _round_up_to_quarters(page, customer)
        await _log_time(page)
        await asyncio.to_thread(_approve, person.api)
        await page.goto("/billing")
        await page.get_by_role("link", name="Draft Nordlys").click()
        await page.get_by_role("button", name="Make the draft").click()
        line = page.get_by_role("row", name="Webshop")
        await expect(line).to_contain_text("1:10 (1:15 billed)")
        await expect(line).to_contain_text("1,250.00")
        await assert_accessible(page)
        await page.get_by_role("button", name="Issue…").click()
        await page.get_by_role("dialog").get_by_role("button", name=re.compile("^Issue")).click()
        await expect(page).to_have_url(re.compile("/invoices/[0-9a-f-]{36}$"))
        file = await page.get_by_role("link", name="Open the PDF").get_attribute("href")
    assert file
    printed = await asyncio.to_thread(_text_of, person.api, file)
    assert re.search(r"1:10\s+\(1:15 billed\)", printed), printed
    assert "1,250.00" in printed


def _ready_to_bill(system: System) -> tuple[Freelancer, str]:
    """A freelancer with a rate, and a customer who can be invoiced."""
    person = freelancer(system)
    api = person.api
    api.patch("/timer/v1/settings", {"allow_self_approval": True})
    api.patch("/invoicing/v1/settings", BILLING)
    rate = {"hourly_rate": {"amount": "1000.00", "currency": "DKK"}, "valid_from": "2020-01-01"}
    api.post("/rates/v1/rates", rate)
    [customer] = api.pages("/timer/v1/organizations")
    where = {"address_lines": ["Havnen 1"], "postal_code": "8000", "city": "Aarhus"}
    api.patch(f"/timer/v1/organizations/{customer['id']}", {**where, "country": "DK"})
    return person, customer["id"]


async def _round_up_to_quarters(page: Page, customer: str) -> None:
    await page.goto(f"/customers/{customer}")
    await page.get_by_role("button", name="Change rounding…").click()
    form = page.get_by_role("dialog", name="Change rounding")
    await form.get_by_label("Round time").select_option("Up")
    await form.get_by_label("Step").select_option("15 min")
    await form.get_by_label("From").fill("2026-01-01")
    await form.get_by_role("button", name="Change it").click()
    await expect(form).to_have_count(0)
    await expect(page.get_by_text("Up to 15 min")).to_be_visible()


async def _log_time(page: Page) -> None:
    await page.goto("/")
    await page.get_by_role("button", name="Add time by hand").click()
    form = page.get_by_role("dialog", name="Add time")
    await form.get_by_label("Note").fill("Checkout")
    await form.get_by_label("Work").fill("Webshop")
    await page.get_by_role("option", name="Webshop").click()
    await form.get_by_label("Day").fill(DAY)
    await form.get_by_label("Duration").fill("1:10")
    await form.get_by_role("button", name="Save").click()
    await expect(form).to_have_count(0)


def _approve(api: ApiClient) -> None:
    """Hand the week in and approve it."""
    wait_for("the timesheet", lambda: list(api.pages("/timer/v1/timesheets", state="draft")))
    for state, verb in (("draft", "submit"), ("submitted", "approve")):
        [sheet] = api.pages("/timer/v1/timesheets", state=state)
        path = f"/timer/v1/timesheets/{sheet['id']}"
        api.post(f"{path}/{verb}", etag=api.etag(path))
    wait_for("ready time", lambda: api.get("/invoicing/v1/billable-time")["sums"]["ready"])


def _text_of(api: ApiClient, file: str) -> str:
    """What is printed on a document, as soon as it is there."""
    return "\n".join(
        page.extract_text() for page in PdfReader(io.BytesIO(api.get_bytes(file))).pages
    )
