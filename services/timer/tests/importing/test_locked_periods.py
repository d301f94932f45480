"""Time that a file brings into periods which only managers change any more."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from services.timer.tests.driver import Driver, local_today
from services.timer.tests.importing import factories
from services.timer.tests.importing.factories import EVA, METTE, csv_of, october_line
from services.timer.tests.importing.jobs import carried_out, imported, report_of
from testkit import count_statements
from timer.calendar import first_day_of_week
from timer.capacity import Period
from timer.importing.booking import SheetCounts, after_lock
from timer.sheet_period import PeriodRules

TWO_WEEKS = [october_line(6), october_line(7), october_line(13)]
FIRST, SECOND = date(2026, 10, 5), date(2026, 10, 12)
NAME = "October, Søren & co.csv"


async def history(driver: Driver, sheet: dict[str, Any]) -> list[dict[str, Any]]:
    told = await driver.agent.get(f"/v1/timesheets/{sheet['id']}/history")
    items: list[dict[str, Any]] = told.json()["items"]
    return items


async def locked(driver: Driver) -> None:
    await driver.update_settings(lock_after_days=0)


def test_late_is_what_goes_into_periods_that_are_locked() -> None:
    agent = UUID(int=7)
    weeks = Period(FIRST, date(2026, 10, 11)), Period(SECOND, date(2026, 10, 18))
    counts: SheetCounts = {
        (agent, weeks[0]): 2,
        ("ida@example.dk", weeks[0]): 1,
        (agent, weeks[1]): 4,
    }
    now = datetime(2026, 10, 15, 12, tzinfo=UTC)
    late = after_lock(counts, PeriodRules((), 3), now)
    assert late == {(agent, weeks[0]): 2, ("ida@example.dk", weeks[0]): 1}
    assert after_lock(counts, PeriodRules((), 4), now) == {}
    assert after_lock(counts, PeriodRules(), now) == {}


async def test_the_history_of_each_sheet_names_the_file_and_how_much_it_added(
    driver: Driver,
) -> None:
    await locked(driver)
    began = datetime.now(UTC)
    await report_of(driver, csv_of(*TWO_WEEKS), file_name=NAME)
    for day, entries in ((FIRST, 2), (SECOND, 1)):
        sheet = await driver.sheet(str(day))
        (told,) = await history(driver, sheet)
        assert began <= datetime.fromisoformat(told.pop("at")) <= datetime.now(UTC)
        assert told == {
            "version": sheet["version"],
            "act": "imported-after-lock",
            "by": "boss",
            "reason": None,
            "digest": None,
            "entry_id": None,
            "file_name": NAME,
            "entries": entries,
        }


async def test_people_whom_a_file_makes_have_a_history_too(driver: Driver) -> None:
    await locked(driver)
    await imported(driver, october_line(who=EVA), create_agents=True)
    (sheet,) = await driver.list("timesheets")
    told = (await driver.manager.get(f"/v1/timesheets/{sheet['id']}/history")).json()["items"]
    assert [(one["version"], one["entries"], one["file_name"]) for one in told] == [
        (sheet["version"], 1, None)
    ]


async def test_nothing_is_told_of_periods_that_are_open(driver: Driver) -> None:
    await imported(driver, *TWO_WEEKS)
    assert await history(driver, await driver.sheet(str(FIRST))) == []
    await locked(driver)
    today = local_today()
    open_line = factories.line(f"{today} 00:00:00", "00:00:01", who=METTE)
    await imported(driver, october_line(8), open_line)
    assert [one["entries"] for one in await history(driver, await driver.sheet(str(FIRST)))] == [1]
    assert await history(driver, await driver.sheet(str(SECOND))) == []
    assert await history(driver, await driver.sheet(str(first_day_of_week(today)))) == []


async def test_nothing_is_told_of_a_file_that_adds_nothing(driver: Driver) -> None:
    await locked(driver)
    for _ in range(2):
        await imported(driver, *TWO_WEEKS)
        await imported(driver, *TWO_WEEKS, dry_run=True)
    assert len(await history(driver, await driver.sheet(str(FIRST)))) == 1


async def test_all_sheets_are_told_in_one_statement(driver: Driver) -> None:
    await locked(driver)
    await imported(driver, october_line(5))
    used = []
    for rows in ([october_line(6)], [october_line(day, hour) for day in (7, 14, 21) for hour in range(9)]):  # fmt: skip
        with count_statements(driver.timer.database) as statements:
            await imported(driver, *rows)
        used.append(sum("timesheet_changes" in sql for sql in statements.texts))
    assert used == [1, 1]


@pytest.mark.parametrize("name", ["", "x" * 256, "a\0b"])
async def test_names_of_files_are_short_texts(driver: Driver, name: str) -> None:
    refused = await driver.manager.post(
        "/v1/imports", content=csv_of(october_line()), params={"file_name": name}
    )
    assert refused.status_code == 422, refused.text
    assert [one["field"] for one in refused.json()["errors"]] == ["file_name"]


async def test_a_preview_with_a_token_knows_no_name(driver: Driver) -> None:
    seen = await imported(driver, *TWO_WEEKS, dry_run=True)
    job = await carried_out(driver, csv_of(*TWO_WEEKS), token=seen["token"], file_name=NAME)
    assert job["state"] == "done"
