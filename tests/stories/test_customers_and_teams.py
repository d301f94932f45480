"""Order in the house: a customer who is there twice becomes one, and two again; somebody changes teams as of last week."""

import asyncio
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from playwright.async_api import Browser, Locator, Page, expect

from honorar_local.demo.client import ApiClient
from tests.harness.browser import PHONE, window
from tests.harness.screens import assert_accessible, assert_fits, open_screen
from tests.harness.session import Member, log_in
from tests.harness.system import System


@dataclass(frozen=True)
class Office:
    """An account and its manager."""

    manager: Member
    owner: ApiClient


def office(system: System) -> Office:
    account = uuid.uuid4()
    owner = system.client("owner", account=account)
    agent = owner.post("/timer/v1/agents", {"name": "Mette Holm"})
    return Office(Member("Mette Holm", ("manager",), account, uuid.UUID(agent["id"])), owner)


def customer_who_is_there_twice(here: Office) -> str:
    """`Nordlys ApS`, and `Nordlys` with a project: the path of the latter's page."""
    here.owner.post("/timer/v1/organizations", {"name": "Nordlys ApS"})
    double = here.owner.post("/timer/v1/organizations", {"name": "Nordlys"})
    here.owner.post("/timer/v1/projects", {"name": "Webshop", "organization_id": double["id"]})
    return f"/customers/{double['id']}"


async def test_two_customers_become_one_and_are_two_again(browser: Browser, system: System) -> None:
    here = await asyncio.to_thread(office, system)
    path = await asyncio.to_thread(customer_who_is_there_twice, here)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, here.manager)
        page = await context.new_page()
        await open_screen(page, path, "Nordlys")
        await page.get_by_role("button", name="Merge…").click()
        dialog = page.get_by_role("dialog", name="Merge Nordlys")
        await expect(dialog).to_contain_text("1 project, 0 tickets")
        await dialog.get_by_label("Is the same as").fill("nordlys a")
        await page.get_by_role("option", name="Nordlys ApS").click()
        await assert_accessible(page)
        await dialog.get_by_role("button", name="Merge").click()
        await expect(page.get_by_role("heading", name="Nordlys ApS", level=1)).to_be_visible()
        await expect(page.get_by_text("was merged into this customer")).to_be_visible()
        await expect(page.get_by_role("main").get_by_text("Webshop")).to_be_visible()

        await page.get_by_role("button", name="Undo the merging of Nordlys").click()
        await expect(page.get_by_text("was merged into this customer")).to_have_count(0)
        await expect(page.get_by_role("main").get_by_text("Webshop")).to_have_count(0)
        await open_screen(page, path, "Nordlys")
        await expect(page.get_by_role("main").get_by_text("Webshop")).to_be_visible()


async def test_somebody_moves_to_another_team_as_of_a_day_in_the_past(
    browser: Browser, system: System
) -> None:
    here = await asyncio.to_thread(office, system)
    today = datetime.now(UTC).date()
    async with window(browser, system.state.gateway, size=PHONE) as context:
        await log_in(context, system, here.manager)
        page = await context.new_page()
        await open_screen(page, "/people/teams", "Teams")
        for name in ("Shop", "Backend"):
            await page.get_by_role("button", name="New team").click()
            dialog = page.get_by_role("dialog", name="New team")
            await dialog.get_by_label("Name").fill(name)
            await dialog.get_by_role("button", name="Save").click()
            await expect(page.get_by_role("heading", name=name)).to_be_visible()
        shop, backend = (page.get_by_role("region", name=name) for name in ("Shop", "Backend"))
        await _move(page, shop, "Shop", today - timedelta(days=90))
        await _move(page, backend, "Backend", today - timedelta(days=7))
        await expect(shop.get_by_role("listitem")).to_contain_text("Ended")
        await expect(backend.get_by_role("listitem")).not_to_contain_text("Ended")
        await assert_accessible(page)
        await assert_fits(page)
    agent = here.manager.agent_id
    found = here.owner.get(f"/timer/v1/agents/{agent}/memberships")["items"]
    days = sorted((one["first_day"], one["last_day"]) for one in found)
    assert days == [
        (f"{today - timedelta(days=90)}", f"{today - timedelta(days=8)}"),
        (f"{today - timedelta(days=7)}", None),
    ]


async def _move(page: Page, team: Locator, name: str, first_day: date) -> None:
    await team.get_by_role("button", name=f"Add somebody to {name}").click()
    dialog = page.get_by_role("dialog", name="Move to a team")
    await dialog.get_by_label("Person").select_option("Mette Holm")
    await dialog.get_by_label("From").fill(f"{first_day}")
    await dialog.get_by_role("button", name="Move").click()
    await expect(team.get_by_role("listitem")).to_contain_text("Mette Holm")
