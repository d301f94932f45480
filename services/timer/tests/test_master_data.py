"""Customers, people and work over HTTP: the same for each noun."""

from typing import Any

import pytest

from contracts import Event
from contracts.timer import (
    AgentChanged,
    ProjectChanged,
    ServiceTypeChanged,
    TaskChanged,
    TeamChanged,
)
from services.timer.tests.driver import COPENHAGEN, NOBODY, Driver, slug
from services.timer.tests.factories import FJORD

PLANNED = {"planned_start": "2026-10-05", "planned_finish": "2026-10-30"}
ALONE: dict[str, dict[str, Any]] = {"tasks": {"parent_id": None, "depends_on": []}}


async def bodies(driver: Driver) -> dict[str, dict[str, Any]]:
    """A full body for each noun, by path."""
    contacts = f"organizations/{driver.organization['id']}/contacts"
    eva = await driver.create(contacts, name="Eva")
    kind = await driver.create("service-types", name="Support")
    within = {"project_id": driver.project["id"]}
    parent = await driver.create("tasks", name="Shop", **within)
    before = await driver.create("tasks", name="Design", **within)
    return {
        "organizations": FJORD,
        contacts: {"name": "Per", "email": "per@fjord.example", "phone": "1", "billing": False},
        "agents": {
            "name": "Bo",
            "email": "bo@example.dk",
            "aliases": ["b@example.dk"],
            "time_zone": COPENHAGEN,
            "holiday_region": "DE-BY",
            "active": True,
        },
        "teams": {"name": "Web", "archived": False},
        "service-types": {"name": "Design", "billable": False, "archived": False},
        "projects": {
            "name": "Portal",
            "organization_id": driver.organization["id"],
            "billable": False,
            **PLANNED,
            "budget_seconds": 360_000,
            "budget_money": {"amount": "100000.00", "currency": "DKK"},
            "budget_period": "month",
            "overspend": "warn",
            "closed": False,
            "archived": False,
        },
        "tasks": {
            "name": "Checkout",
            "project_id": driver.project["id"],
            "parent_id": parent["id"],
            "position": 1.5,
            "service_type_id": kind["id"],
            "billable": False,
            "requester_id": eva["id"],
            "description": "The page where customers pay",
            **PLANNED,
            "estimate_seconds": 36_000,
            "status": "in_progress",
            "percent_done": 20,
            "milestone": False,
            "assignee_ids": [str(driver.agent_id)],
            "depends_on": [before["id"]],
            "archived": False,
        },
        "tickets": {
            "name": "Printer",
            "description": "It does not print",
            "priority": "high",
            "status": "open",
            "requester_id": eva["id"],
            "assignee_id": str(driver.agent_id),
            "service_type_id": kind["id"],
            "project_id": None,
            "billable": True,
        },
    }


@pytest.fixture
async def nouns(driver: Driver) -> dict[str, dict[str, Any]]:
    return await bodies(driver)


async def test_what_was_created_is_what_is_shown_and_listed(
    driver: Driver, nouns: dict[str, dict[str, Any]]
) -> None:
    for path, body in nouns.items():
        response = await driver.manager.post(f"/v1/{path}", json=body)
        made = response.json()
        assert body.items() <= made.items(), path
        assert (made["version"], response.headers["etag"]) == (1, '"1"')
        assert response.headers["location"] == f"/v1/{path}/{made['id']}"
        shown = await driver.manager.get(response.headers["location"])
        assert (shown.json(), shown.headers["etag"]) == (made, '"1"')
        assert any(one.items() <= made.items() for one in await driver.list(path))


async def test_a_change_writes_the_next_version_and_the_same_again_nothing(
    driver: Driver, nouns: dict[str, dict[str, Any]]
) -> None:
    for path, body in nouns.items():
        url = f"/v1/{path}/{(await driver.create(path, **body))['id']}"
        for _ in range(2):
            changed = await driver.replace(url, {**body, "name": "Renamed"})
            assert (changed.status_code, changed.json()["version"]) == (200, 2), path
            assert changed.headers["etag"] == '"2"'
        assert (await driver.manager.get(url)).json() == changed.json()


