"""An agency's week: it is planned, a customer asks, work is done at a desk and by phone, and mended before it is billed."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser, Locator, Page, ViewportSize, expect

from testkit import until
from tests.harness.agency import Agency, agency
from tests.harness.browser import DESK, PHONE, window
from tests.harness.screens import assert_accessible, assert_fits, open_screen
from tests.harness.session import Member, log_in
from tests.harness.system import System

HOUR = 3600
FORM_SECONDS = 3
"""A public form that is sent sooner was filled in by a program."""


@dataclass(frozen=True)
class Week:
    """The agency, and what its people look at."""

    agency: Agency
    mette: Page
    ida: Page
    phone: Page
    """Ida's."""
    customer: Page


@pytest.fixture
async def week(browser: Browser, system: System) -> AsyncIterator[Week]:
    here = await asyncio.to_thread(agency, system)
    gateway = system.state.gateway
    async with AsyncExitStack() as open_windows:

        async def page(size: ViewportSize, member: Member | None = None) -> Page:
            context = await open_windows.enter_async_context(window(browser, gateway, size=size))
            if member:
                await log_in(context, system, member)
            return await context.new_page()

        yield Week(
            here,
            mette=await page(DESK, here.mette),
            ida=await page(DESK, here.ida),
            phone=await page(PHONE, here.ida),
            customer=await page(PHONE),
        )


async def test_from_the_plan_to_an_invoice_of_what_was_really_worked(week: Week) -> None:
    await a_project_is_planned(week.mette)
    await a_customer_asks_for_something(week.customer, week.agency)
    await the_request_is_given_to_ida(week.mette)
    await ida_works_on_it_by_phone(week.phone)
    await ida_works_on_a_task_at_her_desk(week.ida)
    await the_budget_is_overrun_and_both_see_it(week.ida, week.mette)
    await the_week_is_handed_in(week.ida)
    await one_entry_comes_back(week.mette)
    await ida_corrects(week.ida, "Checkout, 6:00: Lunch is in it", to="5:30")
    await the_week_is_handed_in(week.ida)
    await the_week_is_approved(week.mette)
    await what_is_approved_can_be_billed(week.agency, hours=5.75)
    await it_is_opened_once_more(week.mette, week.agency)
    await ida_corrects(week.ida, "open for a correction: The workshop was shorter", to="5:00")
    await the_week_is_handed_in(week.ida)
    await the_week_is_approved(week.mette)
    await what_is_approved_can_be_billed(week.agency, hours=5.25)
    await the_invoice_charges_what_is_approved(week.mette, week.agency)
    await what_is_issued_keeps_the_week_closed(week.mette, week.ida)


async def a_project_is_planned(mette: Page) -> None:
    """With a budget that warns, and a task of eight hours for Ida, which Plan then shows."""
    await open_screen(mette, "/work?new=project", "Work")
    dialog = mette.get_by_role("dialog", name="New project")
    await dialog.get_by_label("Name").fill("Webshop")
    await dialog.get_by_role("combobox", name="Customer").fill("Nord")
    await mette.get_by_role("option", name="Nordlys ApS").click()
    await dialog.get_by_role("button", name="Save").click()
    await mette.get_by_role("link", name="Plan and budget").click()
    await expect(mette.get_by_role("heading", name="Tasks")).to_be_visible()

    await mette.get_by_role("button", name="Edit", exact=True).click()
    dialog = mette.get_by_role("dialog", name="Edit project")
    await dialog.get_by_label("Budget, hours").fill("5")
    await dialog.get_by_label("Time beyond the hours").select_option("is taken, with a warning")
    await dialog.get_by_role("button", name="Save").click()
    await expect(mette.get_by_text("5:00 left")).to_be_visible()

    today = datetime.now(UTC).date()
    await mette.get_by_role("button", name="Add task").click()
    dialog = mette.get_by_role("dialog", name="New task")
    await dialog.get_by_label("Name").fill("Checkout")
    await dialog.get_by_label("Start").fill(f"{today}")
    await dialog.get_by_label("Finish").fill(f"{today + timedelta(days=7)}")
    await dialog.get_by_label("Estimate, hours").fill("8")
    await dialog.get_by_label("Ida Bech").check()
    await dialog.get_by_role("button", name="Add task").click()
    await expect(mette.get_by_role("row", name="Checkout")).to_contain_text("8:00")

    await open_screen(mette, "/plan", "Plan")
    row = mette.get_by_role("row", name=re.compile("^Ida Bech"))
    await row.get_by_role("button").first.click()
    await expect(mette.get_by_role("link", name="Checkout")).to_be_visible()


