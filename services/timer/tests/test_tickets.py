"""Tickets over HTTP: made, found, worked on, merged."""

import asyncio
from typing import Any

import pytest

from contracts.timer import TicketChanged
from database import new_id
from services.timer.tests.driver import Driver, as_read, open_account, slug
from testkit import OTHER_ACCOUNT, Served

NOBODY = str(new_id())
LATE = {"If-Match": '"1"'}


@pytest.fixture
async def eva(driver: Driver) -> str:
    contacts = f"organizations/{driver.organization['id']}/contacts"
    contact = await driver.create(contacts, name="Eva Lund", email="eva@nordlys.example")
    return str(contact["id"])


async def ticket(driver: Driver, requester: str, name: str = "Printer", **body: Any) -> Any:
    return await driver.create("tickets", name=name, requester_id=requester, **body)


def reasons(response: Any) -> dict[str, str]:
    assert response.status_code == 422, response.text
    return {error["field"]: error["reason"] for error in response.json()["errors"]}


async def test_a_ticket_has_a_number_and_says_who_asked(driver: Driver, eva: str) -> None:
    made = await ticket(driver, eva, channel="phone", priority="high")
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
    assert (await ticket(driver, eva))["number"] == 2


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
    made = await asyncio.gather(*(ticket(driver, eva, f"Printer {n}") for n in range(20)))
    assert sorted(one["number"] for one in made) == list(range(1, 21))


async def test_each_account_counts_its_own(timer: Served, driver: Driver, eva: str) -> None:
    await ticket(driver, eva)
    other = await open_account(timer, OTHER_ACCOUNT)
    contacts = f"organizations/{other.organization['id']}/contacts"
    per = await other.create(contacts, name="Per")
    assert (await ticket(other, per["id"]))["number"] == 1
    refused = await other.manager.post("/v1/tickets", json={"name": "X", "requester_id": eva})
    assert reasons(refused) == {"requester_id": "there is no such contact"}


async def test_every_change_is_published_with_who_asked(driver: Driver, eva: str) -> None:
    made = await ticket(driver, eva)
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
    made = await ticket(driver, eva)
    url = f"/v1/tickets/{made['id']}"
    assert reasons(await driver.manager.patch(url, json={field: NOBODY})) == {field: reason}
    assert (await driver.manager.get(url)).json() == made


@pytest.mark.parametrize("end", ["archived", "closed"])
async def test_a_closed_project_takes_no_tickets_and_keeps_those_it_has(
    driver: Driver, eva: str, end: str
) -> None:
    project = driver.project["id"]
    made = await ticket(driver, eva, project_id=project)
    await driver.change(f"projects/{project}", **{end: True})
    body = {"name": "Printer", "requester_id": eva, "project_id": project}
    refused = await driver.manager.post("/v1/tickets", json=body)
    assert reasons(refused) == {"project_id": "the project is archived or closed"}
    assert (await driver.change(f"tickets/{made['id']}", status="open"))["status"] == "open"


async def test_time_on_a_projects_ticket_is_the_projects(driver: Driver, eva: str) -> None:
    made = await ticket(driver, eva, project_id=driver.project["id"])
    entry = await driver.record(project_id=None, ticket_id=made["id"])
    assert entry["project_id"] == driver.project["id"]
    other = await driver.create("projects", name="Other")
    refused = await driver.put_entry(project_id=other["id"], ticket_id=made["id"])
    assert reasons(refused) == {"ticket_id": "the ticket belongs to another project"}


