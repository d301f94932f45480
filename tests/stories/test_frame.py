"""The frame of the app, as somebody uses it with keyboard and mouse."""

import uuid

from playwright.async_api import Browser, expect

from tests.harness.browser import PHONE, window
from tests.harness.session import Member, log_in
from tests.harness.system import System


def freelancer() -> Member:
    """Somebody in an account of their own."""
    return Member("Freja Lund", ("owner",), uuid.uuid4())


async def test_who_is_not_logged_in_asks_for_a_link(browser: Browser, system: System) -> None:
    async with window(browser, system.state.gateway, language="da-DK") as context:
        page = await context.new_page()
        await page.goto("/invoices?state=overdue")
        await expect(page.get_by_role("heading", name="Log ind")).to_be_visible()
        assert "next=%2Finvoices%3Fstate%3Doverdue" in page.url


async def test_the_palette_goes_everywhere_by_keyboard(browser: Browser, system: System) -> None:
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, freelancer())
        page = await context.new_page()
        await page.goto("/")
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        await page.keyboard.press("Control+k")
        await page.keyboard.type("invo")
        await page.keyboard.press("Enter")
        heading = page.get_by_role("heading", name="Invoices", level=1)
        await expect(heading).to_be_focused()
        await expect(page.locator("#announcer")).to_have_text("Invoices · Honorar")


async def test_language_and_colours_are_chosen_and_stay(browser: Browser, system: System) -> None:
    async with window(browser, system.state.gateway, size=PHONE) as context:
        await log_in(context, system, freelancer())
        page = await context.new_page()
        await page.goto("/more")
        await page.get_by_role("button", name="Freja Lund").click()
        await page.get_by_role("radio", name="Dansk").click()
        await page.get_by_role("radio", name="Mørk").click()
        await page.reload()
        await expect(page.get_by_role("heading", name="Mere", level=1)).to_be_visible()
        assert await page.evaluate("() => document.documentElement.dataset.theme") == "dark"
