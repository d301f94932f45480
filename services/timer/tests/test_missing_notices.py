"""Who has not handed in a period's time is told of once, when the account's days for it are over."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from contracts.timer import TimesheetMissing
from services.timer.tests.driver import COPENHAGEN, TUESDAY, Driver
from services.timer.tests.test_replays import somebody_waits
from timer.calendar import local_date
from timer.commands import timesheets
from timer.commands.missing_timesheets import tell_missing

DUE = datetime(2026, 10, 13, 6, 30, tzinfo=UTC)
"""Tuesday at half past eight in Copenhagen: Monday was for handing in the week before."""


@pytest.fixture(autouse=True)
async def in_copenhagen(driver: Driver) -> None:
    await driver.update_settings()


async def test_who_has_not_handed_in_is_told_of_once(driver: Driver) -> None:
    await here_since(driver, "2026-10-11")
    await driver.record()
    for _ in range(2):
        await tell(driver, DUE)
    (told,) = await driver.timer.published(TimesheetMissing)
    assert (told.agent_id, told.version, told.seconds) == (driver.agent_id, 1, 3600)
    assert (str(told.first_day), str(told.last_day)) == ("2026-10-05", "2026-10-11")
    assert str(told.timesheet_id) == (await driver.sheet())["id"]
    await tell(driver, DUE + timedelta(days=7))
    assert [one.version for one in await driver.timer.published(TimesheetMissing)] == [1, 2]


async def test_it_is_told_on_the_morning_after_the_days_for_it(driver: Driver) -> None:
    await here_since(driver, "2026-10-11")
    early = DUE - timedelta(hours=1)
    await tell(driver, early)
    assert [str(one.first_day) for one in await driver.timer.published(TimesheetMissing)] == []
    await driver.update_settings(days_to_hand_in=0)
    await tell(driver, early)
    assert len(await driver.timer.published(TimesheetMissing)) == 1


async def test_an_account_may_have_nobody_told(driver: Driver) -> None:
    await here_since(driver, "2026-10-11")
    await driver.update_settings(days_to_hand_in=None)
    await tell(driver, DUE)
    assert await driver.timer.published(TimesheetMissing) == []


async def test_who_was_added_later_is_away_inactive_or_has_handed_in_is_not_told_of(
    driver: Driver,
) -> None:
    handed_in, away, inactive, later = [
        (await driver.another_agent(name))[0] for name in ("Bo", "Ida", "Ole", "Eva")
    ]
    await here_since(driver, "2026-10-11")
    await here_since(driver, "2026-10-12", str(later))
    hours = {"week": [0] * 7}
    assert (
        await driver.manager.put(f"/v1/agents/{away}/working-hours/2026-10-05", json=hours)
    ).is_success
    await driver.change(f"agents/{inactive}", active=False)
    entry = {"agent_id": str(handed_in), "work_date": TUESDAY}
    assert (await driver.put_entry(client=driver.manager, **entry)).is_success
    (sheet,) = await driver.list("timesheets")
    assert (await driver.submit(sheet, driver.manager)).is_success
    await tell(driver, DUE)
    (told,) = await driver.timer.published(TimesheetMissing)
    assert (told.agent_id, told.timesheet_id, told.seconds) == (driver.agent_id, None, 0)


async def test_the_days_of_an_agent_begin_in_the_accounts_zone(driver: Driver) -> None:
    await here_since(driver, "2026-10-11T22:30:00+00:00")
    await tell(driver, DUE)
    assert await driver.timer.published(TimesheetMissing) == []
    await here_since(driver, "2026-10-11T21:30:00+00:00")
    await tell(driver, DUE)
    assert len(await driver.timer.published(TimesheetMissing)) == 1


async def test_who_hands_in_at_that_moment_is_not_told_of(driver: Driver) -> None:
    await here_since(driver, "2026-10-11")
    await driver.record()
    sheet = await driver.sheet()
    read = {UUID(sheet["id"]): sheet["version"]}
    async with driver.timer.database.transaction(driver.account_id) as session:
        await timesheets.submit(session, read, DUE, by="mette", only=None)
        telling = asyncio.create_task(tell(driver, DUE))
        await somebody_waits(driver)
    await telling
    assert await driver.timer.published(TimesheetMissing) == []


async def test_many_processes_tell_once(driver: Driver) -> None:
    await here_since(driver, "2026-10-11")
    await asyncio.gather(*(tell(driver, DUE) for _ in range(5)))
    assert len(await driver.timer.published(TimesheetMissing)) == 1


async def test_a_task_of_the_account_looks_and_comes_again(driver: Driver) -> None:
    await driver.timer.run_due()
    assert await driver.timer.published(TimesheetMissing) == []
    (due_at,) = await tasks(driver)
    local = due_at.astimezone(ZoneInfo(COPENHAGEN))
    assert (local.hour, local.weekday(), due_at > datetime.now(UTC)) == (8, 1, True)

    await here_since(driver, "2026-01-01")
    await driver.update_settings(days_to_hand_in=0)
    await driver.timer.run_due()
    (told,) = await driver.timer.published(TimesheetMissing)
    assert told.last_day < local_date(told.noticed_at, COPENHAGEN)
    (due_at,) = await tasks(driver)
    assert due_at.astimezone(ZoneInfo(COPENHAGEN)).weekday() == 0


@pytest.mark.parametrize("number", [1, 12])
async def test_it_takes_as_many_statements_for_many(driver: Driver, number: int) -> None:
    for one in range(number - 1):
        await driver.another_agent(f"Agent {one}")
    await here_since(driver, "2026-10-11")
    with driver.statements() as statements:
        await tell(driver, DUE)
    assert len(await driver.timer.published(TimesheetMissing)) == number
    assert statements.count == 11, str(statements)


async def tell(driver: Driver, now: datetime) -> None:
    async with driver.timer.database.transaction(driver.account_id) as session:
        await tell_missing(session, now)


async def here_since(driver: Driver, at: str, agent_id: str | None = None) -> None:
    """As if the account's agents, or one, had been added then."""
    admin = await asyncpg.connect(driver.timer.urls.superuser)
    try:
        await admin.execute(
            "UPDATE agents SET created_at = $1 WHERE $2::uuid IS NULL OR id = $2",
            datetime.fromisoformat(at).astimezone(UTC)
            if "T" in at
            else datetime.fromisoformat(f"{at}T12:00:00+00:00"),
            agent_id,
        )
    finally:
        await admin.close()


async def tasks(driver: Driver) -> list[datetime]:
    """When the account is looked at next."""
    admin = await asyncpg.connect(driver.timer.urls.superuser)
    try:
        rows = await admin.fetch(
            "SELECT due_at FROM scheduled_tasks WHERE kind = 'tell-missing-timesheets' AND state = 'waiting'"
        )
        return [row["due_at"] for row in rows]
    finally:
        await admin.close()