class TestSearch:
    """What a list holds, and in which order."""

    async def found(self, driver: Driver, **asked: Any) -> list[str]:
        return [one["name"] for one in await driver.list("tickets", **asked)]

    async def test_the_beginnings_of_words_and_the_number_find(
        self, driver: Driver, eva: str
    ) -> None:
        await ticket(driver, eva, "Printer on fire")
        made = await ticket(driver, eva, "Blåbær scanner")
        for typed, names in {
            "pri": ["Printer on fire"],
            "FIRE print": ["Printer on fire"],
            "lund scan": ["Blåbær scanner"],
            "nordlys.ex": ["Printer on fire", "Blåbær scanner"],
            "rinter": [],
            "blabaer": ["Blåbær scanner"],
            "#2": ["Blåbær scanner"],
            "": ["Printer on fire", "Blåbær scanner"],
            "%": ["Printer on fire", "Blåbær scanner"],
        }.items():
            assert await self.found(driver, search=typed) == names, typed
        await driver.change(f"tickets/{made['id']}", name="Copier")
        assert await self.found(driver, search="scanner") == []
        assert await self.found(driver, search="copier 2") == ["Copier"]

    async def test_filters_and_order(self, driver: Driver, eva: str) -> None:
        mine = str(driver.agent_id)
        await ticket(driver, eva, "A", status="open", assignee_id=mine)
        await ticket(driver, eva, "B", priority="urgent", project_id=driver.project["id"])
        asked = {"name": "Per Holm", "email": "per@fjord.example"}
        other = await driver.create("tickets", name="C", requester=asked, status="closed")
        for wanted, names in (
            ({"status": "open"}, "A"),
            ({"assignee_id": mine}, "A"),
            ({"priority": "urgent"}, "B"),
            ({"project_id": driver.project["id"]}, "B"),
            ({"organization_id": other["organization_id"]}, "C"),
            ({"requester_id": eva}, "AB"),
            ({"closed": True}, "C"),
            ({"closed": False, "order": "newest"}, "BA"),
        ):
            assert "".join(await self.found(driver, **wanted)) == names, wanted

    async def test_a_merged_customers_tickets_are_those_of_the_one_that_stays(
        self, driver: Driver
    ) -> None:
        asked = {"name": "Per Holm", "email": "per@fjord.example"}
        made = await driver.create("tickets", name="Printer", requester=asked)
        stays = driver.organization["id"]
        url = f"/v1/organizations/{made['organization_id']}/merge"
        assert (await driver.manager.post(url, json={"into_id": stays})).is_success
        (found,) = await driver.list("tickets", organization_id=stays)
        assert (found["id"], found["organization_id"]) == (made["id"], stays)
        await driver.change(f"tickets/{made['id']}", status="open")
        *_, event = await driver.timer.published(TicketChanged)
        assert str(event.organization_id) == stays

    async def test_pages_in_either_order_hold_each_once(self, driver: Driver, eva: str) -> None:
        for name in "ABCDE":
            await ticket(driver, eva, name)
        for order, names in (("oldest", "ABCDE"), ("newest", "EDCBA")):
            seen, cursor = "", None
            while True:
                asked: dict[str, Any] = {
                    "order": order,
                    "limit": 2,
                    **({"cursor": cursor} if cursor else {}),
                }
                page = (await driver.manager.get("/v1/tickets", params=asked)).json()
                seen += "".join(one["name"] for one in page["items"])
                cursor = page["next_cursor"]
                if cursor is None:
                    break
            assert seen == names


class TestMerge:
    """One ticket goes on in another."""

    async def merge(
        self, driver: Driver, one: Any, into: Any, headers: dict[str, str] | None = None
    ) -> Any:
        url = f"/v1/tickets/{one['id']}/merge"
        headers = headers or as_read(one)
        return await driver.agent.post(url, json={"into_id": into["id"]}, headers=headers)

    async def test_it_points_to_the_survivor_keeps_its_time_and_takes_no_more(
        self, driver: Driver, eva: str
    ) -> None:
        one, other = await ticket(driver, eva), await ticket(driver, eva)
        entry = await driver.record(project_id=None, ticket_id=one["id"])
        merged = (await self.merge(driver, one, other)).json()
        assert (merged["merged_into_id"], merged["closed"]) == (other["id"], True)
        assert merged["status"] == "new"
        refused = await driver.put_entry(project_id=None, ticket_id=one["id"])
        assert "ticket_id" in reasons(refused)
        (gone,) = await driver.list("tickets", merged_into_id=other["id"])
        assert gone["id"] == one["id"]
        assert await driver.list("time-entries", ticket_id=one["id"]) == [entry]
        assert [t["id"] for t in await driver.list("tickets", status="new")] == [other["id"]]

    async def test_the_time_of_a_ticket_is_listed_with_that_of_those_merged_into_it(
        self, driver: Driver, eva: str
    ) -> None:
        one, two, three = [await ticket(driver, eva) for _ in range(3)]
        entry = await driver.record(project_id=None, ticket_id=one["id"])
        await self.merge(driver, one, two)
        await self.merge(driver, two, three)
        assert await driver.list("time-entries", ticket_id=three["id"]) == [entry]

    async def test_it_is_undone(self, driver: Driver, eva: str) -> None:
        one, other = await ticket(driver, eva, status="open"), await ticket(driver, eva)
        merged = (await self.merge(driver, one, other)).json()
        refused = await driver.agent.patch(f"/v1/tickets/{one['id']}", json={"name": "X"})
        assert slug(refused) == (409, "ticket-merged")
        url = f"/v1/tickets/{one['id']}/unmerge"
        undone = await driver.agent.post(url, headers=as_read(merged))
        assert undone.json() == {**one, "version": 3}
        again = await driver.agent.post(url, headers=as_read(undone.json()))
        assert slug(again) == (409, "ticket-not-merged")
        *_, merge, undo = await driver.timer.published(TicketChanged)
        assert (str(merge.merged_into_id), undo.merged_into_id) == (other["id"], None)

    async def test_it_is_refused_by_what_is_wrong(self, driver: Driver, eva: str) -> None:
        one, two, three = [await ticket(driver, eva) for _ in range(3)]
        itself = await self.merge(driver, one, one)
        assert reasons(itself) == {"into_id": "a ticket is not merged into itself"}
        nobody = await self.merge(driver, one, {"id": NOBODY})
        assert reasons(nobody) == {"into_id": "there is no such ticket"}
        gone = await self.merge(driver, {"id": NOBODY}, one, LATE)
        assert slug(gone) == (404, "not-found")
        await self.merge(driver, one, two)
        circle = await self.merge(driver, two, one)
        assert reasons(circle) == {"into_id": "that ticket was itself merged into another"}
        late = await self.merge(driver, one, three)
        assert slug(late) == (412, "changed-meanwhile")

    async def test_of_two_at_once_one_is_done(self, driver: Driver, eva: str) -> None:
        for _ in range(5):
            one, other = await ticket(driver, eva), await ticket(driver, eva)
            done = await asyncio.gather(
                self.merge(driver, one, other), self.merge(driver, other, one)
            )
            assert sorted(response.status_code for response in done) == [200, 422]