async def test_nobody_overwrites_a_change_they_have_not_seen(
    driver: Driver, nouns: dict[str, dict[str, Any]]
) -> None:
    for path, body in nouns.items():
        url = f"/v1/{path}/{(await driver.create(path, **body))['id']}"
        read = {"If-Match": '"1"'}
        first = await driver.manager.put(url, json={**body, "name": "First"}, headers=read)
        late = await driver.manager.put(url, json={**body, "name": "Late"}, headers=read)
        assert (first.status_code, slug(late)) == (200, (412, "changed-meanwhile")), path
        assert (await driver.manager.get(url)).json()["name"] == "First"


async def test_what_does_not_exist_is_not_found_by_its_name(
    driver: Driver, nouns: dict[str, dict[str, Any]]
) -> None:
    names = {"service-types": "service type"}
    for path, body in nouns.items():
        noun = names.get(path, path.split("/")[-1].removesuffix("s"))
        url = f"/v1/{path}/{NOBODY}"
        for response in (await driver.manager.get(url), await driver.replace(url, body)):
            assert slug(response) == (404, "not-found")
            assert response.json()["title"] == f"There is no such {noun}"


async def test_unknown_fields_and_empty_names_are_refused(
    driver: Driver, nouns: dict[str, dict[str, Any]]
) -> None:
    for path, body in nouns.items():
        for wrong in ({"colour": "red"}, {"name": ""}, {"name": "  "}, {"name": "x" * 256}):
            response = await driver.manager.post(f"/v1/{path}", json={**body, **wrong})
            assert slug(response) == (422, "invalid-input"), (path, wrong)
            assert [error["field"] for error in response.json()["errors"]] == list(wrong)


async def test_events_show_what_is_stored(driver: Driver, nouns: dict[str, dict[str, Any]]) -> None:
    types: dict[str, type[Event]] = {
        "agents": AgentChanged,
        "teams": TeamChanged,
        "service-types": ServiceTypeChanged,
        "projects": ProjectChanged,
        "tasks": TaskChanged,
    }
    for path, event_type in types.items():
        made = await driver.create(path, **nouns[path])
        url = f"/v1/{path}/{made['id']}"
        changed = (await driver.replace(url, {**nouns[path], "name": "New"})).json()
        events = [e for e in await driver.timer.published(event_type) if e.key == made["id"]]
        for event, shown in zip(events, (made, changed), strict=True):
            published = event.model_dump(mode="json")
            assert {name: published[name] for name in published.keys() & shown.keys()}.items() <= (
                shown.items()
            )


async def test_what_is_referred_to_must_exist(
    driver: Driver, nouns: dict[str, dict[str, Any]]
) -> None:
    for path, reference in (
        ("projects", "organization_id"),
        ("tasks", "project_id"),
        ("tasks", "service_type_id"),
        ("tasks", "requester_id"),
    ):
        body = {**nouns[path], **ALONE.get(path, {}), reference: NOBODY}
        response = await driver.manager.post(f"/v1/{path}", json=body)
        assert slug(response) == (422, "no-such-reference"), (path, reference)


async def test_bad_input_is_refused_by_its_field(
    driver: Driver, nouns: dict[str, dict[str, Any]]
) -> None:
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("organizations", {"country": "Denmark"}),
        ("organizations", {"country": "dk"}),
        ("organizations", {"name": "a\0b"}),
        ("organizations", {"currency": "ZZZ"}),
        ("organizations", {"address_lines": ["line"] * 51}),
        ("organizations", {"email_domains": ["x" * 256]}),
        ("organizations", {"kind": "public"}),
        ("organizations", {"vat_number": "NO123456789"}),
        ("organizations", {"registration_number": "98807791"}),
        ("organizations", {"gln": "7080000123453"}),
        ("organizations", {"code": "FJORD-OSLO"}),
        ("organizations", {"code": "-"}),
        ("organizations", {"notes": "x" * 5001}),
        ("agents", {"aliases": [f"a{n}@example.dk" for n in range(51)]}),
        ("agents", {"time_zone": "Europe/Atlantis"}),
        ("agents", {"email": "nowhere"}),
        ("projects", {"organization_id": "not-an-id"}),
    ]
    for path, change in wrong:
        response = await driver.manager.post(f"/v1/{path}", json={**nouns[path], **change})
        assert slug(response) == (422, "invalid-input"), change
        fields = {error["field"].split(".")[0] for error in response.json()["errors"]}
        assert fields == set(change)