async def a_customer_asks_for_something(customer: Page, here: Agency) -> None:
    """By the public form, without an account of their own."""
    await open_screen(customer, here.form, "Send a request")
    await customer.get_by_label("Your name").fill("Karen Vind")
    await customer.get_by_label("Your e-mail address").fill(f"karen@{here.domain}")
    await customer.get_by_label("Subject").fill("Nobody can pay by card")
    await customer.get_by_label("What is it about?").fill("Since this morning.")
    await assert_fits(customer)
    await customer.wait_for_timeout(FORM_SECONDS * 1000)
    await customer.get_by_role("button", name="Send the request").click()
    await expect(customer.get_by_text("It has the number 1.")).to_be_visible()
    await customer.close()


async def the_request_is_given_to_ida(mette: Page) -> None:
    """It became a ticket of the customer with the sender's domain."""
    await open_screen(mette, "/work/tickets", "Tickets")
    row = mette.get_by_role("row", name="Nobody can pay by card")
    await expect(row).to_contain_text("Karen Vind")
    await expect(row).to_contain_text("Nordlys ApS")
    await row.get_by_role("link", name="Nobody can pay by card").click()
    await expect(mette.get_by_text("Since this morning.")).to_be_visible()
    for label, option in (("Taken care of by", "Ida Bech"), ("Project", "Webshop")):
        field = mette.get_by_label(label)
        await field.select_option(option)
        await expect(field.locator("option:checked")).to_have_text(option)
        await mette.wait_for_load_state("networkidle")


async def ida_works_on_it_by_phone(phone: Page) -> None:
    """She finds what is hers, starts, and says that she began a quarter of an hour ago."""
    await open_screen(phone, "/work/tickets", "Tickets")
    await phone.get_by_label("Taken care of by").select_option("Me")
    await phone.get_by_role("link", name="Nobody can pay by card").click()
    await phone.get_by_role("button", name="Start the timer on Nobody can pay by card").click()
    bar = phone.get_by_role("region", name="Running timer")
    await expect(bar).to_contain_text("Nobody can pay by card")
    await assert_fits(phone)
    await open_screen(phone, "/", "Timer")
    await phone.get_by_role("button", name="−15 min").click()
    await expect(bar.get_by_role("timer")).to_contain_text("0:15:")
    await bar.get_by_role("button", name="Stop").click()
    await arrived(phone, "Nobody can pay by card")
    await phone.close()


async def ida_works_on_a_task_at_her_desk(ida: Page) -> None:
    """What the phone recorded is there already; another timer runs on the task for a moment."""
    await open_screen(ida, "/", "Timer")
    await arrived(ida, "Nobody can pay by card")
    await ida.get_by_label("What are you working on?").fill("Reading the old code")
    await ida.get_by_label("Work", exact=True).fill("check")
    await ida.get_by_role("option", name="Checkout").click()
    await ida.get_by_role("button", name="Start", exact=True).click()
    bar = ida.get_by_role("region", name="Running timer")
    await expect(bar).to_contain_text("Reading the old code · Checkout")
    await ida.wait_for_timeout(1100)
    await ida.keyboard.press("Escape")
    await bar.get_by_role("button", name="Stop").click()
    await arrived(ida, "Reading the old code")


async def arrived(page: Page, note: str) -> Locator:
    """An entry is there, and the service has it."""
    edit = page.get_by_role("button", name=f"Edit {note}")
    entry = page.get_by_role("listitem").filter(has=edit)
    await expect(entry).to_be_visible()
    await expect(entry.get_by_text("Not sent yet")).to_have_count(0)
    return entry


async def the_budget_is_overrun_and_both_see_it(ida: Page, mette: Page) -> None:
    """Six hours more are taken, and their agent is told by how much they are too many."""
    await ida.get_by_role("button", name="Add time by hand").click()
    dialog = ida.get_by_role("dialog", name="Add time")
    await dialog.get_by_label("Note").fill("New checkout")
    await dialog.get_by_label("Work").fill("check")
    await ida.get_by_role("option", name="Checkout").click()
    await dialog.get_by_label("Duration").fill("6")
    await dialog.get_by_role("button", name="Save").click()
    warning = ida.get_by_text("The project's budget of hours is exceeded by 1:15.")
    await expect(warning).to_be_visible()
    await open_screen(mette, "/work?q=webshop", "Work")
    await mette.get_by_role("link", name="Webshop").click()
    await mette.get_by_role("link", name="Plan and budget").click()
    await expect(mette.get_by_text("1:15 too much")).to_be_visible()
    await assert_accessible(mette)


async def the_week_is_handed_in(ida: Page) -> None:
    await ida.goto("/week")
    await ida.get_by_role("button", name="Hand in the week").click()
    await expect(ida.get_by_text("Handed in", exact=True)).to_be_visible()


