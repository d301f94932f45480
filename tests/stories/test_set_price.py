"""A manager finds time that is priced in a foreign currency, sets its price, and lets the rates decide again."""

import asyncio
import uuid
from datetime import UTC, datetime, timedelta

from playwright.async_api import Browser, Page, expect

from tests.harness.browser import window
from tests.harness.screens import assert_accessible
from tests.harness.session import Member, log_in
from tests.harness.system import System


async def test_time_in_a_foreign_currency_gets_a_price_by_hand(
    browser: Browser, system: System
) -> None:
    account, _ = await asyncio.to_thread(_with_foreign_time, system, 1)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, Member("Ea Holm", ("manager",), account))
        page = await context.new_page()
        await page.goto("/rates")
        await page.get_by_role("link", name="DKK, not EUR").click()
        drawer = page.get_by_role("dialog", name="Why this rate")
        await expect(drawer).to_contain_text("the customer is invoiced in EUR")
        await _set(page, "-1", "agreed on the phone")
        form = page.get_by_role("dialog", name="Set a price")
        await expect(form.get_by_role("alert").first).to_be_visible()
        await form.get_by_label("Per hour, without VAT").fill("120.50")
        await form.get_by_role("button", name="Set the price").click()
        await expect(form).to_have_count(0)
        await expect(drawer).to_contain_text("Set by hand")
        await expect(drawer).to_contain_text("agreed on the phone")
        await expect(drawer).not_to_contain_text("Nothing is converted")
        await assert_accessible(page)
        await drawer.get_by_role("button", name="Remove").click()
        await page.get_by_role("button", name="Remove it").click()
        await expect(drawer).to_contain_text("Other prices that were set by hand")
        await expect(drawer).to_contain_text("Nothing is converted")


async def _set(page: Page, amount: str, reason: str) -> None:
    await page.get_by_role("button", name="Set a price…").click()
    form = page.get_by_role("dialog", name="Set a price")
    await form.get_by_label("Per hour, without VAT").fill(amount)
    await form.get_by_label("Reason").fill(reason)
    await form.get_by_role("button", name="Set the price").click()


async def test_several_entries_get_a_price_at_once(browser: Browser, system: System) -> None:
    account, entries = await asyncio.to_thread(_with_foreign_time, system, 3)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, Member("Ea Holm", ("manager",), account))
        page = await context.new_page()
        await page.goto("/rates")
        await expect(page.get_by_role("link", name="DKK, not EUR")).to_have_count(3)
        await expect(page.get_by_role("button", name="Set their price…")).to_be_disabled()
        await page.get_by_role("button", name="Choose all that are shown").click()
        await expect(page.get_by_text("3 entries chosen")).to_be_visible()
        await page.get_by_role("button", name="Set their price…").click()
        form = page.get_by_role("dialog", name="Set a price")
        await expect(form.get_by_label("Currency")).to_have_value("EUR")
        await form.get_by_label("Per hour, without VAT").fill("120,50")
        await form.get_by_label("Reason").fill("agreed on the phone")
        await asyncio.to_thread(_price_one, system, account, entries[0])
        await form.get_by_role("button", name="Set the price").click()
        await expect(form).to_contain_text("No price was set: all of them get it, or none.")
        await expect(form).to_contain_text("1 entry stands in the way")
        await expect(form).to_contain_text("1:00: A price is set on it already. Change it there.")
        await assert_accessible(page)
        await form.get_by_role("button", name="Leave them out").click()
        await expect(form).to_contain_text("each of the 2 entries")
        await form.get_by_role("button", name="Set the price").click()
        await expect(form).to_have_count(0)
        await expect(page.get_by_role("link", name="DKK, not EUR")).to_have_count(0)


def _with_foreign_time(system: System, count: int) -> tuple[uuid.UUID, list[str]]:
    """An account with so many hours that are priced in DKK for a customer who is invoiced in EUR."""
    account = uuid.uuid4()
    api = system.client("owner", account=account)
    api.patch("/timer/v1/settings", {"currency": "DKK"})
    agent = api.post("/timer/v1/agents", {"name": "Ea Holm"})
    customer = api.post("/timer/v1/organizations", {"name": "Nordlys GmbH", "currency": "EUR"})
    general = {"amount": "900", "currency": "DKK"}
    api.post("/rates/v1/rates", {"hourly_rate": general, "valid_from": "2026-01-01"})
    today = datetime.now(UTC).date()
    time = {
        "seconds": 3600,
        "organization_id": customer["id"],
        "billable": True,
    }
    hers = system.client("agent", account=account, agent_id=uuid.UUID(agent["id"]))
    entries = [str(uuid.uuid4()) for _ in range(count)]
    for back, entry in enumerate(entries):
        day = (today - timedelta(days=back)).isoformat()
        hers.create(f"/timer/v1/time-entries/{entry}", {**time, "work_date": day})
    return account, entries


def _price_one(system: System, account: uuid.UUID, entry: str) -> None:
    """What a colleague does meanwhile."""
    price = {"hourly_rate": {"amount": "99", "currency": "EUR"}, "reason": "a favour"}
    api = system.client("manager", account=account)
    api.create(f"/rates/v1/prices/{entry}/override", price)
