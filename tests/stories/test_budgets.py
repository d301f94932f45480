"""A budget that runs out: a manager sees it coming, sees it reached, and the forecast is what is billed."""

import os
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.async_api import Browser, Page, expect

from honorar_local.demo.client import ApiClient, wait_for
from tests.harness.browser import DESK, PHONE, window
from tests.harness.screens import assert_accessible, open_screen, settled
from tests.harness.session import Member, log_in
from tests.harness.system import System

HOUR = 3600
TODAY = datetime.now(UTC).date()
Json = dict[str, Any]


def _studio(owner: ApiClient) -> tuple[Json, Json, Json, Json]:
    """A project of 10,000 for a customer, with a task of ten hours at 800, which cost 500."""
    for path, field, amount in (("rates", "hourly_rate", "800"), ("costs", "hourly_cost", "500")):
        money = {"amount": amount, "currency": "DKK"}
        owner.post(f"/rates/v1/{path}", {field: money, "valid_from": "2020-01-01"})
    agent = owner.post("/timer/v1/agents", {"name": "Ea Holm", "time_zone": "UTC"})
    customer = owner.post("/timer/v1/organizations", {"name": "Nordlys ApS", "currency": "DKK"})
    project = owner.post(
        "/timer/v1/projects",
        {
            "name": "Webshop",
            "organization_id": customer["id"],
            "budget_money": {"amount": "10000.00", "currency": "DKK"},
            "budget_seconds": 20 * HOUR,
        },
    )
    task = owner.post(
        "/timer/v1/tasks",
        {
            "name": "Payment page",
            "project_id": project["id"],
            "estimate_seconds": 10 * HOUR,
            "assignee_ids": [agent["id"]],
            "planned_start": TODAY.isoformat(),
            "planned_finish": (TODAY + timedelta(days=10)).isoformat(),
        },
    )
    return agent, customer, project, task


def _log(owner: ApiClient, agent: Json, task: Json, hours: float) -> None:
    worked = {"agent_id": agent["id"], "task_id": task["id"], "seconds": int(hours * HOUR)}
    day = (TODAY - timedelta(days=1)).isoformat()
    owner.create(f"/timer/v1/time-entries/{uuid.uuid4()}", {**worked, "work_date": day})


def _forecast(owner: ApiClient, project: Json) -> str:
    """Empty until the project and its plan have come to rates."""
    found = owner.get("/rates/v1/budgets", kind="project")["items"]
    amounts = [
        money["forecast"] for one in found if one["id"] == project["id"] for money in one["money"]
    ]
    return str(amounts[0]["amount"]) if amounts else ""


async def test_a_budget_runs_out_before_the_eyes_of_a_manager(
    browser: Browser, system: System
) -> None:
    account = uuid.uuid4()
    owner = system.client("owner", account=account)
    agent, customer, project, task = _studio(owner)
    _log(owner, agent, task, 5)
    wait_for("the forecast", lambda: _forecast(owner, project) == "8000.00")
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, Member("Ida Bruun", ("manager",), account))
        page = await context.new_page()
        await open_screen(page, f"/projects/{project['id']}", "Webshop")
        money = page.get_by_role("region", name="Money")
        await expect(money).to_contain_text("DKK 4,000.00 of DKK 10,000.00")
        await expect(money).to_contain_text("At completion")
        await expect(money).to_contain_text("8,000.00")
        await expect(money).to_contain_text("3,000.00")  # what remains of it
        _log(owner, agent, task, 5)
        wait_for("the forecast", lambda: _forecast(owner, project) == "8000.00")
        _log(owner, agent, task, 4)
        wait_for("the new forecast", lambda: _forecast(owner, project) == "11200.00")
        await page.reload()
        await expect(money).to_contain_text("112 % of the budget are used.")
        await assert_accessible(page)
        await _pictures(page, "project")
        await _set_a_customers_budget(page, customer)
        await open_screen(page, "/plan", "Plan")
        await page.get_by_role("link", name="Budgets").click()
        await expect(page.get_by_role("heading", name="Budgets", level=1)).to_be_visible()
        await expect(page.get_by_role("link", name="Webshop")).to_be_visible()
        await expect(page.get_by_role("link", name="Nordlys ApS")).to_be_visible()
        await assert_accessible(page)
        await _pictures(page, "budgets")

    def reached() -> bool:
        found = owner.get(f"/rates/v1/budgets/{project['id']}")["reached"]
        told = [(one["measure"], one["forecast"], one["percent"]) for one in found]
        logged = [("money", False, percent) for percent in (50, 80, 100)]
        return sorted(told) == sorted([*logged, ("money", True, 100), ("hours", False, 50)])

    wait_for("what was reached, each once", reached)


async def _set_a_customers_budget(page: Page, customer: Json) -> None:
    """In a form that says what is missing."""
    await open_screen(page, f"/customers/{customer['id']}", "Nordlys ApS")
    await page.get_by_role("button", name="Set a budget…").click()
    dialog = page.get_by_role("dialog", name="Set a budget")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog.get_by_label("Hours")).to_have_attribute("aria-invalid", "true")
    await dialog.get_by_label("Money").fill("12000")
    await dialog.get_by_label("Hours").fill("30")
    await _pictures(page, "set")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_have_count(0)
    budgets = page.get_by_role("region", name="Budgets")
    await expect(budgets).to_contain_text("DKK 11,200.00 of DKK 12,000.00")
    await _pictures(page, "customer")


async def _pictures(page: Page, name: str) -> None:
    """For who looks at the screen: `HONORAR_PICTURES=<folder>`."""
    folder = os.environ.get("HONORAR_PICTURES")
    for size in (PHONE, DESK) if folder else ():
        await page.set_viewport_size(size)
        await settled(page)
        await page.screenshot(path=f"{folder}/budgets-{name}-{size['width']}.png", full_page=True)
