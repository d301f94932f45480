"""What is over for some days is changed by managers only, and the history says so."""

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from database import new_id
from services.timer.tests.driver import Driver, slug
from timer.sheet_period import PeriodRules

LOCKED = {(409, "period-locked")}


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 30), st.integers(-40, 40))
def test_a_period_is_locked_when_more_days_went_by(last: date, grace: int, after: int) -> None:
    now = datetime.fromordinal(last.toordinal() + after).replace(hour=12, tzinfo=UTC)
    assert PeriodRules((), grace).locks(last, now) == (after > grace)
    assert not PeriodRules().locks(last, now)


def test_days_are_those_of_the_accounts_zone() -> None:
    now = datetime(2026, 10, 12, 23, tzinfo=UTC)
    sunday = date(2026, 10, 11)
    assert not PeriodRules((), 1, "UTC").locks(sunday, now)
    assert PeriodRules((), 1, "Europe/Copenhagen").locks(sunday, now)


async def history(driver: Driver) -> list[tuple[Any, ...]]:
    sheet = await driver.sheet()
    told = (await driver.manager.get(f"/v1/timesheets/{sheet['id']}/history")).json()
    return [(one["act"], one["by"], one["entry_id"]) for one in told["items"]]


async def test_agents_change_nothing_in_a_locked_period(driver: Driver) -> None:
    entry = await driver.record()
    await driver.update_settings(lock_after_days=0)
    change = {"entries": [{"id": entry["id"], "version": 1}], "changes": {"description": "Late"}}
    bulk = await driver.agent.post("/v1/time-entries/change", json=change)
    refused = [
        await driver.put_entry(entry["id"], if_match='"1"', seconds=60),
        await driver.put_entry(new_id()),
        await driver.delete_entry(entry["id"]),
    ]
    assert {slug(one) for one in refused} == LOCKED
    assert {one.json()["errors"][0]["field"] for one in refused} == {"work_date"}
    assert slug(bulk) == (409, "entries-refused"), bulk.text
    assert "locked" in bulk.json()["errors"][0]["reason"]
    assert (await driver.sheet())["seconds"] == 3600
    assert await history(driver) == []


async def test_a_manager_may_and_the_history_names_the_entry(driver: Driver) -> None:
    entry = await driver.record()
    await driver.update_settings(lock_after_days=0)
    url = f"/v1/time-entries/{entry['id']}"
    body = {"agent_id": str(driver.agent_id), "work_date": "2026-10-07", "seconds": 60}
    changed = await driver.manager.put(url, json=body, headers={"If-Match": '"1"'})
    assert changed.status_code == 200, changed.text
    assert (await driver.manager.delete(url, headers={"If-Match": '"2"'})).status_code == 204
    told = await history(driver)
    assert [(act, entry_id) for act, _, entry_id in told] == [
        ("changed-after-lock", entry["id"]),
        ("changed-after-lock", entry["id"]),
    ]
    assert all(by for _, by, _ in told)


async def test_what_is_not_over_so_long_is_open(driver: Driver) -> None:
    await driver.update_settings(lock_after_days=366)
    assert (await driver.put_entry()).is_success
