"""A bookkeeper takes back a part of an invoice and bills again what is right: 8 h less 3.5 h, and 1 h more, are 4.5 h."""

import asyncio
import io
import re
import uuid
from datetime import UTC, date, datetime, timedelta

from playwright.async_api import Browser, Page, expect
from pypdf import PdfReader

from honorar_local.demo.client import ApiClient, wait_for
from tests.harness.browser import window
from tests.harness.mailbox import mails_to
from tests.harness.people import Freelancer, freelancer
from tests.harness.screens import assert_accessible
from tests.harness.session import log_in
from tests.harness.system import System

ADDRESS = {"lines": ["Kajen 4"], "postal_code": "1400", "city": "København K", "country": "DK"}
BILLING = {
    "seller": {"name": "Freja Lund", "address": ADDRESS, "vat_number": "DK87654321"},
    "payment_instructions": "Reg. 1234, account 0001234567",
}
DAY = datetime.now(UTC).date().replace(day=1) - timedelta(days=5)
HOUR = 3600


async def test_a_part_of_an_invoice_is_credited_and_billed_again(
    browser: Browser, system: System
) -> None:
    person, email = await asyncio.to_thread(_ready_to_bill, system)
    api = person.api
    await asyncio.to_thread(_approve, api, 8 * HOUR, DAY)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        await _bill(page, "8:00")
        await page.get_by_role("button", name="Credit…").click()
        dialog = page.get_by_role("dialog", name="Credit invoice")
        await expect(dialog.get_by_text("Owed afterwards")).to_be_visible()
        await expect(dialog).to_contain_text("DKK 10,000.00")
        await dialog.get_by_text("Lines or entries").click()
        await dialog.get_by_role("checkbox", name=re.compile("8:00")).check()
        await dialog.get_by_label("Hours to credit").fill("3:30")
        await expect(dialog).to_contain_text("DKK 4,375.00")
        await expect(dialog).to_contain_text("DKK 5,625.00")
        await assert_accessible(page)
        await dialog.get_by_label("Reason").fill("Half of it was another project")
        await dialog.get_by_role("button", name="Issue the credit note").click()
        notes = page.get_by_role("table", name="Credit notes")
        await expect(notes.get_by_role("row", name=re.compile("CN-"))).to_contain_text("4,375.00")
        await expect(page.get_by_role("main")).to_contain_text("DKK 5,625.00")
        await notes.get_by_role("link", name=re.compile("CN-")).click()
        await expect(page.get_by_role("heading", name="Credit note CN-", level=1)).to_be_visible()
        await expect(page.get_by_role("main")).to_contain_text("3:30")
        sent = page.get_by_role("main").get_by_text("Sent", exact=True)
        await expect(sent).to_be_visible()
        await expect(page.get_by_role("main")).to_contain_text(email)
        await assert_accessible(page)
        file = await page.get_by_role("link", name="Open the PDF").get_attribute("href")
        await asyncio.to_thread(_approve, api, HOUR, DAY - timedelta(days=7))
        await asyncio.to_thread(wait_for, "ready time", lambda: _ready(api) == 16_200)
        await _bill(page, "4:30")
    assert file
    printed = await asyncio.to_thread(_text_of, api, file)
    assert "Credit note" in printed
    assert re.search(r"Corrects invoice\s+\d{4}-0001", printed), printed
    assert "4,375.00" in printed
    await asyncio.to_thread(wait_for, "the e-mails", lambda: len(mails_to(system, email)) == 3)


async def _bill(page: Page, hours: str) -> None:
    """Draft and issue what is ready, which is so much."""
    await page.goto("/billing")
    await page.get_by_role("link", name="Draft Nordlys").click()
    await page.get_by_role("button", name="Make the draft").click()
    await expect(page.get_by_role("row", name="Webshop").first).to_contain_text(hours)
    await page.get_by_role("button", name="Issue…").click()
    await page.get_by_role("dialog").get_by_role("button", name=re.compile("^Issue")).click()
    await expect(page).to_have_url(re.compile("/invoices/[0-9a-f-]{36}$"))


def _ready_to_bill(system: System) -> tuple[Freelancer, str]:
    """A freelancer with a rate, and a customer whose invoices are mailed."""
    person, email = freelancer(system), f"{uuid.uuid4().hex[:12]}@nordlys.example"
    api = person.api
    api.patch("/timer/v1/settings", {"allow_self_approval": True})
    api.patch("/invoicing/v1/settings", BILLING)
    rate = {"hourly_rate": {"amount": "1000.00", "currency": "DKK"}, "valid_from": "2020-01-01"}
    api.post("/rates/v1/rates", rate)
    [customer] = api.pages("/timer/v1/organizations")
    where = {"address_lines": ["Havnen 1"], "postal_code": "8000", "city": "Aarhus"}
    api.patch(f"/timer/v1/organizations/{customer['id']}", {**where, "country": "DK"})
    contact = {"name": "Accounts", "email": email, "billing": True}
    api.post(f"/timer/v1/organizations/{customer['id']}/contacts", contact)
    return person, email


def _approve(api: ApiClient, seconds: int, day: date) -> None:
    """Log time of a day and approve its week."""
    project = next(api.pages("/timer/v1/projects"))
    worked = {"project_id": project["id"], "seconds": seconds, "description": "Checkout"}
    api.create(f"/timer/v1/time-entries/{uuid.uuid4()}", {**worked, "work_date": str(day)})
    for state, verb in (("draft", "submit"), ("submitted", "approve")):
        [sheet] = api.pages("/timer/v1/timesheets", state=state)
        path = f"/timer/v1/timesheets/{sheet['id']}"
        api.post(f"{path}/{verb}", etag=api.etag(path))
    wait_for("ready time", lambda: _ready(api) > 0)


def _ready(api: ApiClient) -> int:
    return int(api.get("/invoicing/v1/billable-time")["sums"]["ready"])


def _text_of(api: ApiClient, file: str) -> str:
    """What a PDF says; line ends and columns are spaces."""
    return " ".join(
        page.extract_text() for page in PdfReader(io.BytesIO(api.get_bytes(file))).pages
    )
