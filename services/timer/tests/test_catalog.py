"""Customers, people and work over HTTP."""

from typing import Any

import pytest

from contracts.timer import AgentChanged, OrganizationChanged, ProjectChanged, ServiceTypeChanged
from testkit import OTHER_ACCOUNT

ADDRESS = {
    "name": "Fjord A/S",
    "address_lines": ["Kaia 4"],
    "postal_code": "0150",
    "city": "Oslo",
    "country": "NO",
    "vat_number": "NO000000000",
    "language": "nb",
    "currency": "NOK",
    "email_domains": ["fjord.example"],
}


async def test_a_customer_is_kept_and_said_as_it_is(studio: Any) -> None:
    made = await studio.manager.post("/v1/organizations", json=ADDRESS)
    assert made.status_code == 201
    read = await studio.manager.get(f"/v1/organizations/{made.json()['id']}")
    assert read.json() == {**ADDRESS, "id": made.json()["id"], "version": 1, "archived": False}
    (*_, said) = await studio.timer.published(OrganizationChanged)
    assert said.address is not None
    assert (said.name, said.address.city, said.currency) == ("Fjord A/S", "Oslo", "NOK")


async def test_a_customer_is_said_with_the_contact_who_gets_the_invoices(studio: Any) -> None:
    path = f"/v1/organizations/{studio.organization['id']}/contacts"
    for name in ("Eva Holm", "Per Krog"):
        body = {"name": name, "email": f"{name[:3]}@nordlys.example", "billing": True}
        assert (await studio.manager.post(path, json=body)).status_code == 201
    contacts = (await studio.manager.get(path)).json()["items"]
    assert [(one["name"], one["billing"]) for one in contacts] == [
        ("Eva Holm", False),
        ("Per Krog", True),
    ]
    said = await studio.timer.published(OrganizationChanged)
    assert [fact.version for fact in said] == [1, 2, 3]
    assert said[-1].billing_contact is not None
    assert said[-1].billing_contact.email == "per@nordlys.example"


async def test_the_billing_contact_can_be_changed_back(studio: Any) -> None:
    path = f"/v1/organizations/{studio.organization['id']}/contacts"
    made = [
        (await studio.manager.post(path, json={"name": name, "billing": True})).json()
        for name in ("Eva", "Per")
    ]
    body = {"name": "Eva", "email": "eva@nordlys.example", "billing": True}
    changed = await studio.manager.put(f"{path}/{made[0]['id']}", json=body)
    assert changed.json()["billing"] is True
    other = (await studio.manager.get(f"{path}/{made[1]['id']}")).json()
    assert other["billing"] is False


async def test_a_change_needs_the_version_that_was_read(studio: Any) -> None:
    path = f"/v1/projects/{studio.project['id']}"
    etag = (await studio.manager.get(path)).headers["etag"]
    body = {"name": "Shop", "organization_id": studio.organization["id"], "billable": False}
    changed = await studio.manager.put(path, json=body, headers={"If-Match": etag})
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    late = await studio.manager.put(path, json={**body, "name": "Late"}, headers={"If-Match": etag})
    assert late.status_code == 412
    said = await studio.timer.published(ProjectChanged)
    assert [(fact.version, fact.name, fact.billable) for fact in said] == [
        (1, "Webshop", True),
        (2, "Shop", False),
    ]


async def test_a_change_that_changes_nothing_says_nothing(studio: Any) -> None:
    path = f"/v1/projects/{studio.project['id']}"
    body = {"name": "Webshop", "organization_id": studio.organization["id"]}
    assert (await studio.manager.put(path, json=body)).json()["version"] == 1
    assert len(await studio.timer.published(ProjectChanged)) == 1


