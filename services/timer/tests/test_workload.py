"""A plan by weeks: estimates spread over working days, against what can be worked."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.timer.tests.driver import Driver
from timer.workload import PlannedTask, by_week, plan_of, shares, weeks_of

HOUR = 3600
MONDAY = date(2026, 10, 5)
METTE, BO = UUID(int=1), UUID(int=2)
TASK = UUID(int=9)


def task(first: date, last: date, hours: float, *people: UUID) -> PlannedTask:
    return PlannedTask(TASK, first, last, int(hours * HOUR), people)


def test_an_estimate_is_spread_over_working_days() -> None:
    two_weeks = task(date(2026, 10, 8), date(2026, 10, 13), 8)  # Thursday to Tuesday: two and two
    assert by_week(two_weeks, weeks_of(MONDAY, 3)) == [4 * HOUR, 4 * HOUR, 0]
    assert by_week(two_weeks, weeks_of(MONDAY + timedelta(days=7), 1)) == [4 * HOUR]


def test_a_weekend_is_spread_over_its_days() -> None:
    weekend = task(date(2026, 10, 10), date(2026, 10, 11), 3)
    assert by_week(weekend, weeks_of(MONDAY, 2)) == [3 * HOUR, 0]


@given(st.dates(date(2026, 1, 1), date(2026, 12, 1)), st.integers(0, 200), st.integers(1, 10**7))
def test_no_second_of_a_task_is_lost(first: date, days: int, seconds: int) -> None:
    spread = PlannedTask(TASK, first, first + timedelta(days=days), seconds)
    found = by_week(spread, weeks_of(date(2025, 12, 29), 90))
    assert sum(found) == seconds
    assert min(found) >= 0


@given(st.integers(0, 10**6), st.integers(1, 50))
def test_shares_are_equal_and_whole(seconds: int, among: int) -> None:
    found = shares(seconds, among)
    assert (sum(found), len(found)) == (seconds, among)
    assert max(found) - min(found) <= 1


def test_two_who_do_it_have_half_each_and_what_nobody_does_stands_apart() -> None:
    weeks = weeks_of(MONDAY, 1)
    friday = date(2026, 10, 9)
    tasks = [task(MONDAY, friday, 10, METTE, BO), task(MONDAY, friday, 3)]
    planned = plan_of(tasks, [METTE, BO], weeks, {(METTE, MONDAY): 4 * HOUR})
    assert planned[METTE][0].over_seconds == HOUR
    assert (planned[BO][0].planned_seconds, planned[BO][0].capacity_seconds) == (5 * HOUR, 0)
    assert planned[None][0].planned_seconds == 3 * HOUR


async def plan(driver: Driver, client: Any = None, **params: Any) -> dict[str, Any]:
    params = {"from": "2026-10-07", "weeks": 2, **params}
    response = await (client or driver.manager).get("/v1/plan", params=params)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


async def test_the_plan_has_weeks_and_people(driver: Driver) -> None:
    bo, bos = await driver.another_agent("Bo Lind")
    week = {"planned_start": "2026-10-05", "planned_finish": "2026-10-09"}
    common = {"project_id": driver.project["id"], **week}
    mine = {"assignee_ids": [str(driver.agent_id)], "estimate_seconds": 50 * HOUR}
    pay = await driver.create("tasks", name="Pay", **mine, **common)
    for ended in ({"status": "done"}, {"status": "cancelled"}, {"archived": True}):
        await driver.create("tasks", name=str(ended), **mine, **common, **ended)
    free = await driver.create("tasks", name="Free", estimate_seconds=HOUR, **common)
    found = await plan(driver)
    assert found["weeks"] == ["2026-10-05", "2026-10-12"]
    assert [agent["name"] for agent in found["agents"]] == ["Bo Lind", "Mette Friis"]
    (first, second) = found["agents"][1]["weeks"]
    assert first["tasks"] == [{"task_id": pay["id"], "seconds": 50 * HOUR}]
    assert first["over_seconds"] == 50 * HOUR - first["capacity_seconds"] > 0
    assert second["tasks"] == []
    assert found["unassigned"][0]["tasks"] == [{"task_id": free["id"], "seconds": HOUR}]
    assert [one["name"] for one in found["tasks"]] == ["Pay", "Free"]
    own = await plan(driver, bos)
    assert [agent["agent_id"] for agent in own["agents"]] == [str(bo)]
    assert own["tasks"] == []


async def test_weeks_that_cannot_be_shown_are_refused(driver: Driver) -> None:
    for params in ({"weeks": 0}, {"weeks": 53}, {"from": "1999-12-31"}, {"from": "x"}):
        response = await driver.manager.get("/v1/plan", params=params)
        assert response.status_code == 422, params
    for day in ("2000-01-01", "2100-12-31"):
        await plan(driver, **{"from": day, "weeks": 52})
