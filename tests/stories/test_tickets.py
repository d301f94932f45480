"""What customers ask for: a ticket is made on the telephone, gets a file and a link, and its duplicate goes on in it."""

import asyncio
import re
import uuid
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from honorar_local.demo.client import ApiClient
from tests.harness.browser import PHONE, window
from tests.harness.screens import assert_accessible, assert_fits, open_screen
from tests.harness.session import Member, log_in
from tests.harness.system import System


@dataclass(frozen=True)
class Support:
    """An account with a task, and the agent who answers the telephone."""

    agent: Member
    owner: ApiClient

    def ticket(self, name: str) -> str:
        """Make a ticket of a program's; its id."""
        requester = {"name": "Karen Vind", "email": "karen@nordlys.example"}
        made = self.owner.post("/timer/v1/tickets", {"name": name, "requester": requester})
        return str(made["id"])


def support(system: System) -> Support:
    account = uuid.uuid4()
    owner = system.client("owner", account=account)
    project = owner.post("/timer/v1/projects", {"name": "Printers"})
    owner.post("/timer/v1/tasks", {"name": "Buy another one", "project_id": project["id"]})
    agent = owner.post("/timer/v1/agents", {"name": "Ida Bech"})
    return Support(Member("Ida Bech", ("agent",), account, uuid.UUID(agent["id"])), owner)


async def test_a_ticket_is_made_on_the_telephone_with_a_file_and_a_link(
    browser: Browser, system: System, tmp_path: Path
) -> None:
    here = await asyncio.to_thread(support, system)
    note = tmp_path / "what-was-said.txt"
    note.write_text("It hums at night.")
    async with window(browser, system.state.gateway, size=PHONE) as context:
        await log_in(context, system, here.agent)
        page = await context.new_page()
        await open_screen(page, "/work/tickets", "Tickets")
        await page.get_by_role("button", name="New ticket").click()
        dialog = page.get_by_role("dialog", name="New ticket")
        await dialog.get_by_text("Somebody new").click()
        await dialog.get_by_label("Name", exact=True).fill("Karen Vind")
        await dialog.get_by_label("E-mail address").fill("karen@nordlys.example")
        await dialog.get_by_label("Subject").fill("The printer is loud")
        await dialog.get_by_role("button", name="Save").click()
        heading = page.get_by_role("heading", name="#1 The printer is loud", level=1)
        await expect(heading).to_be_visible()

        await page.get_by_label("Add files").set_input_files(note)
        async with page.expect_download() as download:
            await page.get_by_role("link", name="what-was-said.txt").click()
        assert (await (await download.value).path()).read_text() == "It hums at night."

        await page.get_by_role("button", name="Add a link").click()
        dialog = page.get_by_role("dialog", name="Add a link")
        await dialog.get_by_label("How").select_option("Blocked by")
        await dialog.get_by_label("Task or ticket").fill("another")
        await page.get_by_role("option", name="Buy another one").click()
        await dialog.get_by_role("button", name="Save").click()
        links = page.get_by_role("region", name="Links")
        await expect(links).to_contain_text("Blocked by Buy another one")
        await assert_accessible(page)
        await assert_fits(page)


async def test_a_duplicate_is_found_and_goes_on_in_the_other_until_that_is_undone(
    browser: Browser, system: System
) -> None:
    here = await asyncio.to_thread(support, system)
    names = ("Printer is loud", "Lamp is dim", "Loud printer")
    for name in names:
        await asyncio.to_thread(here.ticket, name)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, here.agent)
        page = await context.new_page()
        await open_screen(page, "/work/tickets", "Tickets")
        await _find(page, "lou", {"#1", "#3"})
        await _find(page, "2", {"#2"})
        await _find(page, "karen prin", {"#1", "#3"})
        await page.get_by_role("link", name="Loud printer").click()
        await page.get_by_role("button", name="Merge").click()
        dialog = page.get_by_role("dialog", name="Merge #3 into another ticket")
        await dialog.get_by_label("Ticket that it goes on in").fill("loud")
        await page.get_by_role("option", name="#1 Printer is loud").click()
        await dialog.get_by_role("button", name="Merge").click()
        await expect(page.get_by_text("takes no new time. It goes on in")).to_be_visible()
        start = page.get_by_role("button", name="Start the timer on Loud printer")
        await expect(start).to_have_attribute("aria-disabled", "true")

        await page.get_by_role("link", name="#1 Printer is loud").click()
        merged = page.get_by_role("region", name="Merged into this one")
        await merged.get_by_role("link", name="#3 Loud printer").click()
        await page.get_by_role("button", name="Undo the merge").click()
        await expect(page.get_by_text("takes no new time. It goes on in")).to_have_count(0)
        await expect(start).not_to_have_attribute("aria-disabled", "true")


async def _find(page: Page, typed: str, numbers: set[str]) -> None:
    """Type, and find just these."""
    await page.get_by_label("Find").fill(typed)
    shown = page.get_by_role("table", name="Tickets").get_by_text(re.compile(r"^#\d+$"))
    await expect(shown).to_have_count(len(numbers))
    assert set(await shown.all_inner_texts()) == numbers
