"""A freelancer from an empty account to a paid invoice: everything by hand in the browser, clicks and seconds counted."""

import asyncio
import re
import time
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, Locator, Page, Request, Route, expect

from honorar_local import installation
from honorar_local.demo.client import wait_for
from tests.harness.browser import PHONE, window
from tests.harness.mailbox import mails_to
from tests.harness.screens import assert_accessible, assert_fits
from tests.harness.session import Member, log_in
from tests.harness.system import System

MOST_SECONDS = 180
MOST_CLICKS = 30
SECONDS_OF_A_CLICK = 1.5
"""To reach for the mouse, point and press; Card, Moran and Newell's keystroke-level model."""
SECONDS_OF_A_KEY = 0.28
"""Of an average typist, in the same model."""


@dataclass
class Hand:
    """Somebody's hand on mouse and keyboard, whose clicks, fields and keys are counted."""

    page: Page
    clicks: int = 0
    fields: int = 0
    keys: int = 0
    began: float = field(default_factory=time.monotonic)

    async def click(self, role: Any, name: str, within: Locator | None = None) -> None:
        """Press what is called so."""
        await (within or self.page).get_by_role(role, name=name, exact=True).first.click()
        self.clicks += 1

    async def type(self, values: dict[str, str], within: Locator | None = None) -> None:
        """Write into fields, or choose."""
        for label, value in values.items():
            place = (within or self.page).get_by_label(label, exact=True).first
            if await place.evaluate("(field) => field.tagName") == "SELECT":
                await place.select_option(value)
            else:
                await place.fill(value)
            self.fields += 1
            self.keys += len(value)

    async def arrive(self, heading: str | re.Pattern[str]) -> None:
        """Wait for a screen."""
        await expect(self.page.get_by_role("heading", name=heading, level=1)).to_be_visible()

    async def next_step(self, label: str) -> None:
        """On the first screen, take the step that is next."""
        if urlsplit(self.page.url).path != "/":
            await self.click("link", "Timer")
        steps = self.page.get_by_role("region", name="Getting started")
        await expect(steps.locator("[aria-current=step]")).to_contain_text(label)
        if await steps.get_by_role("link", name=label).count():
            await self.click("link", label, steps)

    @property
    def seconds(self) -> float:
        """What the system took, and what a person takes to do the same: each field is reached with a click."""
        by_hand = (self.clicks + self.fields) * SECONDS_OF_A_CLICK + self.keys * SECONDS_OF_A_KEY
        return time.monotonic() - self.began + by_hand

    def __str__(self) -> str:
        took = time.monotonic() - self.began
        hand = f"{self.clicks} clicks, {self.fields} fields, {self.keys} keys"
        return f"{self.seconds:.0f} s by hand, {took:.1f} of them the system's: {hand}"


async def test_from_an_empty_account_to_a_paid_invoice(browser: Browser, system: System) -> None:
    email = f"accounts@{uuid.uuid4().hex[:12]}.example"
    administrator = installation.administrator(system.folder)
    link = await asyncio.to_thread(administrator.owner_link, uuid.uuid4())
    async with window(browser, system.state.gateway) as context:
        page = await context.new_page()
        hand = Hand(page)
        await page.goto(link)
        await set_up(hand, email)
        await work(hand)
        await bill(hand, email)
        await asyncio.to_thread(wait_for, "the e-mail", lambda: mails_to(system, email))
        print(f"\nfrom an empty account to an invoice in the mailbox: {hand}")
        assert hand.seconds <= MOST_SECONDS
        await be_paid(hand)
        print(f"to its payment: {hand}")
        assert hand.seconds <= MOST_SECONDS
        assert hand.clicks <= MOST_CLICKS


async def test_an_owner_whom_something_refuses_tries_again_and_is_one_agent(
    browser: Browser, system: System
) -> None:
    member = Member("Freja Lund", ("owner",), uuid.uuid4())
    async with window(browser, system.state.gateway, size=PHONE) as context:
        await log_in(context, system, member)
        page = await context.new_page()
        await page.goto("/timer")
        name, button = page.get_by_label("Your name"), page.get_by_role("button", name="Log my own")
        await expect(name).to_have_value("Freja Lund")
        await assert_accessible(page)
        await assert_fits(page)
        await name.fill("")
        await button.click()
        await expect(name).to_be_focused()
        await expect(name).to_have_attribute("aria-invalid", "true")
        await name.fill("Freja L.")
        await page.route("**/identity/v1/members/*", refuse_once)
        await button.click()
        await expect(page.get_by_role("alert")).to_contain_text("changed")
        await button.click()
        await expect(page.get_by_label("What are you working on?")).to_be_visible()
        await assert_fits(page)
    api = system.client("owner", account=member.account)
    assert [agent["name"] for agent in api.pages("/timer/v1/agents")] == ["Freja L."]
    assert api.get("/timer/v1/settings")["allow_self_approval"] is True


