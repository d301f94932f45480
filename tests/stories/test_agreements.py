"""A manager makes agreements with a customer, reads in words what they charge, and changes and ends them."""

import asyncio
import re
import uuid
from datetime import UTC, datetime

from playwright.async_api import Browser, Page, expect

from honorar_local.demo.client import ApiClient
from tests.harness.browser import window
from tests.harness.people import Freelancer, freelancer
from tests.harness.screens import assert_accessible
from tests.harness.session import Member, log_in
from tests.harness.system import System

NEXT_YEAR = datetime.now(UTC).year + 1


async def test_a_monthly_fee_is_made_read_changed_and_ended(
    browser: Browser, system: System
) -> None:
    person = await asyncio.to_thread(freelancer, system)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        await page.goto("/rates/agreements")
        await expect(page.get_by_text("No agreements yet")).to_be_visible()
        await page.get_by_role("link", name="New agreement").first.click()
        await _choose_customer(page)
        await page.get_by_label("Fee a month, without VAT").fill("18000,00")
        await page.get_by_label("Hours that it covers").fill("20")
        await page.get_by_label("Unused hours").select_option("roll over")
        await page.get_by_label("For how many months").fill("3")
        summary = page.get_by_text("a month covers")
        await expect(summary).to_contain_text(
            "DKK 18,000.00 a month covers 20:00 hours; hours above at their own rates. "
            "Unused hours roll over for 3 months."
        )
        await assert_accessible(page)
        await page.get_by_label("First day").fill("2026-09-01")
        await page.get_by_role("button", name="Make the agreement").click()
        await expect(page).to_have_url(re.compile("/rates/agreements/[0-9a-f-]{36}$"))
        await expect(page.get_by_role("heading", name="Monthly fee", level=1)).to_be_visible()
        await expect(page.get_by_text("a month covers 20:00 hours")).to_be_visible()
        await assert_accessible(page)
        await _change_terms_that_a_colleague_changed(page, person.api)
        await _end(page)
        await page.get_by_role("link", name="Agreements", exact=True).first.click()
        listed = page.get_by_role("row", name="Monthly fee").filter(has_text="Nordlys")
        await expect(listed).to_be_visible()


async def test_what_is_wrong_stands_at_its_field(browser: Browser, system: System) -> None:
    person = await asyncio.to_thread(freelancer, system)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        await page.goto("/rates/agreements/new")
        await _choose_customer(page)
        await page.get_by_label("Fee a month, without VAT").fill("18000")
        hours = page.get_by_label("Hours that it covers")
        await hours.fill("twenty")
        await page.get_by_role("button", name="Make the agreement").click()
        await expect(hours).to_be_focused()
        await expect(page.get_by_text("Write hours like 20, 20:30 or 20.5.")).to_be_visible()
        await hours.fill("20")
        await page.get_by_label("Last day").fill("2020-01-31")
        await page.get_by_role("button", name="Make the agreement").click()
        await expect(page.get_by_text("Must not lie before the first day.")).to_be_visible()


async def test_hours_are_sold_and_parts_are_reached(browser: Browser, system: System) -> None:
    person = await asyncio.to_thread(freelancer, system)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        await page.goto("/rates/agreements/new")
        await page.get_by_label("Prepaid hours").click()
        await _choose_customer(page)
        await page.get_by_role("button", name="Make the agreement").click()
        await page.get_by_role("button", name="Sell a block…").click()
        form = page.get_by_role("dialog", name="Sell a block")
        await form.get_by_label("Hours").fill("10")
        await form.get_by_label("Price in DKK, without VAT").fill("9000")
        await form.get_by_role("button", name="Sell it").click()
        await expect(form).to_have_count(0)
        await expect(page.get_by_role("row", name="10:00")).to_contain_text("Not paid yet")
        await assert_accessible(page)
        await page.goto("/rates/agreements/new?kind=fixed-price")
        await _choose_customer(page)
        await page.get_by_label("What is done for it").fill("Design")
        await page.get_by_label("Price, without VAT").fill("20000")
        await page.get_by_role("button", name="Add a part").click()
        await page.get_by_label("Part 2", exact=True).fill("Launch")
        await page.get_by_label("Price, without VAT").nth(1).fill("30000")
        await expect(page.get_by_text("A fixed price in 2 parts")).to_be_visible()
        await page.get_by_role("button", name="Make the agreement").click()
        part = page.get_by_role("row", name=re.compile("^Design"))
        await part.get_by_role("button", name="Reached…").click()
        await page.get_by_role("button", name="It is reached").click()
        await expect(part).to_contain_text("Reached ")
        await assert_accessible(page)


