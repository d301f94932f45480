"""A bookkeeper settles VAT: a code of their own, a rate that is to change, and a quarter that opens to its documents."""

import asyncio
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.async_api import Browser, Page, expect

from honorar_local.demo.client import ApiClient
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
TODAY = datetime.now(ZoneInfo("Europe/Copenhagen")).date()


async def test_a_quarter_is_reported_by_tax_code(browser: Browser, system: System) -> None:
    person = await asyncio.to_thread(_seller, system)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        await _make_a_code(page)
        await _announce_a_rate(page)
        await asyncio.to_thread(_invoice, person.api)
        await page.goto("/receivables")
        await page.get_by_role("link", name="VAT report").click()
        await page.get_by_text("Year", exact=True).click()
        await page.get_by_role("link", name="Later").click()
        await page.get_by_text("Quarter", exact=True).click()
        await page.goto(f"/receivables/vat?length=month&from={TODAY}")
        lines = page.get_by_role("table", name="Sales in DKK by tax")
        await expect(lines.get_by_role("row", name=re.compile("25"))).to_contain_text("250.00")
        await expect(lines.get_by_role("row", name=re.compile("BOOKS"))).to_contain_text("12.50")
        await expect(page.get_by_text("Output VAT (Salgsmoms)")).to_be_visible()
        await assert_accessible(page)
        await lines.get_by_role("link", name="12.5").click()
        documents = page.get_by_role("table", name="Documents")
        await expect(documents.get_by_role("row", name=re.compile("Nordlys"))).to_contain_text(
            "100.00"
        )
        await assert_accessible(page)
        await documents.get_by_role("link").first.click()
        await expect(page).to_have_url(re.compile("/invoices/"))
        await _export(page)


async def _export(page: Page) -> None:
    """Name the accounts and export until today: the invoice is one transaction, and not exported again."""
    await page.goto("/receivables")
    await page.get_by_role("link", name="Journal").click()
    accounts = page.get_by_role("form", name="Accounts of the ledger")
    numbers = {"Receivables": "5600", "Revenue": "1000", "VAT on sales": "6902", "Bank": "5820"}
    for name, account in numbers.items():
        await accounts.get_by_label(name, exact=True).fill(account)
    await accounts.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Saved. The next export books there.")).to_be_visible()
    export = page.get_by_role("form", name="Export the journal")
    await export.get_by_label("Up to").fill(str(TODAY))
    await export.get_by_role("button", name="Export").click()
    await expect(page.get_by_text("Exported. Transactions: 1")).to_be_visible()
    row = page.get_by_role("table", name="Exports").get_by_role("row").nth(1)
    await expect(row.get_by_role("link", name=re.compile("commas"))).to_be_visible()
    await assert_accessible(page)
    async with page.expect_download() as download:
        await row.get_by_role("link", name=re.compile("semicolons")).click()
    file = (await (await download.value).path()).read_text()
    assert ";5600;;;DKK;1362,50;0,00;1362,50;invoice;" in file, file
    await export.get_by_role("button", name="Export").click()
    await expect(export.get_by_role("alert")).to_be_visible()


async def _make_a_code(page: Page) -> None:
    """A reduced rate, which a bookkeeper names."""
    await page.goto("/settings/tax-codes")
    await expect(page.get_by_role("row", name=re.compile("Reverse charge"))).to_be_visible()
    await page.get_by_role("button", name="New tax code").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Code", exact=True).fill("books")
    await dialog.get_by_label("Name").fill("Books")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog.get_by_role("alert")).to_be_visible()
    await dialog.get_by_label("Rate in per cent").fill("12.5")
    await assert_accessible(page)
    await dialog.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("row", name=re.compile("BOOKS"))).to_contain_text("12.5")
    await assert_accessible(page)


async def _announce_a_rate(page: Page) -> None:
    """The state says what holds in a month's time."""
    await page.get_by_role("button", name="New rate of S").click()
    dialog = page.get_by_role("dialog", name="New rate of S")
    await dialog.get_by_label("Rate in per cent").fill("26")
    await dialog.get_by_label("From").fill(str(TODAY + timedelta(days=30)))
    await dialog.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("row", name=re.compile("^S "))).to_contain_text("26")


def _seller(system: System) -> Freelancer:
    person = freelancer(system)
    person.api.patch("/invoicing/v1/settings", BILLING)
    [customer] = person.api.pages("/timer/v1/organizations")
    where = {"address_lines": ["Havnen 1"], "postal_code": "8000", "city": "Aarhus"}
    person.api.patch(f"/timer/v1/organizations/{customer['id']}", {**where, "country": "DK"})
    return person


def _invoice(api: ApiClient) -> None:
    """Issue a fee at the standard rate and one at the reduced one."""
    [customer] = api.pages("/timer/v1/organizations")
    draft = api.post("/invoicing/v1/invoices", {"organization_id": customer["id"]}, key="vat")
    path = f"/invoicing/v1/invoices/{draft['id']}"
    for amount, tax in (("1000.00", None), ("100.00", {"code": "BOOKS"})):
        line = {"kind": "fee", "description": "Support", "amount": amount, "tax": tax}
        api.post(f"{path}/lines", line, etag=api.etag(path))
    api.post(f"{path}/issue", {"delivery": "hand"}, etag=api.etag(path), key="issue vat")
