"""Two accounts that are both full of things never meet."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError

from contracts import Event
from database import new_id
from services.timer.tests.driver import Driver, open_account, versions
from services.timer.tests.factories import billed, time_billed
from testkit import ACCOUNT, OTHER_ACCOUNT, Served
from timer.store.tables import Base
from timer.store.tables.customers import Organization
from timer.store.tables.work import ServiceType

LISTS = (
    "organizations",
    "agents",
    "teams",
    "service-types",
    "projects",
    "tasks",
    "tickets",
    "time-entries",
    "timesheets",
)


async def fill(driver: Driver) -> dict[str, dict[str, Any]]:
    """One more of everything; gives one of each list, by path."""
    contacts = f"organizations/{driver.organization['id']}/contacts"
    eva = await driver.create(contacts, name="Eva", email="eva@nordlys.example", billing=True)
    team = await driver.create("teams", name="Web")
    member = {"agent_id": str(driver.agent_id), "first_day": "2026-01-01"}
    await driver.create(f"teams/{team['id']}/members", **member)
    await driver.create("service-types", name="Support")
    await driver.create("tasks", name="Checkout", project_id=driver.project["id"])
    await driver.create("tickets", name="Printer", requester_id=eva["id"])
    await driver.update_settings(currency="SEK")
    await driver.approved_week()
    await driver.record(work_date="2026-10-13", seconds=600)
    await driver.start(project_id=driver.project["id"])
    return {path: (await driver.list(path))[0] for path in LISTS}


@pytest.fixture
async def ours(timer: Served) -> Driver:
    return await open_account(timer, ACCOUNT)


@pytest.fixture
async def theirs(timer: Served) -> Driver:
    return await open_account(timer, OTHER_ACCOUNT)


async def test_each_list_holds_ones_own_and_nothing_of_the_others(
    ours: Driver, theirs: Driver
) -> None:
    await fill(ours)
    await fill(theirs)
    for path in LISTS:
        own = {one["id"] for one in await ours.list(path)}
        other = {one["id"] for one in await theirs.list(path)}
        assert own, path
        assert len(own) == len(other), path
        assert own.isdisjoint(other), path


async def test_nothing_of_another_account_is_shown_or_changed(ours: Driver, theirs: Driver) -> None:
    mine = await fill(ours)
    await fill(theirs)
    owner = await theirs.client("owner", agent_id=theirs.agent_id)
    before = [await ours.list(path) for path in LISTS]
    for path, one in mine.items():
        url = f"/v1/{path}/{one['id']}"
        assert (await owner.get(url)).status_code == 404, path
        if path not in ("time-entries", "timesheets"):
            assert (await owner.patch(url, json={"name": "Mine"})).status_code == 404, path
    entry, sheet = mine["time-entries"]["id"], mine["timesheets"]["id"]
    read = {"If-Match": '"1"'}
    assert (await theirs.delete_entry(entry, client=owner)).status_code == 404
    for verb in ("submit", "approve"):
        assert (await owner.post(f"/v1/timesheets/{sheet}/{verb}", headers=read)).status_code == 404
    many = versions(mine["timesheets"])
    assert (await owner.post("/v1/timesheets/submit", json=many)).status_code == 404
    approved = (await owner.post("/v1/timesheets/approve", json=many)).json()
    assert [one["code"] for one in approved["refused"]] == ["not-found"]
    reopened = await owner.post(
        f"/v1/timesheets/{sheet}/reopen", json={"reason": "Mine"}, headers=read
    )
    said = await owner.post(f"/v1/timesheets/{sheet}/comments", json={"text": "Mine"})
    assert [reopened.status_code, said.status_code] == [404, 404]
    for part in ("history", "comments"):
        assert (await owner.get(f"/v1/timesheets/{sheet}/{part}")).status_code == 404
    path = f"/v1/timesheets/{sheet}/reject"
    rejection = await owner.post(path, json={"reason": "Mine"}, headers=read)
    assert rejection.status_code == 404
    assert [await ours.list(path) for path in LISTS] == before


async def test_work_of_another_account_cannot_be_named(ours: Driver, theirs: Driver) -> None:
    mine = await fill(ours)
    for field, path in {
        "organization_id": "organizations",
        "project_id": "projects",
        "task_id": "tasks",
        "ticket_id": "tickets",
        "service_type_id": "service-types",
    }.items():
        named = {"project_id": None, field: mine[path]["id"]}
        response = await theirs.put_entry(**named)
        assert response.status_code == 422, field
        assert response.json()["errors"][0]["field"] == field
        started = await theirs.agent.post("/v1/timer/start", json={field: mine[path]["id"]})
        assert started.status_code == 422, field


async def test_settings_timers_and_reports_are_ones_own(ours: Driver, theirs: Driver) -> None:
    await fill(ours)
    assert (await theirs.manager.get("/v1/settings")).json()["version"] == 0
    assert (await theirs.agent.get("/v1/timer")).json()["timer"] is None
    assert (await theirs.manager.get("/v1/reports/work")).json()["seconds"] == 0
    assert (await ours.manager.get("/v1/reports/work")).json()["seconds"] == 4200


async def test_an_id_that_two_accounts_use_names_two_entries(ours: Driver, theirs: Driver) -> None:
    entry_id = new_id()
    await ours.record(entry_id, seconds=60)
    await theirs.record(entry_id, seconds=90)
    assert (await ours.delete_entry(entry_id)).status_code == 204
    kept = await theirs.agent.get(f"/v1/time-entries/{entry_id}")
    assert kept.json()["seconds"] == 90


async def test_billed_time_of_one_account_marks_nothing_in_another(
    ours: Driver, theirs: Driver
) -> None:
    await theirs.approved_week()
    (entry,) = await theirs.list("time-entries")
    await ours.timer.consume(time_billed(billed(UUID(entry["id"]), 3600), account_id=ACCOUNT))
    (after,) = await theirs.list("time-entries")
    assert after["state"] == "approved"


async def test_each_event_carries_the_account_it_happened_in(ours: Driver, theirs: Driver) -> None:
    await fill(ours)
    count = len(await ours.timer.published())
    await fill(theirs)
    events: list[Event] = await ours.timer.published()
    # Each account was opened with an agent, a customer and a project, ours first.
    ours_published = sum(event.account_id == ACCOUNT for event in events)
    assert ours_published == count - 3
    assert len(events) == 2 * ours_published


class TestRowLevelSecurity:
    """It stands behind the code."""

    async def test_every_table_has_a_wall(self, driver: Driver) -> None:
        walled = text("SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity")
        async with driver.timer.database.transaction() as session:
            assert set(await session.scalars(walled)) >= set(Base.metadata.tables)

    @pytest.mark.parametrize("account", [None, OTHER_ACCOUNT])
    async def test_a_query_that_forgets_the_account_sees_nothing(
        self, driver: Driver, account: UUID | None
    ) -> None:
        count = select(func.count()).select_from(Organization)
        async with driver.timer.database.transaction(account) as session:
            assert await session.scalar(count) == 0
        async with driver.timer.database.transaction(ACCOUNT) as session:
            assert await session.scalar(count) == 1

    async def test_a_row_of_another_account_cannot_be_written(self, driver: Driver) -> None:
        row = {"account_id": OTHER_ACCOUNT, "id": new_id(), "name": "X", "folded_name": "x"}
        with pytest.raises(DBAPIError, match="row-level security"):
            async with driver.timer.database.transaction(ACCOUNT) as session:
                await session.execute(insert(ServiceType), [row])
