"""Who has not handed in the time of a period."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from services.timer.tests.driver import TUESDAY, Driver, slug

DAY_OFF = [0] * 7
FULL_WEEK = 5 * 8 * 3600


async def missing(driver: Driver, **params: str) -> dict[str, Any]:
    answer = await driver.manager.get("/v1/timesheets/missing", params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_who_has_no_sheet_or_a_draft_is_missing_until_it_is_handed_in(driver: Driver) -> None:
    bo, _ = await driver.another_agent()
    await driver.record()
    sheet = await driver.sheet()
    found = await missing(driver, day=TUESDAY)
    assert (found["first_day"], found["last_day"]) == ("2026-10-05", "2026-10-11")
    assert found["items"] == [
        {
            "agent_id": str(driver.agent_id),
            "timesheet_id": sheet["id"],
            "seconds": 3600,
            "capacity_seconds": FULL_WEEK,
        },
        {
            "agent_id": str(bo),
            "timesheet_id": None,
            "seconds": 0,
            "capacity_seconds": FULL_WEEK,
        },
    ]
    submitted = (await driver.submit(sheet)).json()
    assert [one["agent_id"] for one in (await missing(driver, day=TUESDAY))["items"]] == [str(bo)]
    await driver.reject(submitted)
    assert len((await missing(driver, day=TUESDAY))["items"]) == 2


async def test_nobody_waits_for_who_is_inactive_or_was_away_without_time(driver: Driver) -> None:
    bo, _ = await driver.another_agent()
    away = f"/v1/agents/{driver.agent_id}/working-hours/2026-10-05"
    assert (await driver.manager.put(away, json={"week": DAY_OFF})).is_success
    await driver.change(f"agents/{bo}", active=False)
    assert (await missing(driver, day=TUESDAY))["items"] == []
    await driver.record()
    (one,) = (await missing(driver, day=TUESDAY))["items"]
    assert (one["agent_id"], one["capacity_seconds"]) == (str(driver.agent_id), 0)


async def test_without_a_day_it_is_the_last_period_that_is_over(driver: Driver) -> None:
    last_day = date.fromisoformat((await missing(driver))["last_day"])
    today = datetime.now(UTC).date()
    assert timedelta(0) <= today - last_day <= timedelta(days=8)


async def test_only_managers_ask_who_is_missing(driver: Driver) -> None:
    refused = await driver.agent.get("/v1/timesheets/missing")
    assert slug(refused) == (403, "not-allowed")
    impossible = await driver.manager.get("/v1/timesheets/missing", params={"day": "1999-01-01"})
    assert slug(impossible) == (422, "invalid-input")


async def test_it_takes_as_many_statements_for_many_as_for_one(driver: Driver) -> None:
    counts = []
    for number in range(2):
        with driver.statements() as statements:
            await missing(driver, day=TUESDAY)
        counts.append(statements.count)
        await driver.another_agent(f"Agent {number}")
    assert counts[0] == counts[1] <= 6, str(statements)