async def one_entry_comes_back(mette: Page) -> None:
    """Mette names the entry that is wrong and says why; the others are in order."""
    await open_the_waiting_week(mette)
    await mette.get_by_role("button", name="Reject…").click()
    dialog = mette.get_by_role("dialog", name="Reject the timesheet")
    await dialog.get_by_text("Name the entries that are wrong").click()
    await dialog.get_by_label("6:00: New checkout").fill("Lunch is in it")
    await dialog.get_by_role("button", name="Reject").click()
    entries = mette.get_by_role("region", name="Entries")
    await expect(entries.get_by_text("Rejected: Lunch is in it")).to_have_count(1)


async def ida_corrects(ida: Page, why: str, *, to: str) -> None:
    """Her week says why it is hers again; she changes the one entry."""
    await ida.goto("/week")
    await expect(ida.get_by_text(why)).to_be_visible()
    await open_screen(ida, "/", "Timer")
    await ida.get_by_role("button", name="Edit New checkout").click()
    dialog = ida.get_by_role("dialog", name="Edit time")
    await dialog.get_by_label("Duration").fill(to)
    await dialog.get_by_role("button", name="Save").click()
    entry = await arrived(ida, "New checkout")
    await expect(entry).to_contain_text(to)


async def the_week_is_approved(mette: Page) -> None:
    await open_the_waiting_week(mette)
    await mette.get_by_role("button", name="Approve", exact=True).click()
    await expect(mette.get_by_role("heading", name="Approvals", level=1)).to_be_visible()


async def open_the_waiting_week(mette: Page) -> None:
    await open_screen(mette, "/approvals", "Approvals")
    await mette.get_by_role("link", name="Ida Bech").click()
    await expect(mette.get_by_role("heading", name=re.compile("^Ida Bech, "))).to_be_visible()


async def what_is_approved_can_be_billed(here: Agency, *, hours: float) -> None:
    """To the second as it was recorded, which is a few seconds more than what was typed."""

    def billable() -> bool:
        worked: int = sum(entry["seconds"] for entry in here.entries())
        assert 0 < worked - hours * HOUR < 60
        return here.seconds_to_bill() == worked

    await until(billable)


async def it_is_opened_once_more(mette: Page, here: Agency) -> None:
    """Nothing of it can be billed until it is approved again."""
    await mette.goto(f"/approvals/{here.sheet()['id']}")
    await mette.get_by_role("button", name="Reopen…").click()
    dialog = mette.get_by_role("dialog", name="Reopen the timesheet")
    await dialog.get_by_label("Reason").fill("The workshop was shorter")
    await dialog.get_by_role("button", name="Reopen").click()
    history = mette.get_by_role("region", name="History")
    await expect(history).to_contain_text("Reopened: no invoice charges its time.")
    await until(lambda: here.seconds_to_bill() == 0)


async def the_invoice_charges_what_is_approved(mette: Page, here: Agency) -> None:
    """By task and ticket, and no second of what was corrected away."""
    await open_screen(mette, "/billing", "To bill")
    await mette.get_by_role("link", name="Draft Nordlys ApS").click()
    await mette.get_by_role("button", name="Make the draft").click()
    await expect(mette.get_by_role("heading", name="Draft for Nordlys ApS")).to_be_visible()
    lines = mette.get_by_role("table", name="Lines")
    await expect(lines.get_by_role("row", name="Checkout")).to_contain_text("5:00")
    await expect(lines.get_by_role("row", name="Nobody can pay by card")).to_contain_text("0:15")
    await mette.get_by_role("button", name="Issue…").click()
    await mette.get_by_role("dialog").get_by_role("button", name="Issue and send").click()
    await expect(mette).to_have_url(re.compile("/invoices/[0-9a-f-]{36}$"))
    [invoice] = here.owner.pages("/invoicing/v1/invoices")
    assert invoice["seconds"] == sum(entry["seconds"] for entry in here.entries())


async def what_is_issued_keeps_the_week_closed(mette: Page, ida: Page) -> None:
    """Whoever asks to open it again is told which invoice stands in the way."""
    await ida.goto("/week")
    await ida.get_by_role("button", name="Correct it…").click()
    dialog = ida.get_by_role("dialog")
    await dialog.get_by_label("Reason").fill("One more thing")
    await dialog.get_by_role("button", name=re.compile("^Reopen")).click()
    refused = re.compile(r"stays approved: invoice \S+-0001 charges some of its time")
    await expect(ida.get_by_text(refused)).to_be_visible()
    await expect(ida.get_by_text("Approved", exact=True)).to_be_visible()
    await open_screen(mette, "/approvals?view=decided", "Approvals")
    await mette.get_by_role("link", name="Ida Bech").click()
    history = mette.get_by_role("region", name="History")
    await expect(history).to_contain_text("Not reopened: invoice")
