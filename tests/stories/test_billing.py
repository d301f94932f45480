"""A bookkeeper bills a month: from approved time to an invoice that arrives."""

import asyncio
import re
import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from playwright.async_api import Browser, Locator, expect

from honorar_local.demo.client import ApiClient, wait_for
from tests.harness.browser import window
from tests.harness.mailbox import mails_to
from tests.harness.people import Freelancer, freelancer
from tests.harness.screens import assert_accessible
from tests.harness.session import log_in
from tests.harness.system import System

SECONDS = 3 * 3600
ADDRESS = {"lines": ["Kajen 4"], "postal_code": "1400", "city": "København K", "country": "DK"}
BILLING = {
    "seller": {"name": "Freja Lund", "address": ADDRESS, "vat_number": "DK87654321"},
    "payment_instructions": "Reg. 1234, account 0001234567",
}
MOST_CLICKS = 5


@dataclass
class Clicks:
    """What somebody presses, counted."""

    count: int = 0
    began: float = field(default_factory=time.monotonic)

    async def click(self, place: Locator) -> None:
        await place.click()
        self.count += 1

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began


def with_approved_time(system: System) -> tuple[Freelancer, str]:
    """A freelancer whose last month is approved and priced, and the address that their customer reads."""
    person = freelancer(system)
    api, email = person.api, f"{uuid.uuid4().hex[:12]}@nordlys.example"
    api.patch("/timer/v1/settings", {"allow_self_approval": True})
    rate = {"hourly_rate": {"amount": "1000.00", "currency": "DKK"}, "valid_from": "2020-01-01"}
    api.post("/rates/v1/rates", rate)
    [customer] = api.pages("/timer/v1/organizations")
    where = {"address_lines": ["Havnen 1"], "postal_code": "8000", "city": "Aarhus"}
    api.patch(f"/timer/v1/organizations/{customer['id']}", {**where, "country": "DK"})
    contact = {"name": "Accounts", "email": email, "billing": True}
    api.post(f"/timer/v1/organizations/{customer['id']}/contacts", contact)
    project = next(api.pages("/timer/v1/projects"))
    worked = {"project_id": project["id"], "seconds": SECONDS, "description": "Checkout"}
    day = datetime.now(UTC).date().replace(day=1) - timedelta(days=5)
    api.create(f"/timer/v1/time-entries/{uuid.uuid4()}", {**worked, "work_date": str(day)})
    for state, verb in (("draft", "submit"), ("submitted", "approve")):
        [sheet] = api.pages("/timer/v1/timesheets", state=state)
        path = f"/timer/v1/timesheets/{sheet['id']}"
        api.post(f"{path}/{verb}", etag=api.etag(path))
    wait_for("ready time", lambda: ready(api) == SECONDS)
    return person, email


def ready(api: ApiClient) -> int:
    """Seconds that can be billed."""
    return int(api.get("/invoicing/v1/billable-time")["sums"]["ready"])


async def test_a_month_is_drafted_issued_and_arrives(browser: Browser, system: System) -> None:
    person, email = await asyncio.to_thread(with_approved_time, system)
    await asyncio.to_thread(person.api.patch, "/invoicing/v1/settings", BILLING)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        await page.goto("/billing")
        row = page.get_by_role("row", name="Nordlys")
        await expect(row.get_by_role("link", name="3:00 Nordlys")).to_be_visible()
        hand = Clicks()
        await hand.click(row.get_by_role("link", name="Draft Nordlys"))
        await expect(page.get_by_role("dialog").locator("label:has(:checked)")).to_contain_text(
            "3:00"
        )
        await hand.click(page.get_by_role("button", name="Make the draft"))
        heading = page.get_by_role("heading", name="Draft for Nordlys", level=1)
        await expect(heading).to_be_focused()
        assert hand.count <= 3
        await assert_accessible(page)
        await hand.click(page.get_by_role("button", name="Issue…"))
        await expect(page.get_by_role("dialog")).to_contain_text(email)
        await hand.click(page.get_by_role("button", name="Issue and send"))
        await expect(page).to_have_url(re.compile("/invoices/[0-9a-f-]{36}$"))
        assert hand.count <= MOST_CLICKS
        print(
            f"\nfrom approved time to an issued invoice: {hand.count} clicks, {hand.seconds:.1f} s"
        )
    await asyncio.to_thread(wait_for, "the e-mail", lambda: mails_to(system, email))


async def test_a_draft_says_what_the_law_misses_and_why_an_amount_is_what_it_is(
    browser: Browser, system: System
) -> None:
    person, _ = await asyncio.to_thread(with_approved_time, system)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        await page.goto("/billing?bucket=ready")
        await page.get_by_role("link", name="DKK 1,000.00 · why").click()
        drawer = page.get_by_role("dialog", name="Why this rate")
        await expect(drawer).to_contain_text("This one holds")
        await page.keyboard.press("Escape")
        await page.get_by_role("link", name="To bill", exact=True).first.click()
        await page.get_by_role("link", name="Draft Nordlys").click()
        await page.get_by_role("button", name="Make the draft").click()
        await expect(page.get_by_text("your own name in the settings")).to_be_visible()
        await expect(page.get_by_role("button", name="Issue…")).to_have_attribute(
            "aria-disabled", "true"
        )
        await page.get_by_role("button", name="Add a line").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Text", exact=True).fill("Hosting")
        await dialog.get_by_label("Amount in DKK").fill("1.250,50")
        await dialog.get_by_role("button", name="Add", exact=True).click()
        await expect(page.get_by_role("row", name="Hosting")).to_contain_text("1,250.50")
        await page.get_by_role("link", name="DKK 3,000.00").first.click()
        drawer = page.get_by_role("dialog", name="Why this amount")
        await expect(drawer).to_contain_text("10800 s × 1000.00 ÷ 3600")
        await assert_accessible(page)
        await page.keyboard.press("Escape")
        await page.get_by_role("button", name="Delete").click()
        await page.get_by_role("button", name="Delete the draft").click()
        await expect(page.get_by_role("link", name="3:00 Nordlys")).to_be_visible()
