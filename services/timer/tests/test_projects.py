"""Projects: planned, closed to new time."""

import pytest

from services.timer.tests.driver import Driver, slug


@pytest.mark.parametrize(
    "changes",
    [
        {"planned_start": "2026-10-06", "planned_finish": "2026-10-05"},
        {"planned_finish": "2026-09-30"},
        {"budget_seconds": 0},
        {"budget_money": {"amount": "1"}},
        {"budget_period": "year"},
        {"overspend": "never"},
        {"closed": None},
    ],
)
async def test_what_cannot_be_planned_is_refused_and_changes_nothing(
    driver: Driver, changes: dict[str, object]
) -> None:
    url = f"/v1/projects/{driver.project['id']}"
    await driver.change(f"projects/{driver.project['id']}", planned_start="2026-10-01")
    before = (await driver.manager.get(url)).json()
    response = await driver.manager.patch(url, json=changes)
    assert slug(response) == (422, "invalid-input")
    (error,) = response.json()["errors"]
    assert error["field"].split(".")[0] == list(changes)[-1]
    assert (await driver.manager.get(url)).json() == before


async def test_a_budget_of_money_is_kept_and_taken_away(driver: Driver) -> None:
    path = f"projects/{driver.project['id']}"
    money = {"amount": "100000.00", "currency": "DKK"}
    changed = await driver.change(path, budget_money=money, budget_period="month")
    assert (changed["budget_money"], changed["budget_period"]) == (money, "month")
    assert (await driver.change(path, name="Shop"))["budget_money"] == money
    assert (await driver.change(path, budget_money=None))["budget_money"] is None


async def test_a_closed_project_takes_no_new_time(driver: Driver) -> None:
    task = await driver.create("tasks", name="Design", project_id=driver.project["id"])
    kept = await driver.record()
    await driver.start(project_id=driver.project["id"])
    await driver.change(f"projects/{driver.project['id']}", closed=True)
    for work, field in (
        ({}, "project_id"),
        ({"project_id": None, "task_id": task["id"]}, "task_id"),
    ):
        refused = await driver.put_entry(**work)
        assert slug(refused) == (422, "invalid-input")
        (error,) = refused.json()["errors"]
        assert error == {"field": field, "reason": "the project is closed to new time"}
    again = await driver.agent.post("/v1/timer/start", json={"project_id": driver.project["id"]})
    assert slug(again) == (422, "invalid-input")
    await driver.run_earlier(60)
    assert (await driver.stop()).status_code == 200
    corrected = await driver.put_entry(kept["id"], if_match='"1"', seconds=1800)
    assert corrected.status_code == 200
    await driver.change(f"projects/{driver.project['id']}", closed=False)
    await driver.record()
