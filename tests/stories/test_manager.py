"""A manager's morning: somebody new is invited, clean weeks are approved at once, an odd one goes back with a reason,
and the customer gets a timesheet to sign."""

import asyncio
import re
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from playwright.async_api import Browser, Locator, Page, expect

from database import new_id
from honorar_local.demo.client import ApiClient
from tests.harness.browser import PHONE, window
from tests.harness.mailbox import mailed_link
from tests.harness.screens import assert_accessible, assert_fits, open_screen
from tests.harness.session import Member, log_in
from tests.harness.system import System

HOUR = 3600


def _monday() -> date:
    """Of the last whole week."""
    today = datetime.now(UTC).date()
    return today - timedelta(days=today.weekday() + 7)


@dataclass(frozen=True)
class Studio:
    """An account with a manager, three others who handed in a week, and a price for every hour."""

    system: System
    manager: Member
    owner: ApiClient
    sheets: dict[str, str]

    def sheet(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.owner.get(f"/timer/v1/timesheets/{self.sheets[name]}")
        return found

    def hand_in_again(self, name: str) -> None:
        """Somebody else gives the week back, and its agent hands it in with one more hour."""
        sheet = self.sheet(name)
        path = f"/timer/v1/timesheets/{sheet['id']}"
        self.owner.post(
            f"{path}/reject", {"reason": "an hour is missing"}, etag=f'"{sheet["version"]}"'
        )
        body = {"agent_id": sheet["agent_id"], "work_date": sheet["first_day"], "seconds": HOUR}
        self.owner.create(
            f"/timer/v1/time-entries/{new_id()}",
            {**body, "description": "Forgotten call", "billable": False},
        )
        self.owner.post(f"{path}/submit", etag=self.owner.etag(path))


def studio(system: System) -> Studio:
    account = uuid.uuid4()
    owner = system.client("owner", account=account)
    customer = owner.post("/timer/v1/organizations", {"name": "Nordlys ApS", "currency": "DKK"})
    price = {"amount": "900", "currency": "DKK"}
    owner.post("/rates/v1/rates", {"hourly_rate": price, "valid_from": "2020-01-01"})
    manager = owner.post("/timer/v1/agents", {"name": "Mette Holm"})
    sheets = {
        name: _handed_in(owner, name, customer["id"], noted=name != "Jonas Vang", days=days)
        for name, days in (("Bo Lind", 5), ("Luca Ferrante", 5), ("Jonas Vang", 4))
    }
    member = Member("Mette Holm", ("manager",), account, uuid.UUID(manager["id"]))
    return Studio(system, member, owner, sheets)


def _handed_in(owner: ApiClient, name: str, customer: str, *, noted: bool, days: int) -> str:
    agent = owner.post("/timer/v1/agents", {"name": name})["id"]
    for offset in range(days):
        body = {
            "agent_id": agent,
            "organization_id": customer,
            "work_date": str(_monday() + timedelta(days=offset)),
            "seconds": 7 * HOUR,
            "description": "Work on the shop" if noted or offset else "",
        }
        owner.create(f"/timer/v1/time-entries/{new_id()}", body)
    [sheet] = owner.get("/timer/v1/timesheets", agent_id=agent)["items"]
    path = f"/timer/v1/timesheets/{sheet['id']}"
    owner.post(f"{path}/submit", etag=owner.etag(path))
    return str(sheet["id"])


async def test_a_manager_invites_an_agent_by_mail(browser: Browser, system: System) -> None:
    here = await asyncio.to_thread(studio, system)
    email = f"ida-{uuid.uuid4().hex[:8]}@studio.example"
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, here.manager)
        page = await context.new_page()
        await open_screen(page, "/people", "People")
        await page.get_by_role("button", name="Invite").click()
        dialog = page.get_by_role("dialog", name="Invite somebody")
        await expect(dialog.get_by_label("E-mail address")).to_be_focused()
        await dialog.get_by_label("E-mail address").fill("nobody")
        await dialog.get_by_role("button", name="Send invitation").click()
        await expect(dialog.get_by_label("E-mail address")).to_have_attribute(
            "aria-invalid", "true"
        )
        await expect(dialog.get_by_role("checkbox", name="Owner")).to_have_count(0)
        await dialog.get_by_label("E-mail address").fill(email)
        await dialog.get_by_label("Name").fill("Ida Bech")
        await dialog.get_by_role("button", name="Send invitation").click()
        row = page.get_by_role("row", name="Ida Bech")
        await expect(row).to_contain_text("Invited")
        await expect(row).to_contain_text("Yes")
        mail = await asyncio.to_thread(mailed_link, system, email, "/invitation")
        assert re.search(r"/invitation\?token=", mail)
        await page.get_by_role("button", name="Ida Bech").click()
        drawer = page.get_by_role("dialog", name="Ida Bech")
        await drawer.get_by_role("button", name="Take back").click()
        await expect(row).to_contain_text("Not invited")


