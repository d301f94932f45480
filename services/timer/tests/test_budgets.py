"""Budgets of hours: what exceeds them, what is refused, and what is told, also of time that is written at once."""

import asyncio
from datetime import date
from typing import Any

import httpx

from contracts.timer import ProjectBudgetReached
from database import new_id
from services.timer.tests.driver import TUESDAY, Driver, slug
from timer.budget import WHOLE_PROJECT, Budget, SpentBudget

HOUR = 3600


async def budget(driver: Driver, hours: float | None, **more: Any) -> None:
    seconds = None if hours is None else int(hours * HOUR)
    await driver.change(f"projects/{driver.project['id']}", budget_seconds=seconds, **more)


async def told(driver: Driver) -> list[tuple[int, int]]:
    """What was published of the project's budget: percent, and seconds."""
    await driver.timer.run_due()
    events = await driver.timer.published(ProjectBudgetReached)
    return [(event.percent, event.logged_seconds) for event in events]


async def logged(driver: Driver) -> int:
    entries = await driver.list("time-entries", project_id=driver.project["id"], limit=500)
    return sum(entry["seconds"] for entry in entries)


class TestRules:
    """The domain."""

    def test_a_month_is_the_period_of_its_days(self) -> None:
        day = date(2026, 10, 31)
        assert Budget(HOUR, "month", "allow").period_of(day) == date(2026, 10, 1)
        assert Budget(HOUR, "total", "allow").period_of(day) == WHOLE_PROJECT

    def test_who_allows_everything_is_told_nothing(self) -> None:
        assert SpentBudget(Budget(HOUR, "total", "allow"), HOUR).warned_of(60) is None
        assert SpentBudget(Budget(HOUR, "total", "warn"), HOUR).warned_of(60) == 60
        assert SpentBudget(Budget(HOUR, "total", "warn"), 0).warned_of(60) is None
        assert SpentBudget(Budget(None, "total", "warn"), HOUR).warned_of(60) is None


async def test_a_budget_that_refuses_takes_what_fits_and_no_second_more(driver: Driver) -> None:
    await budget(driver, 2, overspend="refuse")
    kept = await driver.record(seconds=HOUR)
    await driver.record(seconds=HOUR)
    refused = await driver.put_entry(seconds=1)
    assert slug(refused) == (409, "project-budget-spent")
    assert [error["field"] for error in refused.json()["errors"]] == ["seconds"]
    longer = await driver.put_entry(kept["id"], if_match='"1"', seconds=HOUR + 1)
    assert slug(longer) == (409, "project-budget-spent")
    shorter = await driver.put_entry(kept["id"], if_match='"1"', seconds=HOUR - 60)
    assert shorter.status_code == 200
    await driver.record(seconds=60)
    assert await logged(driver) == 2 * HOUR


async def test_what_is_deleted_or_moved_away_makes_room(driver: Driver) -> None:
    other = await driver.create("projects", name="Other")
    await budget(driver, 1, overspend="refuse")
    first = await driver.record(seconds=HOUR)
    assert (await driver.delete_entry(first["id"])).status_code == 204
    second = await driver.record(seconds=HOUR)
    moved = await driver.put_entry(second["id"], if_match='"1"', project_id=other["id"])
    assert moved.status_code == 200
    await driver.record(seconds=HOUR)
    back = await driver.put_entry(second["id"], if_match='"2"', seconds=HOUR)
    assert slug(back) == (409, "project-budget-spent")


async def test_fifty_who_write_at_once_never_exceed_it(driver: Driver) -> None:
    await budget(driver, 10, overspend="refuse")
    people = [await driver.another_agent(f"Agent {number}") for number in range(5)]

    async def write(number: int) -> httpx.Response:
        agent_id, client = people[number % len(people)]
        return await driver.put_entry(client=client, agent_id=str(agent_id), seconds=HOUR)

    answers = await asyncio.gather(*(write(number) for number in range(50)))
    assert sorted(answer.status_code for answer in answers) == [200] * 10 + [409] * 40
    assert await logged(driver) == 10 * HOUR


async def test_each_month_has_its_own_hours(driver: Driver) -> None:
    await budget(driver, 1, overspend="refuse", budget_period="month")
    await driver.record(work_date="2026-09-30", seconds=HOUR)
    await driver.record(work_date="2026-10-01", seconds=HOUR)
    for day in ("2026-09-01", "2026-10-31"):
        refused = await driver.put_entry(work_date=day, seconds=1)
        assert slug(refused) == (409, "project-budget-spent")


