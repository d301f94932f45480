"""A bookkeeper sends an invoice once more, by e-mail to somebody else and by QuickBooks, and notes a dispute of it."""

import asyncio
import uuid
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from honorar_local.demo.account import DemoAccount
from tests.harness.browser import DESK, window
from tests.harness.demo import run_demo
from tests.harness.mailbox import mails_to
from tests.harness.screens import assert_accessible
from tests.harness.session import Member, log_in
from tests.harness.system import System, excerpt


@pytest.fixture(scope="module")
async def account(system: System, tmp_path_factory: pytest.TempPathFactory) -> DemoAccount:
    """A customer's invoices, which are in QuickBooks."""
    file = Path(tmp_path_factory.mktemp("sending")) / "export.csv"
    excerpt(file, customers=1, since="2026-09-01", name="what is sent")
    await asyncio.to_thread(run_demo, system, file)
    return system.demo_account(file)


async def test_an_invoice_is_sent_again_by_two_ways_and_disputed(
    browser: Browser, system: System, account: DemoAccount
) -> None:
    invoice = list(account.gateway.pages("/invoicing/v1/invoices"))[-1]
    async with window(browser, system.state.gateway, size=DESK) as context:
        await log_in(context, system, Member("Bente Krog", ("billing",), account.id))
        page = await context.new_page()
        await page.goto(f"/invoices/{invoice['id']}")
        email = await _mail_it(page)
        await _have_quickbooks_mail_it(page)
        await _dispute_it(page, invoice)
        await page.goto("/invoices?show=disputed")
        await expect(page.get_by_role("row")).to_have_count(2)
        await page.get_by_role("link", name=invoice["number"]).click()
        await _resolve_it(page)
    [mail] = mails_to(system, email)
    assert "As we agreed" in mail["text"]


async def test_a_credit_note_shows_its_credit_memo_in_quickbooks(
    browser: Browser, system: System, account: DemoAccount
) -> None:
    invoice = next(iter(account.gateway.pages("/invoicing/v1/invoices")))
    path = f"/invoicing/v1/invoices/{invoice['id']}/credit"
    asked = {"reason": "Done before", "delivery": "hand"}
    etag = account.gateway.etag(path)
    note = account.gateway.post(path, asked, key=str(uuid.uuid4()), etag=etag)
    async with window(browser, system.state.gateway, size=DESK) as context:
        await log_in(context, system, Member("Bente Krog", ("billing",), account.id))
        page = await context.new_page()
        await page.goto(f"/credit-notes/{note['id']}")
        there = page.get_by_role("region", name="QuickBooks")
        await expect(there).to_contain_text("Number there", timeout=20_000)
        await expect(there).to_contain_text(note["number"])
        await assert_accessible(page)


async def _mail_it(page: Page) -> str:
    """To somebody else, with a message."""
    email = f"ole+{uuid.uuid4().hex[:12]}@nordlys.example"
    await page.get_by_role("button", name="Send…").click()
    dialog = page.get_by_role("dialog", name="Send invoice")
    await dialog.get_by_text("Somebody else").click()
    await dialog.get_by_label("Name").fill("Ole Lund")
    await dialog.get_by_role("button", name="Send", exact=True).click()
    await expect(dialog.get_by_label("E-mail", exact=True)).to_be_focused()
    await dialog.get_by_label("E-mail", exact=True).fill(email)
    await dialog.get_by_label("Message").fill("As we agreed")
    await assert_accessible(page)
    await dialog.get_by_role("button", name="Send", exact=True).click()
    await expect(dialog).to_be_hidden()
    newest = page.get_by_role("region", name="Delivery").locator("div", has_text=email).last
    await expect(newest).to_contain_text("Sent")
    return email


async def _have_quickbooks_mail_it(page: Page) -> None:
    await page.get_by_role("button", name="Send…").click()
    dialog = page.get_by_role("dialog", name="Send invoice")
    await dialog.get_by_text("By QuickBooks").click()
    await dialog.get_by_role("button", name="Send", exact=True).click()
    history = page.get_by_role("region", name="History")
    await expect(history).to_contain_text("Mailed by QuickBooks")


async def _dispute_it(page: Page, invoice: dict[str, Any]) -> None:
    await page.get_by_role("button", name="Dispute…").click()
    dialog = page.get_by_role("dialog", name="The customer does not accept it")
    await dialog.get_by_label("Why").fill("They say that it was free")
    await assert_accessible(page)
    await dialog.get_by_role("button", name="Note the dispute").click()
    disputes = page.get_by_role("region", name="Disputes")
    await expect(disputes).to_contain_text("They say that it was free")
    await expect(page.get_by_role("main")).to_contain_text("Disputed")
    await assert_accessible(page)


async def _resolve_it(page: Page) -> None:
    await page.get_by_role("button", name="Resolve…").click()
    dialog = page.get_by_role("dialog", name="Resolve the dispute")
    await dialog.get_by_label("What came of it").select_option("The customer accepts it")
    await dialog.get_by_label("Note").fill("They found it in the agreement")
    await dialog.get_by_role("button", name="Resolve", exact=True).click()
    history = page.get_by_role("region", name="History")
    await expect(history).to_contain_text("Dispute resolved: The customer accepts it")
    for happened in ("Drafted", "Issued", "The PDF was made", "Copied to QuickBooks", "Mailed"):
        await expect(history).to_contain_text(happened)
