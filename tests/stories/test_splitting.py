"""A bookkeeper splits a line, moves time to another draft, groups it otherwise, sees what a new rate changed, and takes
something off one line.
"""

import asyncio
import os
import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.async_api import Browser, Locator, Page, ViewportSize, expect

from honorar_local.demo.client import ApiClient, wait_for
from tests.harness.browser import window
from tests.harness.people import freelancer
from tests.harness.screens import assert_accessible, assert_fits
from tests.harness.session import log_in
from tests.harness.system import System

PHONE: ViewportSize = {"width": 390, "height": 844}


def two_drafts(api: ApiClient) -> list[str]:
    """Three hours and a half of one customer, approved, on two drafts; returns their ids."""
    api.patch("/timer/v1/settings", {"allow_self_approval": True})
    rate = {"hourly_rate": {"amount": "1000.00", "currency": "DKK"}, "valid_from": "2020-01-01"}
    api.post("/rates/v1/rates", rate)
    [customer] = api.pages("/timer/v1/organizations")
    project = next(api.pages("/timer/v1/projects"))
    day = datetime.now(UTC).date().replace(day=1) - timedelta(days=5)
    for seconds, what in ((7200, "Checkout"), (3600, "Vouchers"), (1800, "Search")):
        worked = {"project_id": project["id"], "seconds": seconds, "description": what}
        entry = {**worked, "work_date": str(day)}
        api.create(f"/timer/v1/time-entries/{uuid.uuid4()}", entry)
    for state, verb in (("draft", "submit"), ("submitted", "approve")):
        [sheet] = api.pages("/timer/v1/timesheets", state=state)
        path = f"/timer/v1/timesheets/{sheet['id']}"
        api.post(f"{path}/{verb}", etag=api.etag(path))
    wait_for("ready time", lambda: sums(api)["ready"] == 12_600)
    found = api.get("/invoicing/v1/billable-time")["items"]
    rows: dict[str, str] = {one["description"]: one["entry_id"] for one in found}
    asked = {"organization_id": customer["id"], "group_by": "all"}
    parts = ([rows["Checkout"], rows["Vouchers"]], [rows["Search"]])
    return [draft_of(api, {**asked, "entry_ids": part}) for part in parts]


def draft_of(api: ApiClient, asked: dict[str, Any]) -> str:
    made = api.post("/invoicing/v1/invoices", asked, key=str(uuid.uuid4()))
    return str(made["id"])


def sums(api: ApiClient) -> dict[str, Any]:
    found: dict[str, Any] = api.get("/invoicing/v1/billable-time")["sums"]
    return found


def lines(api: ApiClient, draft: str) -> list[tuple[int, str]]:
    """Seconds and amounts of a draft."""
    found = api.get(f"/invoicing/v1/invoices/{draft}")["lines"]
    return [(one["seconds"], one["amount"]["amount"]) for one in found]


async def test_time_is_split_moved_grouped_and_follows_a_new_rate(
    browser: Browser, system: System
) -> None:
    person = await asyncio.to_thread(freelancer, system)
    api = person.api
    draft, other = await asyncio.to_thread(two_drafts, api)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        await page.goto(f"/drafts/{draft}")
        dialog = await split(page, 0)
        await dialog.get_by_role("checkbox", name=re.compile("1:00")).check()
        await dialog.get_by_label("How much of it").fill("0:20:01")
        await dialog.get_by_label("Text of the new line").fill("Vouchers, the wording")
        await assert_accessible(page)
        await picture(page, "split")
        await dialog.get_by_role("button", name="Split", exact=True).click()
        await expect(
            page.get_by_role("row", name=re.compile("Vouchers, the wording"))
        ).to_be_visible()
        assert lines(api, draft) == [(9599, "2666.39"), (1201, "333.61")]
        dialog = await split(page, 1)
        await dialog.get_by_label("Where to").select_option(f"draft {other}")
        await dialog.get_by_role("button", name="Move", exact=True).click()
        await expect(dialog).to_have_count(0)
        assert lines(api, other) == [(1800, "500.00"), (1201, "333.61")]
        await page.get_by_role("button", name="Group…").click()
        dialog = page.get_by_role("dialog", name="Group the time otherwise")
        await dialog.get_by_label("One line for each").select_option("entry")
        await expect(dialog.get_by_role("row", name=re.compile("Checkout")).first).to_be_visible()
        await assert_accessible(page)
        await picture(page, "group")
        await dialog.get_by_role("button", name="Group so").click()
        await expect(dialog).to_have_count(0)
        assert sorted(lines(api, draft)) == [(2399, "666.39"), (7200, "2000.00")]
        await asyncio.to_thread(raise_the_rate, api)
        await asyncio.to_thread(
            wait_for, "the new prices", lambda: (7200, "2400.00") in lines(api, draft)
        )
        await page.reload()
        changed = page.get_by_role("region", name="New prices on this draft")
        await expect(changed).to_contain_text("DKK 1,200.00")
        await assert_accessible(page)
        await picture(page, "repriced")
        await page.set_viewport_size(PHONE)
        await assert_fits(page)
        await changed.get_by_role("button", name="Seen").click()
        await expect(changed).to_have_count(0)
        await take_a_tenth_off_and_split(page, api, draft)
    assert sums(api)["claimed"] == 12_600


