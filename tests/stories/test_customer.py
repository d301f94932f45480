"""A customer opens an invoice by the link in its mail, without logging in, and asks about it."""

import asyncio
import re
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.async_api import Browser, expect

from honorar_local.demo.client import ApiClient
from tests.harness.browser import NARROW, PHONE, window
from tests.harness.demo import run_demo
from tests.harness.mailbox import mails_to
from tests.harness.screens import assert_accessible, assert_fits
from tests.harness.system import System, excerpt


@dataclass(frozen=True)
class Seller:
    """An account that sent invoices."""

    gateway: ApiClient
    system: System
    invoices: list[dict[str, Any]]

    def link(self, invoice: dict[str, Any]) -> str:
        """The link in the mail with this invoice."""
        mails = mails_to(self.system, invoice["billing_contact"]["email"])
        texts = "\n".join(mail["text"] for mail in mails)
        links = set(re.findall(r"https?://\S+/customer#cus_[\w-]+", texts))
        [link] = [link for link in links if _invoice_of(link) == UUID(invoice["id"])]
        return str(link)


def _invoice_of(link: str) -> UUID:
    """The invoice that a link names; other accounts write to the same customers."""
    said = urlsafe_b64decode(link.partition("#cus_")[2] + "==")
    return UUID(bytes=said[16:32])


@pytest.fixture(scope="module")
async def seller(system: System, tmp_path_factory: pytest.TempPathFactory) -> Seller:
    """Two invoices by mail: the first is overdue, the other is paid."""
    file = Path(tmp_path_factory.mktemp("seller")) / "export.csv"
    excerpt(file, customers=2, since="2026-09-01", name="customers")
    outcome = await asyncio.to_thread(run_demo, system, file)
    account = system.demo_account(file)
    return Seller(account.gateway, system, outcome.invoices)


async def test_the_link_in_the_mail_shows_what_is_owed(
    browser: Browser, system: System, seller: Seller
) -> None:
    mine, other = seller.invoices
    async with window(browser, system.state.gateway, size=PHONE) as context:
        page = await context.new_page()
        await page.goto(seller.link(mine))
        heading = page.get_by_role("heading", name=f"Faktura {mine['number']}")
        await expect(heading).to_be_visible()
        owed = page.get_by_role("region", name="Skyldigt beløb")
        await expect(owed).to_contain_text("Forfalden")
        await expect(owed).to_contain_text(_danish(mine["balance"]["amount"]))
        await page.get_by_text(re.compile("Vis tiden")).first.click()
        await assert_accessible(page)
        shown = await page.locator("main").inner_text()
        assert other["number"] not in shown
        assert other["buyer"]["name"] not in shown
        async with page.expect_download() as download:
            await page.get_by_role("button", name="Hent PDF").click()
        assert (await download.value).suggested_filename == f"{mine['number']}.pdf"


async def test_what_is_paid_asks_for_no_money(
    browser: Browser, system: System, seller: Seller
) -> None:
    async with window(browser, system.state.gateway, size=NARROW) as context:
        page = await context.new_page()
        await page.goto(seller.link(seller.invoices[1]))
        await expect(page.get_by_text("Alt er betalt. Tak.")).to_be_visible()
        await expect(page.get_by_role("heading", name="Sådan betaler du")).to_have_count(0)
        await assert_fits(page)


async def test_a_question_arrives_beside_the_invoice(
    browser: Browser, system: System, seller: Seller
) -> None:
    mine, other = seller.invoices
    text = "Hvad dækker <b>september</b>?"
    async with window(browser, system.state.gateway) as context:
        page = await context.new_page()
        await page.goto(seller.link(mine))
        send = page.get_by_role("button", name="Send spørgsmålet")
        await send.click()
        field = page.get_by_role("textbox", name="Dit spørgsmål")
        await expect(field).to_have_attribute("aria-invalid", "true")
        await expect(field).to_be_focused()
        await field.fill(text)
        await page.get_by_role("textbox", name="Dit navn").fill("Bodil")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text(re.compile("Tak. Dit spørgsmål er nu hos"))).to_be_visible()
    asked = seller.gateway.get(f"/invoicing/v1/invoices/{mine['id']}/questions")["items"]
    assert [(one["name"], one["text"]) for one in asked] == [("Bodil", text)]
    assert not seller.gateway.get(f"/invoicing/v1/invoices/{other['id']}/questions")["items"]


async def test_a_revoked_link_and_a_broken_one_open_nothing(
    browser: Browser, system: System, seller: Seller
) -> None:
    mine = seller.invoices[0]
    link = seller.link(mine)
    async with window(browser, system.state.gateway, language="da-DK") as context:
        page = await context.new_page()
        await page.goto(link[:-4])
        await expect(
            page.get_by_role("heading", name="Linket er ikke fuldstændigt")
        ).to_be_visible()
        seller.gateway.delete(f"/invoicing/v1/invoices/{mine['id']}/customer-link")
        await page.goto(link)
        await page.reload()
        await expect(page.get_by_role("heading", name="Linket er udløbet")).to_be_visible()
        await expect(page.locator("main")).not_to_contain_text(mine["number"])
        await assert_accessible(page)


def _danish(amount: str) -> str:
    """`1234.50` as `1.234,50`."""
    whole, _, decimals = amount.partition(".")
    return f"{int(whole):,}".replace(",", ".") + f",{decimals}"