async def test_a_timer_loses_no_time_to_a_budget(driver: Driver) -> None:
    await budget(driver, 1, overspend="refuse")
    await driver.start(project_id=driver.project["id"])
    await driver.run_earlier(2 * HOUR)
    stopped = (await driver.stop()).json()["entry"]
    assert stopped["seconds"] >= 2 * HOUR
    assert stopped["over_budget_seconds"] == stopped["seconds"] - HOUR
    typed = {"started_at": stopped["started_at"], "if_match": '"1"'}
    longer = await driver.put_entry(stopped["id"], seconds=2 * HOUR + 60, **typed)
    assert slug(longer) == (409, "project-budget-spent")
    shorter = await driver.put_entry(stopped["id"], seconds=HOUR, **typed)
    assert shorter.status_code == 200


async def test_who_exceeds_a_budget_that_warns_is_told_by_how_much(driver: Driver) -> None:
    await budget(driver, 2, overspend="warn", budget_period="month")
    fits = await driver.record(seconds=2 * HOUR)
    assert fits["over_budget_seconds"] is None
    over = await driver.record(seconds=HOUR)
    assert over["over_budget_seconds"] == HOUR
    less = await driver.put_entry(over["id"], if_match='"1"', seconds=1800)
    assert less.json()["over_budget_seconds"] == 1800
    elsewhere = await driver.record(project_id=None)
    assert elsewhere["over_budget_seconds"] is None
    another_month = await driver.record(work_date="2026-09-03", seconds=HOUR)
    assert another_month["over_budget_seconds"] is None
    await driver.start(project_id=driver.project["id"])
    await driver.run_earlier(3 * HOUR)
    timed = (await driver.stop()).json()["entry"]
    assert timed["over_budget_seconds"] == timed["seconds"] - 2 * HOUR


async def test_each_part_of_a_budget_is_told_once(driver: Driver) -> None:
    await budget(driver, 10)
    entry = await driver.record(seconds=8 * HOUR - 1)
    assert await told(driver) == []
    await driver.put_entry(entry["id"], if_match='"1"', seconds=8 * HOUR)
    assert await told(driver) == [(80, 8 * HOUR)]
    await driver.record(seconds=HOUR)
    assert await told(driver) == [(80, 8 * HOUR)]
    over = await driver.record(seconds=HOUR)
    await driver.delete_entry(over["id"])
    await driver.record(seconds=2 * HOUR)
    assert await told(driver) == [(80, 8 * HOUR), (100, 10 * HOUR)]
    events = await driver.timer.published(ProjectBudgetReached)
    assert [event.version for event in events] == [1, 2]
    assert (events[0].month, events[0].budget_seconds) == (None, 10 * HOUR)


async def test_a_larger_budget_is_told_anew_and_a_late_one_knows_what_was_logged(
    driver: Driver,
) -> None:
    await driver.record(seconds=9 * HOUR)
    await budget(driver, 10, overspend="refuse")
    assert await told(driver) == [(80, 9 * HOUR)]
    assert slug(await driver.put_entry(seconds=2 * HOUR)) == (409, "project-budget-spent")
    await budget(driver, 11)
    assert await told(driver) == [(80, 9 * HOUR), (80, 9 * HOUR)]
    await driver.record(seconds=2 * HOUR)
    assert await told(driver) == [(80, 9 * HOUR), (80, 9 * HOUR), (100, 11 * HOUR)]
    await budget(driver, None)
    await driver.record(seconds=HOUR)


async def test_a_budget_given_while_time_is_written_counts_all_of_it(driver: Driver) -> None:
    for _ in range(5):
        entries = [new_id() for _ in range(4)]
        await asyncio.gather(
            *(driver.put_entry(one, work_date=TUESDAY, seconds=60) for one in entries),
            budget(driver, 1, overspend="refuse"),
        )
        left = HOUR - await logged(driver)
        assert slug(await driver.put_entry(seconds=left + 1)) == (409, "project-budget-spent")
        last = await driver.record(seconds=left)
        await driver.delete_entry(last["id"])
        await budget(driver, None)
