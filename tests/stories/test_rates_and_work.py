"""An owner makes a rate where one is missing, sees which one wins, and makes work and starts on it."""

import uuid
from datetime import UTC, datetime
from typing import Any

from playwright.async_api import Browser, Page, expect

from honorar_local.demo.client import ApiClient
from tests.harness.browser import window
from tests.harness.screens import assert_accessible
from tests.harness.session import Member, log_in
from tests.harness.system import System


async def test_a_missing_price_is_mended_where_it_is_found(
    browser: Browser, system: System
) -> None:
    account = uuid.uuid4()
    api = system.client("owner", account=account)
    customer = api.post("/timer/v1/organizations", {"name": "Nordlys ApS", "currency": "DKK"})
    general = {"amount": "900", "currency": "DKK"}
    api.post("/rates/v1/rates", {"hourly_rate": general, "valid_from": "2026-01-01"})
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, Member("Ea Holm", ("owner",), account))
        page = await context.new_page()
        await page.goto(f"/rates?customer={customer['id']}&on=2025-12-31")
        await expect(page.get_by_text("no rate covers it on that day")).to_be_visible()
        await page.goto(f"/rates?customer={customer['id']}")
        answer = page.get_by_role("status").filter(has_text="an hour")
        await expect(answer).to_contain_text("DKK 900.00")
        await page.get_by_role("button", name="Add a rate").first.click()
        dialog = page.get_by_role("dialog", name="Add a rate")
        await dialog.get_by_role("button", name="Add the rate").click()
        await expect(dialog.get_by_role("alert")).to_be_visible()
        await dialog.get_by_label("Per hour, without VAT").fill("1,250.50")
        await dialog.get_by_role("button", name="Add the rate").click()
        await expect(dialog).to_have_count(0)
        await expect(answer).to_contain_text("DKK 1,250.50")
        await expect(answer).to_contain_text("Names less of the work than the one that wins.")
        await assert_accessible(page)


async def test_an_owner_sets_what_an_hour_costs_and_sees_what_remains(
    browser: Browser, system: System
) -> None:
    account = uuid.uuid4()
    api = system.client("owner", account=account)
    api.patch("/timer/v1/settings", {"currency": "DKK"})
    agent = api.post("/timer/v1/agents", {"name": "Ea Holm"})
    customer = api.post("/timer/v1/organizations", {"name": "Nordlys ApS", "currency": "DKK"})
    general = {"amount": "900", "currency": "DKK"}
    api.post("/rates/v1/rates", {"hourly_rate": general, "valid_from": "2026-01-01"})
    entry = _an_hour(
        system.client("agent", account=account, agent_id=uuid.UUID(agent["id"])), customer
    )
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, Member("Ea Holm", ("owner",), account))
        page = await context.new_page()
        await page.goto("/rates")
        await page.get_by_role("link", name="Costs").click()
        await page.get_by_role("button", name="Add the first cost").click()
        dialog = page.get_by_role("dialog", name="Add a cost")
        await dialog.get_by_label("What an hour costs").fill("-1")
        await dialog.get_by_role("button", name="Add the cost").click()
        await expect(dialog.get_by_role("alert").first).to_be_visible()
        await dialog.get_by_label("What an hour costs").fill("412.50")
        await dialog.get_by_role("button", name="Add the cost").click()
        await expect(dialog).to_have_count(0)
        await expect(page.get_by_text("DKK 412.50")).to_be_visible()
        await assert_accessible(page)
        await page.goto("/overview")
        await expect(page.get_by_text("after DKK 412.50 of costs")).to_be_visible()
        await expect(page.get_by_text("DKK 487.50").first).to_be_visible()
        await page.goto(f"/billing?price={entry['id']}")
        await expect(page.get_by_role("region", name="What it costs")).to_contain_text("DKK 487.50")
        await assert_accessible(page)
        await _raise_the_cost(page)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, Member("Bo Lund", ("billing",), account))
        page = await context.new_page()
        await page.goto("/rates")
        await expect(page.get_by_text("DKK 900.00")).to_be_visible()
        await expect(page.get_by_role("link", name="Costs")).to_have_count(0)
        await page.goto("/rates/costs")
        await expect(page.get_by_text("Owners and managers see what time costs.")).to_be_visible()


async def _raise_the_cost(page: Page) -> None:
    """Another amount is seen before it holds, and what it changed can be undone."""
    await page.goto("/rates/costs")
    await page.get_by_role("button", name="New amount").click()
    dialog = page.get_by_role("dialog", name="New amount")
    await dialog.get_by_label("What an hour costs").fill("500")
    await dialog.get_by_role("button", name="See what changes").click()
    await expect(dialog.get_by_text("1 entry costs something else")).to_be_visible()
    await expect(dialog.get_by_text("DKK 500.00").first).to_be_visible()
    await assert_accessible(page)
    await dialog.get_by_role("button", name="Change the costs so").click()
    await expect(dialog).to_have_count(0)
    changes = page.get_by_role("region", name="Changes")
    await expect(changes.get_by_text("Done", exact=True)).to_be_visible()
    await expect(changes.get_by_role("button", name="Undo…")).to_be_visible()


def _an_hour(api: ApiClient, customer: dict[str, Any]) -> dict[str, Any]:
    today = datetime.now(UTC).date().isoformat()
    time = {
        "work_date": today,
        "seconds": 3600,
        "organization_id": customer["id"],
        "billable": True,
    }
    return dict(api.create(f"/timer/v1/time-entries/{uuid.uuid4()}", time))


async def test_a_new_task_is_started_from_its_page(browser: Browser, system: System) -> None:
    account = uuid.uuid4()
    api = system.client("owner", account=account)
    agent = api.post("/timer/v1/agents", {"name": "Ea Holm"})
    api.post("/timer/v1/projects", {"name": "Webshop"})
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, Member("Ea Holm", ("owner",), account, agent["id"]))
        page = await context.new_page()
        await page.goto("/work?new=task")
        await _new_task(page)
        await expect(page.get_by_role("heading", name="Checkout", level=1)).to_be_visible()
        await page.get_by_role("button", name="Start the timer on Checkout").click()
        await expect(page.get_by_text("The timer runs on Checkout")).to_be_visible()
        await page.get_by_role("button", name="Archive").click()
        await expect(page.get_by_role("button", name="Open again")).to_be_visible()
        await assert_accessible(page)
        await page.goto("/work?q=check")
        await expect(page.get_by_text("Nothing is found")).to_be_visible()
        await page.get_by_role("checkbox", name="Archived and closed too").click()
        await expect(page.get_by_role("link", name="Checkout")).to_be_visible()


async def _new_task(page: Page) -> None:
    dialog = page.get_by_role("dialog", name="New task")
    await dialog.get_by_label("Name").fill("Checkout")
    await dialog.get_by_role("combobox", name="Project").fill("Web")
    await page.get_by_role("option", name="Webshop").click()
    await dialog.get_by_role("button", name="Save").click()