class TestLinks:
    """Tickets and other work that has to do with them."""

    async def link(self, driver: Driver, one: Any, kind: str, **other: Any) -> Any:
        url = f"/v1/tickets/{one['id']}/links"
        return await driver.agent.post(url, json={"kind": kind, **other})

    async def seen(self, driver: Driver, one: Any) -> list[tuple[str, str]]:
        shown = await driver.agent.get(f"/v1/tickets/{one['id']}/links")
        return [(link["kind"], link["name"]) for link in shown.json()["items"]]

    @pytest.mark.parametrize(
        ("kind", "inverse"),
        [
            ("related", "related"),
            ("blocks", "blocked_by"),
            ("blocked_by", "blocks"),
            ("duplicate_of", "duplicated_by"),
            ("duplicated_by", "duplicate_of"),
        ],
    )
    async def test_a_link_reads_from_both_ends_and_is_there_once(
        self, driver: Driver, eva: str, kind: str, inverse: str
    ) -> None:
        one, other = await ticket(driver, eva, "One"), await ticket(driver, eva, "Other")
        made = await self.link(driver, one, kind, ticket_id=other["id"])
        assert made.status_code == 201, made.text
        assert await self.seen(driver, one) == [(kind, "Other")]
        assert await self.seen(driver, other) == [(inverse, "One")]
        again = await self.link(driver, other, inverse, ticket_id=one["id"])
        assert slug(again) == (409, "already-linked")
        both_ways = await self.link(driver, other, kind, ticket_id=one["id"])
        assert slug(both_ways) == (409, "already-linked")
        (link,) = made.json()["items"]
        for _ in range(2):
            gone = await driver.agent.delete(f"/v1/tickets/{other['id']}/links/{link['id']}")
            assert gone.status_code == 204
        assert await self.seen(driver, one) == []

    async def test_a_ticket_is_linked_to_a_task(self, driver: Driver, eva: str) -> None:
        task = await driver.create("tasks", name="Checkout", project_id=driver.project["id"])
        one = await ticket(driver, eva)
        assert (await self.link(driver, one, "blocked_by", task_id=task["id"])).status_code == 201
        assert await self.seen(driver, one) == [("blocked_by", "Checkout")]
        again = await self.link(driver, one, "blocked_by", task_id=task["id"])
        assert slug(again) == (409, "already-linked")

    async def test_what_is_wrong_is_named(self, driver: Driver, eva: str) -> None:
        one = await ticket(driver, eva)
        wrong: list[tuple[dict[str, str], dict[str, str]]] = [
            ({"ticket_id": one["id"]}, {"ticket_id": "a ticket is not linked to itself"}),
            ({"ticket_id": NOBODY}, {"ticket_id": "there is no such ticket"}),
            ({"task_id": NOBODY}, {"task_id": "there is no such task"}),
            ({}, {"ticket_id": "name a ticket or a task"}),
        ]
        for other, refusal in wrong:
            assert reasons(await self.link(driver, one, "related", **other)) == refusal
        nowhere = await self.link(driver, {"id": NOBODY}, "related", ticket_id=one["id"])
        assert slug(nowhere) == (404, "not-found")
