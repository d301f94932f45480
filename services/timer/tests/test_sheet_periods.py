"""Timesheets of other periods than weeks."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from database import new_id
from services.timer.tests.driver import MORNING, TUESDAY, Driver, local_today, slug
from testkit import ACCOUNT
from timer.sheet_period import PeriodChange
from timer.store.tables.account import AccountSettingsRow

MONTHS = (PeriodChange(date(2026, 1, 1), "month"),)


async def chosen_long_ago(driver: Driver) -> None:
    """The account has had months for all of this year."""
    await driver.update_settings(sheet_period="month")
    async with driver.timer.database.transaction(ACCOUNT) as session:
        row = await session.get_one(AccountSettingsRow, ACCOUNT)
        row.sheet_periods = MONTHS


def days(sheet: dict[str, Any]) -> tuple[str, str]:
    return sheet["first_day"], sheet["last_day"]


async def test_another_period_begins_after_that_of_every_sheet_there_is(driver: Driver) -> None:
    await driver.record()
    changed = (await driver.manager.patch("/v1/settings", json={"sheet_period": "month"})).json()
    begins = date.fromisoformat(changed["sheet_period_from"])
    assert begins > datetime.now(UTC).date() + timedelta(days=2)
    assert (changed["sheet_period"], begins.isoweekday()) == ("month", 1)
    await driver.record(work_date="2026-10-07")
    (sheet,) = await driver.list("timesheets")
    assert days(sheet) == ("2026-10-05", "2026-10-11")
    back = (await driver.manager.patch("/v1/settings", json={"sheet_period": "week"})).json()
    assert (back["sheet_period"], back["sheet_period_from"]) == ("week", None)


async def test_a_month_is_handed_in_as_one(driver: Driver) -> None:
    await chosen_long_ago(driver)
    entry_id = new_id()
    await driver.record(entry_id)
    await driver.record(work_date="2026-10-31")
    await driver.record(work_date="2026-11-01")
    october, november = sorted(await driver.list("timesheets"), key=days)
    assert days(october) == ("2026-10-01", "2026-10-31")
    assert days(november) == ("2026-11-01", "2026-11-30")
    await driver.submit(october)
    refused = [
        await driver.put_entry(work_date="2026-10-20"),
        await driver.put_entry(entry_id, if_match='"1"', work_date="2026-11-02"),
        await driver.delete_entry(entry_id),
    ]
    assert {slug(one) for one in refused} == {(409, "timesheet-closed")}


async def test_entries_are_moved_changed_and_deleted_in_months(driver: Driver) -> None:
    await chosen_long_ago(driver)
    entry = await driver.record()
    moved = await driver.put_entry(entry["id"], if_match='"1"', work_date="2026-11-02")
    assert moved.status_code == 200, moved.text
    assert (await driver.delete_entry(entry["id"], 2)).is_success
    assert len(await driver.list("timesheets")) == 2


async def test_a_timer_belongs_to_the_month_and_keeps_it_from_being_handed_in(
    driver: Driver,
) -> None:
    await chosen_long_ago(driver)
    await driver.start()
    (sheet,) = await driver.list("timesheets")
    today = local_today()
    assert sheet["first_day"][8:] == "01"
    assert slug(await driver.submit(sheet)) == (409, "timer-running")
    await driver.run_earlier(60)
    assert (await driver.stop()).is_success
    (same,) = await driver.list("timesheets")
    assert same["first_day"] <= today.isoformat() <= same["last_day"]


async def test_who_is_missing_is_so_for_a_month(driver: Driver) -> None:
    await chosen_long_ago(driver)
    asked = await driver.manager.get("/v1/timesheets/missing", params={"day": TUESDAY})
    assert days(asked.json()) == ("2026-10-01", "2026-10-31")
    last = (await driver.manager.get("/v1/timesheets/missing")).json()
    following = date.fromisoformat(last["last_day"]) + timedelta(days=1)
    assert (following.day, MORNING[:4]) == (1, "2026")
