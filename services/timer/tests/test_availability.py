"""Working hours, public holidays and capacity over HTTP."""

import time
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert

from database import new_id
from services.timer.tests.driver import Driver, slug
from testkit import ACCOUNT, OTHER_ACCOUNT
from timer.capacity import Period
from timer.queries.capacity import capacity
from timer.store.tables.agents import Agent
from timer.store.tables.availability import AbsenceRow, WorkingHoursRow

HOUR = 3600
PART_TIME = [4 * HOUR, 0, 4 * HOUR, 0, 0, 0, 0]
MAY: dict[str, Any] = {"first_day": "2026-05-11", "last_day": "2026-05-17"}
"""A week with Ascension Day on Thursday."""


async def hours(driver: Driver, client: Any = None, **asked: Any) -> dict[str, list[float]]:
    """Hours on each day, by agent."""
    items = await driver.list("capacity", client, **{**MAY, **asked})
    assert all(item["seconds"] == sum(item["days"]) for item in items)
    return {item["agent_id"]: [one / HOUR for one in item["days"]] for item in items}


async def set_hours(driver: Driver, first_day: str, week: list[int] = PART_TIME) -> None:
    url = f"/v1/agents/{driver.agent_id}/working-hours/{first_day}"
    response = await driver.manager.put(url, json={"week": week})
    assert response.json() == {"first_day": first_day, "week": week}


async def test_an_account_that_has_chosen_nothing_works_forty_hours_and_knows_no_holidays(
    driver: Driver,
) -> None:
    assert await hours(driver) == {str(driver.agent_id): [8, 8, 8, 8, 8, 0, 0]}


async def test_the_accounts_week_and_holidays_hold_for_all_who_have_no_others(
    driver: Driver,
) -> None:
    week = [7 * HOUR + 1440] * 5 + [0, 0]
    await driver.update_settings(working_week=week, holiday_region="DK")
    bo, _ = await driver.another_agent()
    await driver.change(f"agents/{bo}", holiday_region="GB-SCT")
    assert await hours(driver) == {
        str(driver.agent_id): [7.4, 7.4, 7.4, 0, 7.4, 0, 0],
        str(bo): [7.4, 7.4, 7.4, 7.4, 7.4, 0, 0],
    }


async def test_hours_of_ones_own_hold_from_their_day(driver: Driver) -> None:
    await set_hours(driver, "2026-05-13")
    await set_hours(driver, "2026-06-01", [0] * 7)
    mette = str(driver.agent_id)
    assert await hours(driver) == {mette: [8, 8, 4, 0, 0, 0, 0]}
    assert await hours(driver, first_day="2026-06-01", last_day="2026-06-01") == {mette: [0]}
    path = f"agents/{driver.agent_id}/working-hours"
    assert [one["first_day"] for one in await driver.list(path, driver.agent)] == [
        "2026-05-13",
        "2026-06-01",
    ]
    for _ in range(2):
        gone = await driver.manager.delete(f"/v1/{path}/2026-05-13")
        assert gone.status_code == 204
    assert await hours(driver) == {mette: [8, 8, 8, 8, 8, 0, 0]}


async def test_agents_see_their_own_capacity_and_inactive_ones_only_when_asked_for(
    driver: Driver,
) -> None:
    bo, bo_client = await driver.another_agent()
    assert list(await hours(driver, bo_client)) == [str(bo)]
    theirs = {**MAY, "agent_id": str(driver.agent_id)}
    assert slug(await bo_client.get("/v1/capacity", params=theirs)) == (403, "not-allowed")
    url = f"/v1/agents/{driver.agent_id}/working-hours"
    assert slug(await bo_client.get(url)) == (403, "not-allowed")
    await driver.change(f"agents/{bo}", active=False)
    assert list(await hours(driver)) == [str(driver.agent_id)]
    assert list(await hours(driver, agent_id=str(bo))) == [str(bo)]


async def test_many_agents_come_in_pages(driver: Driver) -> None:
    await driver.another_agent()
    first = (await driver.manager.get("/v1/capacity", params={**MAY, "limit": 1})).json()
    more = {**MAY, "limit": 1, "cursor": first["next_cursor"]}
    second = (await driver.manager.get("/v1/capacity", params=more)).json()
    found = [item["agent_id"] for page in (first, second) for item in page["items"]]
    assert len(set(found)) == 2
    assert second["next_cursor"] is None


