"""Names and addresses that are taken, and within what."""

from typing import Any

import pytest

from services.timer.tests.driver import COPENHAGEN, Driver, created, slug
from services.timer.tests.factories import FJORD
from testkit import OTHER_ACCOUNT


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        ("organizations", {"name": "nordlys  APS"}, "name-taken"),
        ("service-types", {"name": "SUPPORT"}, "name-taken"),
        ("agents", {"name": "Other", "email": "METTE@example.dk"}, "email-taken"),
        ("agents", {"name": "Other", "aliases": ["mette@example.dk"]}, "email-taken"),
    ],
)
async def test_names_and_addresses_are_taken_once(
    driver: Driver, path: str, body: dict[str, Any], expected: str
) -> None:
    await driver.create("service-types", name="Support")
    assert slug(await driver.manager.post(f"/v1/{path}", json=body)) == (409, expected)


async def test_projects_are_named_within_their_customer_and_tasks_within_their_project(
    driver: Driver,
) -> None:
    same = {"name": "webshop", "organization_id": driver.organization["id"]}
    assert slug(await driver.manager.post("/v1/projects", json=same)) == (409, "name-taken")
    fjord = await driver.create("organizations", **FJORD)
    other = await driver.create("projects", name="Webshop", organization_id=fjord["id"])
    for project in (driver.project, other):
        await driver.create("tasks", name="Checkout", project_id=project["id"])
    again = {"name": "CHECKOUT", "project_id": other["id"]}
    assert slug(await driver.manager.post("/v1/tasks", json=again)) == (409, "name-taken")
    for expected in (201, 409):
        response = await driver.manager.post("/v1/projects", json={"name": "Internal"})
        assert response.status_code == expected, "projects of nobody share one list of names"


async def test_an_agents_old_address_is_free_again(driver: Driver) -> None:
    url = f"/v1/agents/{driver.agent_id}"
    moved = {"name": "Mette Friis", "email": "friis@example.dk", "time_zone": COPENHAGEN}
    assert (await driver.manager.patch(url, json=moved)).status_code == 200
    await driver.create("agents", name="Other Mette", email="mette@example.dk")
    back = await driver.manager.patch(url, json={**moved, "aliases": ["mette@example.dk"]})
    assert slug(back) == (409, "email-taken")


async def test_a_second_manager_in_another_account_has_names_of_their_own(
    driver: Driver,
) -> None:
    stranger = await driver.timer.as_("owner", account=OTHER_ACCOUNT)
    await created(stranger, "organizations", {"name": "Nordlys ApS"})
    await created(stranger, "agents", {"name": "Mette", "email": "mette@example.dk"})