async def take_a_tenth_off_and_split(page: Page, api: ApiClient, draft: str) -> None:
    """Take a tenth off the first line: what is split off it has that too, and an amount stays where it is."""
    await page.get_by_role("button", name=re.compile("^Discount on")).first.click()
    dialog = page.get_by_role("dialog", name="Discount on the line")
    await dialog.get_by_label("Percent").fill("10")
    await assert_accessible(page)
    await assert_fits(page)
    await picture(page, "discount-dialog")
    await dialog.get_by_role("button", name="Add", exact=True).click()
    await expect(dialog).to_have_count(0)
    charged = lines(api, draft)
    dialog = await split(page, 0)
    await dialog.get_by_role("checkbox").first.check()
    await dialog.get_by_label("How much of it").fill("0:10")
    await dialog.get_by_role("button", name="Split", exact=True).click()
    await expect(dialog).to_have_count(0)
    parted = lines(api, draft)
    (seconds, _), (tenth, _), *others = charged
    assert [one for one, _ in parted] == [seconds - 600, tenth, 600, tenth, *(x for x, _ in others)]
    assert parted[3][1] == "-20.00"
    await page.get_by_role("button", name="Change Discount").nth(1).click()
    dialog = page.get_by_role("dialog", name="Change the line")
    await expect(dialog.get_by_label("Percent")).to_have_value("10")
    await dialog.get_by_label("Percent").fill("")
    await dialog.get_by_label("Amount in DKK").fill("20.50")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_text(re.compile(r"20\.50")).first).to_be_visible()
    assert lines(api, draft)[3][1] == "-20.50"
    await assert_fits(page)
    await picture(page, "discounts")


async def split(page: Page, line: int) -> Locator:
    """Open the dialog of a line of time."""
    await page.get_by_role("button", name=re.compile("^Split or move")).nth(line).click()
    dialog = page.get_by_role("dialog", name="Split the line, or move its time")
    await expect(dialog.get_by_role("checkbox").first).to_be_visible()
    return dialog


def raise_the_rate(api: ApiClient) -> None:
    """To 1,200 an hour for this customer, from the beginning."""
    [customer] = api.pages("/timer/v1/organizations")
    money = {"amount": "1200.00", "currency": "DKK"}
    whose = {"organization_id": customer["id"]}
    api.post("/rates/v1/rates", {"hourly_rate": money, "valid_from": "2020-01-01", **whose})


async def picture(page: Page, name: str) -> None:
    """Keep what is seen, where `SPLIT_PICTURES` says."""
    if not (place := os.environ.get("SPLIT_PICTURES")):
        return
    before = page.viewport_size
    for width in (1280, 390):
        await page.set_viewport_size({"width": width, "height": 860})
        await page.wait_for_timeout(300)
        await page.screenshot(path=f"{place}/{name}-{width}.png", full_page=True)
    if before:
        await page.set_viewport_size(before)