async def test_a_manager_does_not_choose_which_time_is_theirs(
    browser: Browser, system: System
) -> None:
    member = Member("Mette Holm", ("manager",), uuid.uuid4())
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, member)
        page = await context.new_page()
        await page.goto("/")
        await expect(page.get_by_role("main")).to_contain_text("An owner makes you one")
        await expect(page.get_by_role("button", name="Log my own time")).to_have_count(0)
        await expect(page.get_by_role("region", name="Getting started")).to_have_count(0)


async def refuse_once(route: Route, request: Request) -> None:
    """Somebody else changes the member in the moment in which they are changed here."""
    if request.method != "PATCH":
        await route.continue_()
        return
    await route.fulfill(
        status=412,
        content_type="application/problem+json",
        json={
            "type": "urn:honorar:problem:changed-meanwhile",
            "title": "Changed meanwhile",
            "status": 412,
        },
    )
    await route.request.frame.page.unroute("**/identity/v1/members/*")


async def set_up(hand: Hand, email: str) -> None:
    """Say who works, for whom, and for how much."""
    page = hand.page
    await hand.arrive("Timer")
    await hand.type({"Your name": "Freja Lund", "Currency": "DKK"})
    await hand.click("button", "Log my own time")
    await hand.next_step("Add your first customer")
    dialog = page.get_by_role("dialog")
    await hand.type(
        {
            "Name": "Nordlys ApS",
            "Address": "Havnen 1",
            "Postal code": "8000",
            "City": "Aarhus",
            "Country": "DK",
        },
        dialog,
    )
    await hand.click("button", "Add customer", dialog)
    await hand.arrive("Nordlys ApS")
    await hand.click("button", "Add contact")
    await hand.type({"Name": "Accounts", "E-mail address": email}, dialog)
    await hand.click("button", "Save", dialog)
    await hand.click("button", "Add project")
    await hand.type({"Name": "Webshop"}, dialog)
    await hand.click("button", "Add project", dialog)
    await hand.click("link", "Set a rate")
    await hand.type({"Per hour, without VAT": "900"}, dialog)
    await expect(dialog.get_by_label("Currency")).to_have_value("DKK")
    await hand.click("button", "Add the rate", dialog)
    await expect(page.get_by_role("row", name="Nordlys ApS")).to_contain_text("900.00")


async def work(hand: Hand) -> None:
    """Log three hours, hand the week in and approve it."""
    page = hand.page
    await hand.next_step("Log some time")
    await hand.click("button", "Add time by hand")
    dialog = page.get_by_role("dialog")
    await hand.type({"Note": "Checkout", "Work": "Webshop"}, dialog)
    await page.keyboard.press("Enter")
    await hand.type({"Duration": "3"}, dialog)
    await hand.click("button", "Save", dialog)
    await hand.next_step("Hand in the timesheet and approve it")
    await hand.click("button", "Hand in the week")
    await expect(page.get_by_role("link", name="Approve it")).to_be_visible()
    await hand.click("link", "Approve it")
    await hand.click("button", "Approve")
    await hand.arrive("Approvals")


async def bill(hand: Hand, email: str) -> None:
    """Say who sells, draft the time and issue it."""
    page = hand.page
    await hand.next_step("Fill in what your invoices say about you")
    await hand.type(
        {
            "Name": "Freja Lund",
            "Address": "Kajen 4",
            "Postal code": "1400",
            "City": "København K",
            "Country": "DK",
            "VAT number": "DK87654321",
            "Payment instructions": "Reg. 1234, account 0001234567",
        }
    )
    await hand.click("button", "Save")
    await expect(page.get_by_text("Saved. The next invoice says so.")).to_be_visible()
    await hand.next_step("Make a draft of the invoice")
    dialog = page.get_by_role("dialog")
    await expect(dialog.locator("label:has(:checked)")).to_contain_text("3:00")
    await hand.click("button", "Make the draft", dialog)
    await hand.arrive("Draft for Nordlys ApS")
    await hand.click("button", "Issue…")
    await expect(dialog).to_contain_text(email)
    await hand.click("button", "Issue and send", dialog)
    await expect(page).to_have_url(re.compile("/invoices/[0-9a-f-]{36}$"))


async def be_paid(hand: Hand) -> None:
    """Record the transfer that the bank shows; nothing is left to be begun."""
    page = hand.page
    await hand.click("link", "Record a payment")
    await hand.click("button", "Record the payment")
    await expect(page.get_by_role("main")).to_contain_text("The invoice is paid")
    await hand.click("link", "Timer")
    await hand.arrive("Timer")
    await expect(page.get_by_text("Checkout", exact=True)).to_be_visible()
    await expect(page.get_by_role("region", name="Getting started")).to_have_count(0)