async def test_lists_are_filtered(driver: Driver, nouns: dict[str, dict[str, Any]]) -> None:
    made = {path: await driver.create(path, **body) for path, body in nouns.items()}
    fjord = made["organizations"]
    other = await driver.create("projects", name="Other", organization_id=fjord["id"])
    assert await driver.list("organizations", name="  FJORD a/s ") == [fjord]
    assert await driver.list("organizations", name="Fjord") == []
    assert await driver.list("agents", email="BO@example.dk") == [made["agents"]]
    assert await driver.list("projects", organization_id=fjord["id"]) == [other]
    assert await driver.list("tasks", project_id=other["id"]) == []
    assert made["tasks"] in await driver.list("tasks", project_id=driver.project["id"])
    requester = nouns["tickets"]["requester_id"]
    (listed,) = await driver.list("tickets", requester_id=requester)
    assert listed.items() <= made["tickets"].items()
    assert await driver.list("tickets", requester_id=NOBODY) == []


async def test_a_list_comes_in_pages_that_together_hold_each_once(driver: Driver) -> None:
    names = [f"Kind {number}" for number in range(7)]
    for name in names:
        await driver.create("service-types", name=name)
    seen: list[str] = []
    params: dict[str, Any] = {"limit": 3}
    while True:
        page = (await driver.manager.get("/v1/service-types", params=params)).json()
        seen += [one["name"] for one in page["items"]]
        assert len(page["items"]) <= 3
        if page["next_cursor"] is None:
            break
        params["cursor"] = page["next_cursor"]
    assert seen == names


async def test_the_same_key_creates_one_customer(driver: Driver) -> None:
    key = {"Idempotency-Key": "once"}
    responses = [
        await driver.manager.post("/v1/organizations", json={"name": "Once"}, headers=key)
        for _ in range(2)
    ]
    assert responses[0].json() == responses[1].json()
    other = await driver.manager.post("/v1/organizations", json={"name": "Twice"}, headers=key)
    assert slug(other) == (422, "idempotency-key-reused")
    assert len(await driver.list("organizations", name="Once")) == 1


async def test_a_part_is_changed_without_blanking_the_rest(
    driver: Driver, nouns: dict[str, dict[str, Any]]
) -> None:
    for path, body in nouns.items():
        url = f"/v1/{path}/{(made := await driver.create(path, **body))['id']}"
        changed = await driver.manager.patch(url, json={"name": "Renamed"})
        assert changed.json() == {**made, "version": made["version"] + 1, "name": "Renamed"}, path
        late = {"If-Match": '"1"'}
        stale = await driver.manager.patch(url, json={"name": "Late"}, headers=late)
        assert slug(stale) == (412, "changed-meanwhile"), path
        assert slug(await driver.manager.patch(url, json={"name": None})) == (422, "invalid-input")


async def test_who_replaces_something_sends_all_of_it_and_what_they_read(
    driver: Driver, nouns: dict[str, dict[str, Any]]
) -> None:
    for path, body in nouns.items():
        url = f"/v1/{path}/{(await driver.create(path, **body))['id']}"
        blind = await driver.manager.put(url, json=body)
        assert slug(blind) == (428, "precondition-required"), path
        for name in body:
            part = {key: value for key, value in body.items() if key != name}
            refused = await driver.replace(url, part)
            assert slug(refused) == (422, "invalid-input"), (path, name)
            assert [error["field"] for error in refused.json()["errors"]] == [name]
