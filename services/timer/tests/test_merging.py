"""A customer that is another one's duplicate stands under it, nothing is rewritten, and it can be undone."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from contracts.timer import OrganizationChanged, OrganizationMerged, TimeEntryRecorded
from database import new_id
from services.timer.tests.driver import Driver, slug
from services.timer.tests.factories import billed, time_billed, time_released
from services.timer.tests.importing.jobs import carried_out
from services.timer.tests.test_exports import exported, rows
from services.timer.tests.test_requesters import request_from


@pytest.fixture
async def double(driver: Driver) -> dict[str, Any]:
    """The same customer again, with a person, a domain and a project."""
    double = await driver.create(
        "organizations", name="Nordlys Aps.", email_domains=["nordlys.example"]
    )
    path = f"organizations/{double['id']}/contacts"
    await driver.create(path, name="Eva", email="eva@nordlys.example")
    await driver.create("projects", name="Portal", organization_id=double["id"])
    return double


async def merge(driver: Driver, one: dict[str, Any], into: Any = None, **more: Any) -> Any:
    into_id = str((into or driver.organization)["id"])
    url = f"/v1/organizations/{one['id']}/merge"
    return await driver.manager.post(url, json={"into_id": into_id}, **more)


async def unmerge(driver: Driver, one: dict[str, Any]) -> Any:
    return await driver.manager.post(f"/v1/organizations/{one['id']}/unmerge")


async def names(driver: Driver, path: str, **params: Any) -> list[str]:
    return sorted(one["name"] for one in await driver.list(path, **params))


async def test_people_projects_and_domains_go_along_and_come_back(
    driver: Driver, double: dict[str, Any]
) -> None:
    staying = driver.organization["id"]
    merged = (await merge(driver, double)).json()
    assert (merged["merged_into"], merged["version"]) == (staying, double["version"] + 2)
    assert await names(driver, f"organizations/{staying}/contacts") == ["Eva"]
    assert await names(driver, "projects", organization_id=staying) == ["Portal", "Webshop"]
    assert await names(driver, "organizations", search="nordlys") == ["Nordlys ApS"]
    per = await request_from(driver, "Per", "per@nordlys.example")
    assert await names(driver, f"organizations/{staying}/contacts") == ["Eva", "Per"]
    undone = (await unmerge(driver, double)).json()
    assert undone["merged_into"] is None
    assert await names(driver, f"organizations/{staying}/contacts") == []
    assert await names(driver, f"organizations/{double['id']}/contacts") == ["Eva", "Per"]
    assert per["organization_id"] == double["id"]
    assert await names(driver, "projects", organization_id=staying) == ["Webshop"]
    assert await names(driver, "organizations", search="nordlys") == ["Nordlys ApS", "Nordlys Aps."]


async def test_new_time_is_the_staying_ones_and_old_time_is_not_rewritten(
    driver: Driver, double: dict[str, Any]
) -> None:
    (portal,) = [one for one in await driver.list("projects") if one["name"] == "Portal"]
    before = await driver.record(project_id=portal["id"])
    await merge(driver, double)
    entry_id = UUID(before["id"])
    changed = await driver.record(entry_id, project_id=portal["id"], seconds=60, if_match='"1"')
    assert changed["organization_id"] == double["id"]
    for body in ({"project_id": portal["id"]}, {"organization_id": double["id"]}):
        new = await driver.record(new_id(), **{"project_id": None, **body})
        assert new["organization_id"] == driver.organization["id"], body
    started = await driver.start(project_id=portal["id"])
    assert started["timer"]["organization_id"] == driver.organization["id"]
    (*_, event) = await driver.timer.published(TimeEntryRecorded)
    assert str(event.organization_id) == driver.organization["id"]


async def test_it_is_published_with_the_one_that_stays_until_it_is_undone(
    driver: Driver, double: dict[str, Any]
) -> None:
    await merge(driver, double)
    (*_, merged) = await driver.timer.published(OrganizationMerged)
    assert str(merged.into_organization_id) == driver.organization["id"]
    assert (merged.key, merged.name) == (double["id"], "Nordlys Aps.")
    path = f"organizations/{double['id']}/contacts"
    await driver.create(path, name="Bo", email="bo@nordlys.example", billing=True)
    (*_, still) = await driver.timer.published(OrganizationMerged)
    assert still.version == merged.version + 1
    assert still.billing_contact is not None
    await unmerge(driver, double)
    (*_, event) = await driver.timer.published(OrganizationChanged)
    assert (event.key, event.version) == (double["id"], still.version + 1)


async def test_again_changes_nothing(driver: Driver, double: dict[str, Any]) -> None:
    first = (await merge(driver, double)).json()
    again = await merge(driver, double, headers={"If-Match": '"1"'})
    assert (again.status_code, again.json()) == (200, first)
    assert len(await driver.timer.published(OrganizationMerged)) == 1
    assert (await unmerge(driver, double)).status_code == 200
    assert slug(await unmerge(driver, double)) == (409, "organization-not-merged")


async def test_there_are_no_chains_circles_or_mergings_into_oneself(
    driver: Driver, double: dict[str, Any]
) -> None:
    third = await driver.create("organizations", name="Third")
    assert slug(await merge(driver, double, double)) == (422, "invalid-input")
    assert slug(await merge(driver, double, {"id": new_id()})) == (404, "not-found")
    await merge(driver, double)
    assert slug(await merge(driver, driver.organization, third)) == (409, "merge-in-one-step")
    assert slug(await merge(driver, driver.organization, double)) == (409, "merge-in-one-step")
    assert slug(await merge(driver, third, double)) == (409, "merge-in-one-step")
    assert slug(await merge(driver, double, third)) == (409, "organization-merged")


async def test_two_that_are_merged_into_each_other_at_once_make_no_circle(
    driver: Driver, double: dict[str, Any]
) -> None:
    answers = await asyncio.gather(
        merge(driver, double), merge(driver, driver.organization, double)
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_a_merged_one_stays_as_it_is(driver: Driver, double: dict[str, Any]) -> None:
    await merge(driver, double)
    url = f"/v1/organizations/{double['id']}"
    response = await driver.manager.patch(url, json={"name": "Other"})
    assert slug(response) == (409, "organization-merged")


async def test_it_cannot_be_undone_when_its_time_was_billed_since(
    driver: Driver, double: dict[str, Any]
) -> None:
    entry = await driver.record(project_id=None, organization_id=double["id"])
    entry_id = UUID(entry["id"])
    earlier = time_billed(billed(new_id(), 60), account_id=driver.account_id)
    await driver.timer.consume(earlier)
    await merge(driver, double)
    shown = (await driver.manager.get(f"/v1/organizations/{double['id']}")).json()
    event = time_billed(billed(entry_id, 3600), account_id=driver.account_id)
    later = event.model_copy(update={"billed_at": event.billed_at.replace(year=2090)})
    await driver.timer.consume(later)
    refused = await unmerge(driver, double)
    assert slug(refused) == (409, "billed-since-merge")
    assert (await driver.manager.get(f"/v1/organizations/{double['id']}")).json() == shown
    await driver.timer.consume(time_released(later))
    assert (await unmerge(driver, double)).status_code == 200


async def test_what_goes_along_is_shown_before(driver: Driver, double: dict[str, Any]) -> None:
    (eva,) = await driver.list(f"organizations/{double['id']}/contacts")
    await driver.create("tickets", name="Printer", requester_id=eva["id"])
    await driver.record(project_id=None, organization_id=double["id"])
    preview = await driver.manager.get(f"/v1/organizations/{double['id']}/merge")
    assert preview.json() == {
        "contacts": 1,
        "projects": 1,
        "tickets": 1,
        "email_domains": ["nordlys.example"],
        "entries": 1,
        "seconds": 3600,
    }
    assert slug(await driver.manager.get(f"/v1/organizations/{new_id()}/merge"))[0] == 404


async def test_lists_exports_reports_and_calendars_show_time_of_both_under_the_one_that_stays(
    driver: Driver, double: dict[str, Any]
) -> None:
    (portal,) = [one for one in await driver.list("projects") if one["name"] == "Portal"]
    now = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=5)
    later = (now + timedelta(hours=2)).isoformat()
    first = await driver.record(started_at=now.isoformat(), seconds=600)
    second = await driver.record(new_id(), started_at=later, project_id=portal["id"], seconds=60)
    staying, feed = driver.organization["id"], (await driver.agent.post("/v1/calendar-feed")).json()

    nobody = await driver.timer.client()

    async def shown() -> list[Any]:
        query = {"organization_id": staying}
        listed = {one["id"] for one in await driver.list("time-entries", **query)}
        report = (await driver.manager.get("/v1/reports/work")).json()
        sums = {part["organization_id"]: part["seconds"] for part in report["by_organization"]}
        calendar = (await nobody.get(feed["path"])).text
        csv = rows(await exported(driver.manager, **query))
        projects = rows(await exported(driver.manager, "projects"))
        return [
            listed,
            sums,
            sum(int(row["Duration"].split(":")[1]) for row in csv),
            {row["Organization"] for row in csv + projects},
            calendar.count("Nordlys Aps."),
        ]

    apart = await shown()
    assert apart == [
        {first["id"]},
        {staying: 600, double["id"]: 60},
        10,
        {"Nordlys ApS", "Nordlys Aps."},
        1,
    ]
    await merge(driver, double)
    assert await shown() == [{first["id"], second["id"]}, {staying: 660}, 11, {"Nordlys ApS"}, 0]
    job = await carried_out(driver, (await exported(driver.manager)).encode())
    assert job["report"]["rows"]["unchanged"]["count"] == job["report"]["rows"]["read"] == 2
    await unmerge(driver, double)
    assert await shown() == apart
