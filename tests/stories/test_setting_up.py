"""An account is set up: time comes from a file, the seller is named, a program gets a key."""

import re
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from playwright.async_api import Browser, Page, ViewportSize, expect

from honorar_local.demo.account import SAMPLE
from tests.harness.browser import PHONE, window
from tests.harness.screens import assert_accessible, assert_fits
from tests.harness.session import Member, log_in
from tests.harness.system import System, excerpt

HERE_ALREADY = "Everything in this file is here already. Importing it again changes nothing."


def newcomer() -> Member:
    """The owner of an account in which nothing is."""
    return Member("Freja Lund", ("owner",), uuid.uuid4())


@asynccontextmanager
async def opened(
    browser: Browser, system: System, member: Member, path: str, size: ViewportSize = PHONE
) -> AsyncIterator[Page]:
    """A screen as the member sees it on a phone."""
    async with window(browser, system.state.gateway, size=size) as context:
        await log_in(context, system, member)
        page = await context.new_page()
        await page.goto(path)
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        yield page


async def test_time_comes_from_a_file_once(
    browser: Browser, system: System, tmp_path: Path
) -> None:
    file = excerpt(tmp_path / "time.csv", customers=1, since="2026-09-01", name="setting up")
    entries = len(file.read_text().splitlines()) - 1
    async with opened(browser, system, newcomer(), "/import") as page:
        chooser = page.get_by_label("CSV file with time")
        await chooser.set_input_files(file)
        await expect(page.get_by_text("Toggl Track")).to_be_visible()
        await expect(page.get_by_role("button", name="Nothing to import")).to_be_visible()
        await page.get_by_role("checkbox", name="Also add the people of the file").check()
        await assert_accessible(page)
        await page.get_by_role("button", name=f"Import {entries} entries").click()
        await expect(page.get_by_text(f"{entries} entries were imported.")).to_be_visible()
        await expect(page.get_by_role("link", name="Set rates")).to_be_visible()
        await assert_fits(page)

        await page.get_by_role("button", name="Import another file").click()
        await chooser.set_input_files(file)
        await expect(page.get_by_text(HERE_ALREADY)).to_be_visible()
        await page.goto("/customers")
        await expect(page.get_by_text("1 customer")).to_be_visible()


async def test_a_file_asks_for_what_it_does_not_tell(
    browser: Browser, system: System, tmp_path: Path
) -> None:
    header = SAMPLE.read_text(encoding="utf-8-sig").splitlines()[0]
    row = "Bo Lind,bo@studio.example,Havn & Co,Portal,Search,,Yes,07/01/2026,08:00:00,07/01/2026,09:00:00,01:00:00,,"
    file = tmp_path / "odd.csv"
    file.write_text(f"{header}\n{row}\n")
    async with opened(browser, system, newcomer(), "/import") as page:
        await page.get_by_label("CSV file with time").set_input_files(file)
        dates = page.get_by_role("combobox", name="Dates")
        await expect(dates).to_be_focused()
        await dates.select_option("DD/MM/YYYY")
        await page.get_by_role("button", name="Read it again").click()
        await expect(page.get_by_text("7 Jan 2026 – 7 Jan 2026")).to_be_visible()


async def test_a_refused_vat_number_says_so_on_its_field(browser: Browser, system: System) -> None:
    async with opened(browser, system, newcomer(), "/settings/billing") as page:
        missing = page.get_by_role("link", name="your VAT or registration number")
        await expect(missing).to_be_visible()
        await page.get_by_label("Name", exact=True).fill("Studio Lund")
        number = page.get_by_label("VAT number")
        await number.fill("DK" + "1" * 39)
        await page.get_by_role("button", name="Save").click()
        await expect(number).to_be_focused()
        await expect(number).to_have_accessible_description(
            re.compile("Too long: at most 40 characters")
        )
        await number.fill("DK87654321")
        await page.get_by_label("Format of invoice numbers").fill("F{yy}-{seq:03}")
        await expect(page.get_by_text(re.compile(r"Makes F\d\d-001"))).to_be_visible()
        await page.get_by_role("button", name="Save").click()
        await expect(page.get_by_text("Saved. The next invoice says so.")).to_be_visible()
        await expect(missing).to_be_hidden()
        await page.reload()
        await expect(number).to_have_value("DK87654321")


async def test_a_revoked_token_works_no_longer_at_once(browser: Browser, system: System) -> None:
    async with opened(browser, system, newcomer(), "/settings/api-tokens") as page:
        await page.get_by_role("button", name="New token").click()
        await page.get_by_label("Name").fill("Nightly export")
        await page.get_by_role("checkbox", name="Manager").check()
        await page.get_by_role("checkbox", name="Belongs to the account").check()
        await page.get_by_role("button", name="Make the token").click()
        token = await page.get_by_text(re.compile(r"^hon_[\w-]+$")).inner_text()
        await assert_accessible(page)

        asked = {"Authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(
            base_url=system.state.gateway, headers=asked, timeout=60
        ) as program:
            assert (await program.get("/timer/v1/organizations")).status_code == 200
            assert (await program.get("/invoicing/v1/settings")).status_code == 200
            await page.get_by_role("button", name="Revoke Nightly export").click()
            await page.get_by_role("button", name="Revoke", exact=True).last.click()
            await expect(page.get_by_text("No tokens yet")).to_be_visible()
            assert (await program.get("/timer/v1/organizations")).status_code == 401


async def test_a_customer_is_made_with_who_gets_its_invoices(
    browser: Browser, system: System
) -> None:
    async with opened(browser, system, newcomer(), "/customers") as page:
        await page.get_by_role("button", name="Add your first customer").click()
        await page.get_by_label("Name").fill("Nordlys ApS")
        await page.get_by_label("Country").select_option("DK")
        await page.get_by_role("button", name="Add customer").click()
        await expect(page.get_by_role("heading", name="Nordlys ApS", level=1)).to_be_visible()
        await expect(page.get_by_text("Next: add a project")).to_be_visible()

        await page.get_by_role("button", name="Add project").click()
        await page.get_by_label("Name").fill("Webshop")
        await page.get_by_role("button", name="Add project").last.click()
        await expect(page.get_by_text("Next: an hourly rate")).to_be_visible()

        await page.get_by_role("button", name="Add contact").click()
        await page.get_by_label("Name").fill("Accounts payable")
        email = page.get_by_label("E-mail address")
        await email.fill("nobody")
        await page.get_by_role("button", name="Save").click()
        await expect(email).to_be_focused()
        await email.fill("billing@nordlys.example")
        await page.get_by_role("button", name="Save").click()
        await expect(page.get_by_text("Gets the invoices")).to_be_visible()
        await assert_accessible(page)
        await assert_fits(page)
