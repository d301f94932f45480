"""A bookkeeper's month: what is overdue, a part payment and its undoing, and QuickBooks paying an invoice."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from honorar_local.demo import invoicing
from honorar_local.demo.account import DemoAccount
from tests.harness.browser import DESK, window
from tests.harness.demo import run_demo
from tests.harness.screens import assert_accessible
from tests.harness.session import Member, log_in
from tests.harness.system import System, excerpt


@pytest.fixture(scope="module")
async def account(system: System, tmp_path_factory: pytest.TempPathFactory) -> DemoAccount:
    """Four customers' invoices: the first is overdue, the last is not paid."""
    file = Path(tmp_path_factory.mktemp("books")) / "export.csv"
    excerpt(file, customers=4, since="2026-09-01", name="the books")
    await asyncio.to_thread(run_demo, system, file)
    return system.demo_account(file)


def bookkeeper(account: DemoAccount) -> Member:
    """Somebody who may bill, and nothing else."""
    return Member("Bente Krog", ("billing",), account.id)


def invoices_of(account: DemoAccount) -> list[dict[str, Any]]:
    """All invoices, by number."""
    return list(account.gateway.pages("/invoicing/v1/invoices"))


async def undo(page: Page, button: str, confirm: str, reason: str) -> None:
    """Undo something that asks for the reason."""
    await page.get_by_role("button", name=button).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name=confirm).click()
    await expect(dialog.get_by_label("Reason")).to_be_focused()
    await dialog.get_by_label("Reason").fill(reason)
    await dialog.get_by_role("button", name=confirm).click()
    await expect(dialog).to_be_hidden()


async def test_a_part_payment_is_recorded_taken_back_and_reversed(
    browser: Browser, system: System, account: DemoAccount
) -> None:
    overdue = invoices_of(account)[0]
    async with window(browser, system.state.gateway, size=DESK) as context:
        await log_in(context, system, bookkeeper(account))
        page = await context.new_page()
        await page.goto("/invoices")
        await page.get_by_role("radio", name="Overdue").click()
        await expect(page.get_by_role("row")).to_have_count(2)
        assert page.url.endswith("/invoices?show=overdue")
        await page.get_by_role("link", name=overdue["number"]).click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text(overdue["number"])
        await assert_accessible(page)
        await page.get_by_role("region", name="Lines").get_by_role("link").first.click()
        drawer = page.get_by_role("dialog", name="Why this amount")
        await expect(drawer).to_contain_text("÷ 3600")
        await page.keyboard.press("Escape")
        await expect(drawer).to_be_hidden()

        await page.get_by_role("link", name="Record a payment").click()
        amount = page.get_by_label("Amount in DKK")
        await expect(amount).to_have_value(overdue["balance"]["amount"])
        await amount.fill("1.000,50")
        settled = page.get_by_label(f"Settles of {overdue['number']}")
        await expect(settled).to_have_value("1000.50")
        await settled.fill("2000")
        await page.get_by_role("button", name="Record the payment").click()
        await expect(settled).to_be_focused()
        await expect(settled).to_have_accessible_description(
            "That is 999.50 more than is left of the payment."
        )
        await settled.fill("1000.50")
        await page.get_by_label("Reference").fill("Part one")
        await page.get_by_role("button", name="Record the payment").click()

        payments = page.get_by_role("region", name="Payments")
        await expect(payments.get_by_role("row")).to_have_count(2)
        await expect(payments).to_contain_text("DKK 1,000.50")
        await expect(page.get_by_role("definition").filter(has_text="DKK 1,000.50")).to_be_visible()
        await payments.get_by_role("link").first.click()

        await undo(page, "Take back…", "Take back", "Another invoice was meant")
        await expect(page.get_by_role("region", name="Taken back")).to_contain_text(
            "Another invoice was meant"
        )
        await expect(page.get_by_label(f"Settles of {overdue['number']}")).to_have_value("1000.50")
        await page.get_by_role("button", name="Settle", exact=True).click()
        await expect(page.get_by_role("region", name="Settles")).to_contain_text(overdue["number"])

        await undo(page, "Reverse…", "Reverse the payment", "The bank took it back")
        await expect(page.get_by_role("main")).to_contain_text("Reversed")
    again = invoices_of(account)[0]
    assert again["balance"] == overdue["balance"]
    assert again["payment"] == "unpaid"


async def test_what_quickbooks_says_is_paid_is_paid(
    browser: Browser, system: System, account: DemoAccount
) -> None:
    invoice = invoices_of(account)[-1]
    async with window(browser, system.state.gateway, size=DESK) as context:
        await log_in(context, system, bookkeeper(account))
        page = await context.new_page()
        await page.goto("/receivables")
        whose = re.compile(rf": invoices of {re.escape(invoice['organization_name'])}$")
        owed = page.get_by_role("link", name=whose)
        await owed.click()
        await page.get_by_role("link", name=invoice["number"]).click()
        await expect(page.get_by_role("main")).to_contain_text("Not paid")
        await asyncio.to_thread(invoicing.pay_in_quickbooks, account, invoice)
        await expect(page.get_by_role("main")).to_contain_text("The invoice is paid")
        history = page.get_by_role("region", name="History")
        await expect(history).to_contain_text("qbo-sync")
