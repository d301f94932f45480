"""Tickets over HTTP: made, and worked on."""

import asyncio
from typing import Any

import pytest

from contracts.timer import TicketChanged
from services.timer.tests.driver import NOBODY, Driver, open_account, reasons, slug
from testkit import OTHER_ACCOUNT, Served


async def test_a_ticket_has_a_number_and_says_who_asked(driver: Driver, eva: str) -> None:
    made = await driver.ticket(eva, channel="phone", priority="high")
    expected = {
        "number": 1,
        "status": "new",
        "channel": "phone",
        "priority": "high",
        "requester_name": "Eva Lund",
        "organization_id": driver.organization["id"],
        "closed": False,
        "merged_into_id": None,
        "description": "",
    }
    assert expected.items() <= made.items()
    assert (await driver.ticket(eva))["number"] == 2


async def test_an_agent_makes_tickets_and_works_on_them(driver: Driver, eva: str) -> None:
    body = {"name": "Printer", "requester_id": eva}
    made = (await driver.agent.post("/v1/tickets", json=body)).json()
    url = f"/v1/tickets/{made['id']}"
    mine = {"status": "open", "assignee_id": str(driver.agent_id)}
    assert (await driver.agent.patch(url, json=mine)).json()["status"] == "open"
    closing = await driver.agent.patch(url, json={"status": "closed"})
    assert slug(closing) == (403, "not-allowed")
    assert (await driver.manager.patch(url, json={"status": "closed"})).json()["closed"]
    renamed = await driver.agent.patch(url, json={"name": "Scanner"})
    assert slug(renamed) == (403, "not-allowed")
    back = await driver.manager.patch(url, json={"status": "new"})
    assert reasons(back) == {"status": "a closed ticket is opened first"}


async def test_many_at_once_have_a_number_each(driver: Driver, eva: str) -> None:
    made = await asyncio.gather(*(driver.ticket(eva, f"Printer {n}") for n in range(20)))
    assert sorted(one["number"] for one in made) == list(range(1, 21))


async def test_each_account_counts_its_own(timer: Served, driver: Driver, eva: str) -> None:
    await driver.ticket(eva)
    other = await open_account(timer, OTHER_ACCOUNT)
    contacts = f"organizations/{other.organization['id']}/contacts"
    per = await other.create(contacts, name="Per")
    assert (await other.ticket(per["id"]))["number"] == 1
    refused = await other.manager.post("/v1/tickets", json={"name": "X", "requester_id": eva})
    assert reasons(refused) == {"requester_id": "there is no such contact"}


async def test_every_change_is_published_with_who_asked(driver: Driver, eva: str) -> None:
    made = await driver.ticket(eva)
    await driver.change(f"tickets/{made['id']}", status="open")
    await driver.change(f"tickets/{made['id']}", status="open")
    first, second = await driver.timer.published(TicketChanged)
    assert (first.version, first.status, second.version, second.status) == (1, "new", 2, "open")
    assert (second.number, second.requester_name) == (1, "Eva Lund")
    assert str(second.organization_id) == driver.organization["id"]
    assert second.requester_email == "eva@nordlys.example"


class TestRequester:
    """Who asked, by an address."""

    async def test_a_known_address_is_the_contact(self, driver: Driver, eva: str) -> None:
        asked = {"name": "E. Lund", "email": "EVA@nordlys.example"}
        made = await driver.create("tickets", name="Printer", requester=asked)
        assert (made["requester_id"], made["requester_name"]) == (eva, "Eva Lund")

    async def test_an_unknown_address_is_a_new_contact(self, driver: Driver) -> None:
        asked = {"name": "Per Holm", "email": "per@fjord.example"}
        made = await driver.create("tickets", name="Printer", requester=asked)
        assert made["requester_name"] == "Per Holm"
        assert made["organization_id"] != driver.organization["id"]
        again = await driver.create("tickets", name="Scanner", requester=asked)
        assert again["requester_id"] == made["requester_id"]

    @pytest.mark.parametrize("both", [True, False])
    async def test_it_is_said_once_who_asked(self, driver: Driver, eva: str, both: bool) -> None:
        body: dict[str, Any] = {"name": "Printer"}
        if both:
            asked = {"name": "Eva", "email": "eva@nordlys.example"}
            body |= {"requester_id": eva, "requester": asked}
        refused = await driver.manager.post("/v1/tickets", json=body)
        assert list(reasons(refused)) == ["requester_id"]

    async def test_a_refused_ticket_leaves_no_contact(self, driver: Driver) -> None:
        asked = {"name": "Per Holm", "email": "per@fjord.example"}
        body = {"name": "Printer", "requester": asked, "assignee_id": NOBODY}
        refused = await driver.manager.post("/v1/tickets", json=body)
        assert reasons(refused) == {"assignee_id": "there is no such agent"}
        assert len(await driver.list("organizations")) == 1


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ("requester_id", "there is no such contact"),
        ("assignee_id", "there is no such agent"),
        ("service_type_id", "there is no such service type"),
        ("project_id", "there is no such project"),
    ],
)
async def test_what_it_names_exists(driver: Driver, eva: str, field: str, reason: str) -> None:
    body = {"name": "Printer", "requester_id": eva, field: NOBODY}
    assert reasons(await driver.manager.post("/v1/tickets", json=body)) == {field: reason}
    made = await driver.ticket(eva)
    url = f"/v1/tickets/{made['id']}"
    assert reasons(await driver.manager.patch(url, json={field: NOBODY})) == {field: reason}
    assert (await driver.manager.get(url)).json() == made


@pytest.mark.parametrize("end", ["archived", "closed"])
async def test_a_closed_project_takes_no_tickets_and_keeps_those_it_has(
    driver: Driver, eva: str, end: str
) -> None:
    project = driver.project["id"]
    made = await driver.ticket(eva, project_id=project)
    await driver.change(f"projects/{project}", **{end: True})
    body = {"name": "Printer", "requester_id": eva, "project_id": project}
    refused = await driver.manager.post("/v1/tickets", json=body)
    assert reasons(refused) == {"project_id": "the project is archived or closed"}
    assert (await driver.change(f"tickets/{made['id']}", status="open"))["status"] == "open"


async def test_time_on_a_projects_ticket_is_the_projects(driver: Driver, eva: str) -> None:
    made = await driver.ticket(eva, project_id=driver.project["id"])
    entry = await driver.record(project_id=None, ticket_id=made["id"])
    assert entry["project_id"] == driver.project["id"]
    other = await driver.create("projects", name="Other")
    refused = await driver.put_entry(project_id=other["id"], ticket_id=made["id"])
    assert reasons(refused) == {"ticket_id": "the ticket belongs to another project"}
