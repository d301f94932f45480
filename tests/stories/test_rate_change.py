"""A bookkeeper raises a rate: sees what that does to whom, does just that, and undoes it."""

import os
import uuid
from datetime import UTC, datetime, timedelta

from playwright.async_api import Browser, Locator, Page, expect

from honorar_local.demo.client import ApiClient, wait_for
from tests.harness.browser import window
from tests.harness.screens import assert_accessible
from tests.harness.session import Member, log_in
from tests.harness.system import System

YEAR = (datetime.now(UTC) - timedelta(days=2)).year


def _worked(owner: ApiClient, *, colleague: ApiClient | None = None) -> None:
    """Two customers, an hour of work for each, and a rate for everything."""
    general = {"amount": "900", "currency": "DKK"}
    owner.post("/rates/v1/rates", {"hourly_rate": general, "valid_from": f"{YEAR}-01-01"})
    agent = owner.post("/timer/v1/agents", {"name": "Ea Holm"})
    for name, seconds in (("Nordlys ApS", 3600), ("Havblik A/S", 5400)):
        customer = owner.post("/timer/v1/organizations", {"name": name, "currency": "DKK"})
        project = owner.post(
            "/timer/v1/projects", {"name": f"Site of {name}", "organization_id": customer["id"]}
        )
        task = owner.post("/timer/v1/tasks", {"name": "Build", "project_id": project["id"]})
        worked = {"agent_id": agent["id"], "task_id": task["id"], "seconds": seconds}
        day = {"work_date": f"{YEAR}-01-02"}
        owner.create(f"/timer/v1/time-entries/{uuid.uuid4()}", {**worked, **day})


def _revenue(owner: ApiClient) -> list[str]:
    totals = owner.get("/rates/v1/costs-and-revenue")["totals"]
    return [total["amount"]["amount"] for total in totals]


async def test_a_rate_is_raised_as_it_was_seen_and_undone(browser: Browser, system: System) -> None:
    account = uuid.uuid4()
    owner = system.client("owner", account=account)
    _worked(owner)
    wait_for("the revenue", lambda: _revenue(owner) == ["2250.00"])
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, Member("Ida Bruun", ("billing",), account))
        page = await context.new_page()
        await page.goto("/rates")
        dialog = await _preview(page, "1000")
        await expect(dialog).to_contain_text("2 entries get another price: 2:30 hours")
        row = dialog.get_by_role("row").filter(has_text="Havblik A/S")
        await expect(row).to_contain_text("1,350.00")
        await expect(row).to_contain_text("1,500.00")
        await assert_accessible(page)
        await _picture(page, "preview")
        await dialog.get_by_role("button", name="Change the rates so").click()
        await expect(dialog).to_have_count(0)
        changes = page.get_by_role("region", name="Changes")
        await expect(changes.get_by_text("Done", exact=True)).to_be_visible()
        wait_for("the new prices", lambda: _revenue(owner) == ["2500.00"])
        await _picture(page, "changes")
        await changes.get_by_role("button", name="Undo…").click()
        undoing = page.get_by_role("dialog", name="Undo this change?")
        await expect(undoing).to_contain_text("2,500.00")
        await undoing.get_by_role("button", name="Change the rates so").click()
        await expect(changes.get_by_text("Undone", exact=True)).to_be_visible()
        wait_for("the old prices", lambda: _revenue(owner) == ["2250.00"])
        await assert_accessible(page)


async def test_what_a_colleague_changes_meanwhile_is_looked_at_again(
    browser: Browser, system: System
) -> None:
    account = uuid.uuid4()
    owner = system.client("owner", account=account)
    _worked(owner)
    wait_for("the revenue", lambda: _revenue(owner) == ["2250.00"])
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, Member("Ida Bruun", ("billing",), account))
        page = await context.new_page()
        await page.goto("/rates")
        dialog = await _preview(page, "1000")
        await expect(dialog).to_contain_text("2 entries get another price")
        money = {"amount": "700", "currency": "EUR"}
        old = {"valid_from": "2020-01-01", "valid_to": "2020-12-31"}
        owner.post("/rates/v1/rates", {"hourly_rate": money, **old})
        await dialog.get_by_role("button", name="Change the rates so").click()
        await expect(dialog.get_by_role("alert")).to_contain_text("Go back and look again.")
        await dialog.get_by_role("button", name="Back").click()
        await expect(dialog.get_by_label("Per hour, without VAT")).to_have_value("1000")
        await dialog.get_by_role("button", name="See what changes").click()
        await dialog.get_by_role("button", name="Change the rates so").click()
        await expect(dialog).to_have_count(0)


async def _preview(page: Page, amount: str) -> Locator:
    await page.get_by_role("button", name="New amount").click()
    dialog = page.get_by_role("dialog", name="New amount")
    await dialog.get_by_label("Per hour, without VAT").fill("-5")
    await dialog.get_by_label("From", exact=True).fill(f"{YEAR}-01-01")
    await dialog.get_by_role("button", name="See what changes").click()
    await expect(dialog.get_by_role("alert")).to_be_visible()
    await dialog.get_by_label("Per hour, without VAT").fill(amount)
    await dialog.get_by_role("button", name="See what changes").click()
    return dialog


async def _picture(page: Page, name: str) -> None:
    if not (place := os.environ.get("RC_PICTURES")):
        return
    for width in (1280, 390):
        await page.set_viewport_size({"width": width, "height": 860})
        await page.wait_for_timeout(400)
        await page.screenshot(path=f"{place}/{name}-{width}.png", full_page=True)
    await page.set_viewport_size({"width": 1280, "height": 860})
