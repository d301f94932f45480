"""A bookkeeper's morning with the bank's file: part payments, what is certain, what is not a customer's, and undoing."""

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, FilePayload, Page, expect

from honorar_local.demo.account import DemoAccount
from tests.harness.browser import DESK, PHONE, window
from tests.harness.demo import run_demo
from tests.harness.screens import assert_accessible, assert_fits, settled
from tests.harness.session import Member, log_in
from tests.harness.system import System, excerpt

PICTURES = os.environ.get("BANK_PICTURES")


@pytest.fixture(scope="module")
async def account(system: System, tmp_path_factory: pytest.TempPathFactory) -> DemoAccount:
    """Four customers' invoices, of which the first and the last are not paid."""
    file = Path(tmp_path_factory.mktemp("bank")) / "export.csv"
    excerpt(file, customers=4, since="2026-09-01", name="the bank")
    await asyncio.to_thread(run_demo, system, file)
    return system.demo_account(file)


def unpaid(account: DemoAccount) -> list[dict[str, Any]]:
    """Invoices with something owed, by number."""
    issued = account.gateway.pages("/invoicing/v1/invoices", state="issued")
    return [one for one in issued if one["payment"] in ("unpaid", "partial")]


def statement(first: dict[str, Any], second: dict[str, Any]) -> bytes:
    """What an unknown bank exports: a part of one invoice, the whole of another, and the rent."""
    rows = (
        "When;Who;What;Kroner",
        f"2026-10-01;{first['organization_name']};Part of {first['number']};1.000,50",
        f"2026-10-02;{second['organization_name']};{second['number']};{second['balance']['amount'].replace('.', ',')}",
        "2026-10-03;The landlord;Rent for October;-8.000,00",
    )
    return "\r\n".join(rows).encode("cp1252")


async def photograph(page: Page, name: str) -> None:
    """Keep a picture, when somebody wants to look."""
    if PICTURES:
        await settled(page)
        await page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


async def choose_file(page: Page, data: bytes) -> None:
    file = FilePayload(name="october.csv", mimeType="text/csv", buffer=data)
    await page.get_by_label("File of the bank").set_input_files(file)


async def test_part_payments_come_by_a_file_of_the_bank(
    browser: Browser, system: System, account: DemoAccount
) -> None:
    first, second = unpaid(account)[0], unpaid(account)[-1]
    data = statement(first, second)
    member = Member("Bente Krog", ("billing",), account.id)
    async with window(browser, system.state.gateway, size=DESK) as context:
        await log_in(context, system, member)
        page = await context.new_page()
        await page.goto("/payments")
        await page.get_by_role("link", name="Bank", exact=True).click()
        await expect(page.get_by_role("main")).to_contain_text("Nothing waits.")
        await page.get_by_role("link", name="Import a bank file").first.click()
        await choose_file(page, data)
        await page.get_by_label("Day of booking").select_option("When")
        await page.get_by_label("Amount or two below").select_option("Kroner")
        await page.get_by_label("Text").select_option("What")
        await page.get_by_label("Name of the other side").select_option("Who")
        await page.get_by_label("Which account of yours").fill("4720 123")
        await assert_accessible(page)
        await photograph(page, "columns")
        await page.get_by_role("button", name="Read the file").click()
        await expect(page.get_by_role("row")).to_have_count(4)
        await photograph(page, "preview")
        await page.get_by_role("button", name="Import 3 transactions").click()

        listed = page.get_by_role("list", name="Transactions")
        await expect(listed.get_by_role("listitem")).to_have_count(3)
        await assert_accessible(page)
        await photograph(page, "waiting")
        await page.get_by_role("button", name="Take all that are certain (1)").click()
        await expect(listed.get_by_role("listitem")).to_have_count(2)
        await listed.get_by_role("button", name="Take").first.click()
        await expect(listed.get_by_role("listitem")).to_have_count(1)

        await listed.get_by_role("link", name="Choose…").click()
        await photograph(page, "transaction")
        await page.get_by_role("button", name="Set aside…").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Reason").fill("Rent of the office")
        await dialog.get_by_role("button", name="Set aside").click()
        await expect(page.get_by_role("main")).to_contain_text("Rent of the office")

        await page.goto("/payments/bank/file")
        await choose_file(page, data)
        await expect(page.get_by_role("main")).to_contain_text("There is nothing new in this file.")
    by_number = {
        one["number"]: one
        for one in account.gateway.pages("/invoicing/v1/invoices", state="issued")
    }
    assert by_number[first["number"]]["payment"] == "partial"
    assert by_number[second["number"]]["payment"] == "paid"


async def test_on_a_phone_in_danish_a_payment_is_undone_and_taken_with_its_rest_written_off(
    browser: Browser, system: System, account: DemoAccount
) -> None:
    member = Member("Bente Krog", ("billing",), account.id)
    async with window(browser, system.state.gateway, size=PHONE, language="da-DK") as context:
        await log_in(context, system, member)
        page = await context.new_page()
        await page.goto("/payments/bank?show=taken")
        await photograph(page, "taken-phone")
        await page.get_by_role("list", name="Posteringer").get_by_role("link").first.click()
        await page.get_by_role("button", name="Fortryd…").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Årsag").fill("Forkert")
        await dialog.get_by_role("button", name="Fortryd").click()
        await expect(page.get_by_role("region", name="Hvad den kan være")).to_be_visible()
        await assert_accessible(page)
        await assert_fits(page)
        await photograph(page, "transaction-phone")
        await page.get_by_role("button", name="Godkend", exact=True).first.click()
        await expect(page.get_by_role("main")).to_contain_text("Godkendt")
