"""A bookkeeper issues drafts made by hand, together: what lacks something waits, and is issued when it is mended."""

import asyncio
import re
import uuid
from datetime import UTC, datetime, timedelta

from playwright.async_api import Browser, expect

from honorar_local.demo.client import ApiClient, wait_for
from tests.harness.browser import window
from tests.harness.people import Freelancer
from tests.harness.screens import assert_accessible
from tests.harness.session import log_in
from tests.harness.system import System
from tests.stories.test_billing import BILLING, SECONDS, ready, with_approved_time


def with_two_drafts(system: System) -> Freelancer:
    """A freelancer with two drafts of one customer, an entry on each."""
    person, _ = with_approved_time(system)
    api = person.api
    log_and_approve(api)
    entries = list(api.pages("/invoicing/v1/billable-time"))
    for entry in entries:
        about = {"organization_id": entry["organization_id"], "entry_ids": [entry["entry_id"]]}
        api.post("/invoicing/v1/invoices", about, key=f"draft {entry['entry_id']}")
    assert len(entries) == 2
    return person


def log_and_approve(api: ApiClient) -> None:
    """One more entry, a fortnight before the first."""
    project = next(api.pages("/timer/v1/projects"))
    day = datetime.now(UTC).date().replace(day=1) - timedelta(days=19)
    worked = {"project_id": project["id"], "seconds": SECONDS, "work_date": str(day)}
    api.create(f"/timer/v1/time-entries/{uuid.uuid4()}", worked)
    for state, verb in (("draft", "submit"), ("submitted", "approve")):
        [sheet] = api.pages("/timer/v1/timesheets", state=state)
        path = f"/timer/v1/timesheets/{sheet['id']}"
        api.post(f"{path}/{verb}", etag=api.etag(path))
    wait_for("ready time", lambda: ready(api) == 2 * SECONDS)


async def test_chosen_drafts_are_issued_together(browser: Browser, system: System) -> None:
    person = await asyncio.to_thread(with_two_drafts, system)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        await page.goto("/invoices?show=draft")
        await expect(page.get_by_role("checkbox", name="Nordlys")).to_have_count(2)
        await expect(page.get_by_role("button", name="Issue chosen…")).to_be_visible()
        await assert_accessible(page)

        await page.goto("/billing")
        await page.get_by_role("button", name="Choose all that are shown").click()
        await expect(page.get_by_text("2 drafts chosen")).to_be_visible()
        await page.get_by_role("button", name="Issue chosen…").click()
        await page.get_by_role("dialog").get_by_label("By hand").check()
        await page.get_by_role("button", name="Issue", exact=True).click()

        await expect(page).to_have_url(re.compile("/billing/runs/[0-9a-f-]{36}$"))
        await expect(page.get_by_role("heading", name="Chosen drafts", level=1)).to_be_visible()
        row = page.get_by_role("row", name="Nordlys")
        await expect(row.get_by_text("Not issued")).to_have_count(2)
        await expect(row).to_contain_text("Your own name is missing. In the settings")
        await assert_accessible(page)

        await asyncio.to_thread(person.api.patch, "/invoicing/v1/settings", BILLING)
        await page.get_by_role("button", name="Issue all…").click()
        await page.get_by_role("button", name="Issue", exact=True).click()
        await expect(row.get_by_text("Issued", exact=True)).to_have_count(2)
        await expect(row.get_by_role("link", name=re.compile("-000[12]$"))).to_have_count(2)

        await page.goto("/billing/runs")
        await expect(page.get_by_role("link", name="Chosen drafts")).to_be_visible()
        await page.goto("/billing")
        await expect(page.get_by_role("heading", name="To bill", level=1)).to_be_visible()
        await expect(page.get_by_role("button", name="Issue chosen…")).to_have_count(0)