async def test_what_cannot_be_is_refused_by_its_field(driver: Driver) -> None:
    wrong: list[tuple[dict[str, str], str]] = [
        ({"first_day": "2026-05-18"}, "last_day"),
        ({"last_day": "2027-05-12"}, "last_day"),
        ({"first_day": "2026-02-30"}, "first_day"),
        ({"agent_id": "Mette"}, "agent_id"),
    ]
    for asked, field in wrong:
        response = await driver.manager.get("/v1/capacity", params={**MAY, **asked})
        assert slug(response) == (422, "invalid-input"), asked
        assert [error["field"] for error in response.json()["errors"]] == [field]
    url = f"/v1/agents/{driver.agent_id}/working-hours"
    for week in ([8], [0] * 8, [-1] * 7, [86_401] * 7, [0.5] * 7, None):
        response = await driver.manager.put(f"{url}/2026-05-11", json={"week": week})
        assert slug(response) == (422, "invalid-input"), week
    for day in ("2026-02-30", "1999-12-31", "Monday"):
        response = await driver.manager.put(f"{url}/{day}", json={"week": PART_TIME})
        assert slug(response) == (422, "invalid-input"), day
    nobody = await driver.manager.put(
        f"/v1/agents/{new_id()}/working-hours/2026-05-11", json={"week": PART_TIME}
    )
    assert slug(nobody) == (404, "not-found")
    assert await driver.list(f"agents/{driver.agent_id}/working-hours") == []
    for region in ("dk", "DK-1", "Denmark"):
        refused = await driver.update_settings(holiday_region=region)
        assert slug(refused) == (422, "invalid-input")


async def test_hours_of_another_accounts_agents_are_neither_set_nor_read(driver: Driver) -> None:
    await set_hours(driver, "2026-05-13")
    others = await driver.timer.as_("manager", account=OTHER_ACCOUNT)
    url = f"/v1/agents/{driver.agent_id}/working-hours"
    assert (await others.get(url)).json() == {"items": []}
    put = await others.put(f"{url}/2026-05-11", json={"week": PART_TIME})
    assert slug(put) == (404, "not-found")
    await others.delete(f"{url}/2026-05-13")
    assert len(await driver.list(f"agents/{driver.agent_id}/working-hours")) == 1
    shown = await others.get("/v1/capacity", params=MAY)
    assert shown.json()["items"] == []


async def test_public_holidays_are_those_of_the_account_or_of_an_agent(driver: Driver) -> None:
    await driver.update_settings(holiday_region="DK", language="da")
    bo, bo_client = await driver.another_agent()
    await driver.change(f"agents/{bo}", holiday_region="DE-BY")
    shown = await driver.list("public-holidays", None, **MAY)
    assert shown == [{"day": "2026-05-14", "name": "Kristi himmelfartsdag"}]
    own = await driver.list("public-holidays", bo_client, **MAY, agent_id=str(bo))
    assert own == [{"day": "2026-05-14", "name": "Christi Himmelfahrt"}]
    theirs = {**MAY, "agent_id": str(driver.agent_id)}
    assert (await bo_client.get("/v1/public-holidays", params=theirs)).status_code == 403
    unknown = {**MAY, "agent_id": str(new_id())}
    refused = await driver.manager.get("/v1/public-holidays", params=unknown)
    assert slug(refused) == (422, "invalid-input")


async def test_regions_are_listed_by_country(driver: Driver) -> None:
    regions = {one["country"]: one["parts"] for one in await driver.list("holiday-regions")}
    assert regions["DK"] == []
    assert "DE-BY" in regions["DE"]


async def test_a_year_of_two_hundred_agents_is_four_reads_and_a_moment(driver: Driver) -> None:
    await driver.update_settings(holiday_region="DK")
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    agents = [new_id() for _ in range(200)]
    await fill(driver, agents)
    async with driver.timer.database.transaction(ACCOUNT) as session:
        began = time.process_time()
        found = await capacity(session, agents, year)
        took = time.process_time() - began
    assert {len(one.days) for one in found.values()} == {365}
    assert len(found) == 200
    assert took < 0.5


async def fill(driver: Driver, agents: list[Any]) -> None:
    """Agents with hours of their own and a week away in each month."""
    named = [{"id": one, "name": str(one), "time_zone": "UTC"} for one in agents]
    worked = [
        {"agent_id": one, "first_day": day, "week": tuple(PART_TIME)}
        for one in agents
        for day in (date(2025, 3, 1), date(2026, 8, 1))
    ]
    months = [date(2026, month, 8) for month in range(1, 13)]
    away = [
        {
            "id": new_id(),
            "agent_id": one,
            "kind": "holiday",
            "state": "approved",
            "first_day": day,
            "last_day": day + timedelta(days=6),
        }
        for one in agents
        for day in months
    ]
    async with driver.timer.database.transaction(ACCOUNT) as session:
        await session.execute(insert(Agent), named)
        await session.execute(insert(WorkingHoursRow), worked)
        await session.execute(insert(AbsenceRow), away)