async def test_a_month_opens_down_to_its_time(browser: Browser, system: System) -> None:
    person, customer, agreement = await asyncio.to_thread(_with_a_used_month, system)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        await page.goto(f"/rates/agreements/{agreement}")
        month = page.get_by_role("row", name="September 2026")
        await expect(month).to_contain_text("2:00")
        await expect(month).to_contain_text("1:00")
        await expect(month).to_contain_text("Can be billed")
        await assert_accessible(page)
        await month.get_by_role("link", name="September 2026").click()
        drawer = page.get_by_role("dialog", name="September 2026")
        await expect(drawer).to_contain_text("2:00 included + 1:00 above")
        await assert_accessible(page)
        await drawer.get_by_role("link", name="2:00 included + 1:00 above").click()
        why = page.get_by_role("dialog", name="Why this rate")
        await expect(why).to_contain_text("0:00–2:00")
        await expect(why).to_contain_text("Covered by Support")
        await expect(why).to_contain_text("2:00–3:00")
        await expect(why).to_contain_text("By the hour, above what Support covers")
        await assert_accessible(page)
        await page.keyboard.press("Escape")
        await page.keyboard.press("Escape")
        await expect(drawer).to_have_count(0)
        await expect(month.get_by_role("link", name="September 2026")).to_be_focused()
        await expect(page.get_by_role("row", name="Support")).to_have_count(3)
        await page.goto(f"/customers/{customer}")
        await expect(page.get_by_text("a month covers 2:00 hours")).to_be_visible()
        await expect(page.get_by_role("meter", name="Used hours of Support")).to_be_visible()
        await page.goto("/rates/agreements")
        row = page.get_by_role("row", name="Support")
        await expect(row).to_contain_text("0:00 of 2:00 used")
        await expect(row).to_contain_text("DKK 1,800.00")
        await assert_accessible(page)


def _with_a_used_month(system: System) -> tuple[Freelancer, str, str]:
    """A customer whose fee covers two hours a month, of which three were used in September."""
    person = freelancer(system)
    api = person.api
    rate = {"hourly_rate": {"amount": "1000.00", "currency": "DKK"}, "valid_from": "2020-01-01"}
    api.post("/rates/v1/rates", rate)
    [customer] = api.pages("/timer/v1/organizations")
    terms = {"valid_from": "2026-09-01", "amount": "1800.00", "included_seconds": 7200}
    agreement = {
        "organization_id": customer["id"],
        "name": "Support",
        "kind": "monthly-minimum",
        "currency": "DKK",
        "first_day": "2026-09-01",
        "terms": [terms],
    }
    made = api.post("/rates/v1/agreements", agreement)
    project = next(api.pages("/timer/v1/projects"))
    time = {"project_id": project["id"], "seconds": 10_800, "work_date": "2026-09-15"}
    api.create(f"/timer/v1/time-entries/{uuid.uuid4()}", time)
    return person, customer["id"], made["id"]


async def test_a_bookkeeper_reads_agreements_and_is_told_who_changes_them(
    browser: Browser, system: System
) -> None:
    person = await asyncio.to_thread(freelancer, system)
    account = person.member.account
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, Member("Bo Lind", ("billing",), account, None))
        page = await context.new_page()
        await page.goto("/rates/agreements")
        new = page.get_by_role("button", name="New agreement").first
        await expect(new).to_have_attribute("aria-disabled", "true")
        await expect(new).to_have_attribute("title", "Managers change this.")


async def _choose_customer(page: Page) -> None:
    await page.get_by_label("Customer").fill("Nord")
    await page.get_by_role("option", name="Nordlys").click()


async def _change_terms_that_a_colleague_changed(page: Page, api: ApiClient) -> None:
    """Who read an older version is told so, and reads the newer one."""
    agreement = page.url.rpartition("/")[2]
    path = f"/rates/v1/agreements/{agreement}"
    await page.get_by_role("button", name="Other terms…").click()
    form = page.get_by_role("dialog", name="Other terms")
    await form.get_by_label("Fee a month, without VAT").fill("20000")
    theirs = {"valid_from": f"{NEXT_YEAR}-01-01", "amount": "19000", "included_seconds": 72_000}
    await asyncio.to_thread(api.post, f"{path}/terms", theirs, etag='"1"')
    await form.get_by_role("button", name="Change them").click()
    await expect(form).to_contain_text("Somebody changed this since you read it.")
    await form.get_by_label("From").fill(f"{NEXT_YEAR}-02-01")
    await expect(page.get_by_role("row", name=f"1 Jan {NEXT_YEAR}")).to_be_attached()
    await form.get_by_role("button", name="Change them").click()
    await expect(form).to_have_count(0)
    await expect(page.get_by_role("row", name=f"1 Feb {NEXT_YEAR}")).to_contain_text("20,000")


async def _end(page: Page) -> None:
    await page.get_by_role("button", name="End it…").click()
    form = page.get_by_role("dialog", name="End the agreement")
    await form.get_by_label("Last day").fill(f"{NEXT_YEAR}-06-30")
    await form.get_by_role("button", name="End it").click()
    await expect(form).to_have_count(0)
    await expect(page.get_by_text(f"It ends on 30 Jun {NEXT_YEAR}.")).to_be_visible()