async def test_clean_weeks_are_approved_at_once_and_an_odd_one_is_rejected(
    browser: Browser, system: System
) -> None:
    here = await asyncio.to_thread(studio, system)
    async with window(browser, system.state.gateway, size=PHONE) as context:
        await log_in(context, system, here.manager)
        page = await context.new_page()
        dialog = await _timesheet_to_sign(page)
        await expect(dialog.get_by_role("alert")).to_contain_text(
            "14 entries are not approved yet."
        )
        await assert_accessible(page)
        await assert_fits(page)
        await dialog.get_by_role("link", name="Approvals").click()
        odd = page.get_by_role("region", name="Worth a look")
        await expect(odd.get_by_role("row", name="Jonas Vang")).to_contain_text("No time: Fri")
        await expect(odd.get_by_role("row", name="Jonas Vang")).to_contain_text("1 without note")
        await page.get_by_role("button", name="Approve all 2").click()
        await expect(page.get_by_role("alert")).to_contain_text("2 timesheets approved.")
        await odd.get_by_role("link", name="Jonas Vang").click()
        await expect(page.get_by_role("heading", name="Jonas Vang", level=1)).to_be_focused()
        await expect(page.get_by_text("No note", exact=True)).to_be_visible()
        await page.get_by_role("button", name="Reject…").click()
        dialog = page.get_by_role("dialog", name="Reject the timesheet")
        await dialog.get_by_role("button", name="Reject").click()
        await expect(dialog.get_by_label("Reason")).to_be_focused()
        await dialog.get_by_label("Reason").fill("What did you do on Monday?")
        await dialog.get_by_role("button", name="Reject").click()
        history = page.get_by_role("region", name="History")
        await expect(history).to_contain_text("Rejected by Mette Holm: What did you do on Monday?")
        sheets = [await asyncio.to_thread(here.sheet, name) for name in here.sheets]
        assert [sheet["state"] for sheet in sheets] == ["approved", "approved", "draft"]
        assert sheets[2]["rejected_because"] == "What did you do on Monday?"
        async with page.expect_download() as download:
            await _timesheet_to_sign(page)
        name = f"Nordlys-ApS-{_monday()}-{_monday() + timedelta(days=6)}.pdf"
        assert (await download.value).suggested_filename == name
        assert (await (await download.value).path()).read_bytes().startswith(b"%PDF-")
        await expect(page.get_by_role("button", name="Timesheet to sign…")).to_be_focused()


async def _timesheet_to_sign(page: Page) -> Locator:
    """Ask for what Nordlys is to sign of last week; the dialog."""
    await open_screen(page, "/team", "Team")
    await page.get_by_role("button", name="Timesheet to sign…").click()
    dialog = page.get_by_role("dialog", name="Timesheet to sign")
    await expect(dialog.get_by_label("Customer")).to_be_focused()
    await dialog.get_by_label("Customer").fill("nordlys")
    await page.get_by_role("option", name="Nordlys ApS").click()
    await dialog.get_by_text("Last week").click()
    await dialog.get_by_role("button", name="Download PDF").click()
    return dialog


async def test_what_changed_while_it_was_read_is_shown_and_asked_again(
    browser: Browser, system: System
) -> None:
    here = await asyncio.to_thread(studio, system)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, here.manager)
        page = await context.new_page()
        await open_screen(page, f"/approvals/{here.sheets['Bo Lind']}", "Bo Lind")
        await asyncio.to_thread(here.hand_in_again, "Bo Lind")
        await page.get_by_role("button", name="Approve", exact=True).click()
        changed = page.get_by_role("alert").filter(has_text="changed while you read it")
        await expect(changed).to_contain_text("Forgotten call")
        assert (await asyncio.to_thread(here.sheet, "Bo Lind"))["state"] == "submitted"
        await page.get_by_role("button", name="Approve what is shown now").click()
        await expect(page.get_by_role("heading", name="Jonas Vang", level=1)).to_be_visible()
        sheet = await asyncio.to_thread(here.sheet, "Bo Lind")
        assert (sheet["state"], sheet["seconds"]) == ("approved", 36 * HOUR)
