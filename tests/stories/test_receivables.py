"""A bookkeeper closes a month: who owes what, the invoices behind a sum, a customer's statement, and files of them."""

import asyncio
import csv
import io
from pathlib import Path

import pypdf
import pytest
from playwright.async_api import Browser, Page, expect

from honorar_local.demo.account import DemoAccount
from tests.harness.browser import DESK, PHONE, window
from tests.harness.demo import run_demo
from tests.harness.screens import assert_accessible
from tests.harness.session import Member, log_in
from tests.harness.system import System, excerpt


@pytest.fixture(scope="module")
async def account(system: System, tmp_path_factory: pytest.TempPathFactory) -> DemoAccount:
    """Four customers' invoices: the first is overdue, the last is not paid."""
    file = Path(tmp_path_factory.mktemp("receivables")) / "export.csv"
    excerpt(file, customers=4, since="2026-09-01", name="the receivables")
    await asyncio.to_thread(run_demo, system, file)
    return system.demo_account(file)


async def saved(page: Page, link: str) -> bytes:
    """What a link downloads."""
    async with page.expect_download() as started:
        await page.get_by_role("navigation", name="Download").get_by_role("link", name=link).click()
    path = await (await started.value).path()
    return await asyncio.to_thread(path.read_bytes)


async def test_a_sum_opens_to_its_invoices_and_a_customer_to_their_statement(
    browser: Browser, system: System, account: DemoAccount
) -> None:
    report = account.gateway.get("/invoicing/v1/reports/receivables")
    [totals] = report["totals"]
    owing = next(one for one in report["items"] if one["overdue"]["amount"] != "0.00")
    bookkeeper = Member("Bente Krog", ("billing",), account.id)
    async with window(browser, system.state.gateway, size=DESK) as context:
        await log_in(context, system, bookkeeper)
        page = await context.new_page()
        await page.goto("/receivables")
        await page.get_by_label("Order").select_option("Most overdue first")
        first = page.get_by_role("row").nth(1)
        await expect(first).to_contain_text(owing["organization_name"])
        await assert_accessible(page)
        files = list(csv.DictReader(io.StringIO((await saved(page, "CSV")).decode())))
        assert sum(float(row["Owed"]) for row in files) == float(totals["total"]["amount"])
        await page.get_by_role("link", name="1–30 days late: the invoices of DKK").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Owed: 1–30 days late")
        await expect(page.get_by_role("row")).to_have_count(2)
        await assert_accessible(page)
        await page.get_by_role("link", name=owing["organization_name"]).click()
        await expect(page.get_by_role("table")).to_contain_text("Owed after it")
        await assert_accessible(page)
        text = (await saved(page, "CSV")).decode()
        assert [row["Kind"] for row in csv.DictReader(io.StringIO(text))][-1] == "closing"
        address = await page.get_by_role("link", name="Open the PDF").get_attribute("href")
        document = await (await context.request.get(str(address))).body()
        assert (
            owing["organization_name"]
            in pypdf.PdfReader(io.BytesIO(document)).pages[0].extract_text()
        )


async def test_before_the_first_invoice_nobody_owed_anything(
    browser: Browser, system: System, account: DemoAccount
) -> None:
    bookkeeper = Member("Bo Lund", ("billing",), account.id)
    async with window(browser, system.state.gateway, size=PHONE, language="da-DK") as context:
        await log_in(context, system, bookkeeper)
        page = await context.new_page()
        await page.goto("/receivables?as_of=2020-01-31")
        await expect(page.get_by_role("main")).to_contain_text("Ingen skyldte noget.")
        await assert_accessible(page)