@pytest.mark.parametrize(
    ("path", "body", "slug"),
    [
        ("organizations", {"name": "nordlys  APS"}, "name-taken"),
        ("agents", {"name": "Other", "aliases": ["METTE@example.dk"]}, "email-taken"),
    ],
)
async def test_names_and_addresses_are_taken_once(
    studio: Any, path: str, body: dict[str, Any], slug: str
) -> None:
    answer = await studio.manager.post(f"/v1/{path}", json=body)
    assert answer.status_code == 409
    assert answer.json()["type"].endswith(slug)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("organizations", {"name": ""}),
        ("organizations", {"name": "X", "country": "Denmark"}),
        ("organizations", {"name": "X", "colour": "red"}),
        ("organizations", {"name": "a\0b"}),
        ("organizations", {"name": "X", "currency": "ZZZ"}),
        ("organizations", {"name": "X", "address_lines": ["line"] * 51}),
        ("organizations", {"name": "X", "email_domains": ["x" * 256]}),
        ("agents", {"name": "X", "aliases": [f"a{n}@example.dk" for n in range(51)]}),
        ("agents", {"name": "X", "time_zone": "Europe/Atlantis"}),
        ("agents", {"name": "X", "email": "nowhere"}),
        ("projects", {"name": "X", "organization_id": "01932f00-0000-7000-8000-00000000ffff"}),
        ("tasks", {"name": "X", "project_id": "01932f00-0000-7000-8000-00000000ffff"}),
    ],
)
async def test_bad_input_is_refused_as_such(studio: Any, path: str, body: dict[str, Any]) -> None:
    answer = await studio.manager.post(f"/v1/{path}", json=body)
    assert answer.status_code == 422, answer.text


async def test_a_list_comes_in_pages(studio: Any) -> None:
    for name in ("A", "B", "C"):
        await studio.manager.post("/v1/service-types", json={"name": name})
    first = (await studio.manager.get("/v1/service-types", params={"limit": 2})).json()
    cursor = {"limit": 2, "cursor": first["next_cursor"]}
    second = (await studio.manager.get("/v1/service-types", params=cursor)).json()
    assert [one["name"] for one in first["items"] + second["items"]] == ["A", "B", "C"]
    assert second["next_cursor"] is None
    assert len(await studio.timer.published(ServiceTypeChanged)) == 3


async def test_the_same_key_makes_one_customer(studio: Any) -> None:
    key = {"Idempotency-Key": "once"}
    answers = [
        await studio.manager.post("/v1/organizations", json={"name": "Once"}, headers=key)
        for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    other = await studio.manager.post("/v1/organizations", json={"name": "Twice"}, headers=key)
    assert other.status_code == 422


async def test_an_agent_sees_only_themselves_among_agents(studio: Any) -> None:
    other, _ = await studio.another_agent()
    seen = (await studio.agent.get("/v1/agents")).json()["items"]
    assert [one["name"] for one in seen] == ["Mette Friis"]
    assert (await studio.agent.get(f"/v1/agents/{other}")).status_code == 403
    assert len(await studio.timer.published(AgentChanged)) == 2


@pytest.mark.parametrize("role", ["agent", "billing", "client"])
async def test_only_managers_change_the_catalog(studio: Any, role: str) -> None:
    caller = await studio.timer.as_(role, agent_id=studio.agent_id)
    answer = await caller.post("/v1/organizations", json={"name": "X"})
    assert answer.status_code == 403


async def test_a_client_sees_nothing_here(studio: Any) -> None:
    client = await studio.timer.as_("client")
    for path in ("organizations", "projects", "time-entries", "timesheets", "reports/work"):
        assert (await client.get(f"/v1/{path}")).status_code == 403


async def test_another_account_finds_and_changes_nothing(studio: Any) -> None:
    stranger = await studio.timer.as_("owner", account=OTHER_ACCOUNT)
    path = f"/v1/organizations/{studio.organization['id']}"
    assert (await stranger.get(path)).status_code == 404
    assert (await stranger.put(path, json={"name": "Mine"})).status_code == 404
    assert (await stranger.get("/v1/organizations")).json()["items"] == []
    taken = await stranger.post("/v1/organizations", json={"name": "Nordlys ApS"})
    assert taken.status_code == 201
    project = {"name": "Theirs", "organization_id": studio.organization["id"]}
    assert (await stranger.post("/v1/projects", json=project)).status_code == 422
