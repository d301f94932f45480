"""An account bills the month before by itself, on its day, once."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from invoicing.commands import billing_runs
from invoicing.domain.billing_runs import Schedule, month_before
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.run_driver import RunDriver

COPENHAGEN = "Europe/Copenhagen"


@pytest.mark.parametrize(
    ("after", "day", "start"),
    [
        (datetime(2026, 11, 10, 9, tzinfo=UTC), 1, datetime(2026, 12, 1, 5, tzinfo=UTC)),
        (datetime(2026, 11, 10, 9, tzinfo=UTC), 15, datetime(2026, 11, 15, 5, tzinfo=UTC)),
        (datetime(2026, 6, 30, 23, tzinfo=UTC), 1, datetime(2026, 7, 1, 4, tzinfo=UTC)),
        (datetime(2026, 2, 1, 9, tzinfo=UTC), 31, datetime(2026, 2, 28, 5, tzinfo=UTC)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), 1, datetime(2027, 1, 1, 5, tzinfo=UTC)),
        (datetime(2026, 12, 1, 5, tzinfo=UTC), 1, datetime(2027, 1, 1, 5, tzinfo=UTC)),
    ],
)
def test_a_run_begins_on_its_day_at_its_hour_in_the_accounts_zone(
    after: datetime, day: int, start: datetime
) -> None:
    assert Schedule(day_of_month=day).next_start(after, COPENHAGEN) == start


def test_an_account_that_chose_no_day_never_begins() -> None:
    assert Schedule().next_start(datetime(2026, 11, 10, tzinfo=UTC), COPENHAGEN) is None


def test_an_hour_that_the_clocks_skip_is_some_hour_of_that_day() -> None:
    begin = Schedule(day_of_month=29, hour=2).next_start(
        datetime(2026, 3, 20, tzinfo=UTC), COPENHAGEN
    )
    assert begin
    assert begin.date() == date(2026, 3, 29)


def test_the_month_before_is_whole() -> None:
    assert month_before(date(2026, 3, 5)) == (date(2026, 2, 1), date(2026, 2, 28))
    assert month_before(date(2026, 1, 1)) == (date(2025, 12, 1), date(2025, 12, 31))


@pytest.fixture
async def runs(driver: Driver) -> RunDriver:
    return RunDriver(driver)


async def choose(runs: RunDriver, **changed: Any) -> dict[str, Any]:
    await runs.driver.read("billing-schedule")
    body = {"day_of_month": 15, **changed}
    answer = await runs.driver.client.put("/v1/billing-schedule", json=body)
    assert answer.status_code == 200, answer.text
    chosen: dict[str, Any] = answer.json()
    return chosen


async def begin(runs: RunDriver, now: datetime) -> datetime | None:
    """What the task does at that moment."""
    async with runs.driver.served.database.transaction(runs.driver.account) as session:
        return await billing_runs.run_schedule(session, now=now)


async def waits(runs: RunDriver) -> list[datetime]:
    """When the account's task looks again."""
    query = (
        "SELECT due_at FROM scheduled_tasks WHERE kind = 'billing-schedule' AND state = 'waiting'"
    )
    async with runs.driver.served.database.transaction(runs.driver.account) as session:
        return list(await session.scalars(text(query)))


async def test_no_account_bills_by_itself_unless_it_chose_to(runs: RunDriver) -> None:
    shown = await runs.driver.read("billing-schedule")
    assert (shown["day_of_month"], shown["issue"], shown["next_start"]) == (None, "none", None)
    assert await waits(runs) == []


async def test_the_chosen_day_is_waited_for(runs: RunDriver) -> None:
    chosen = await choose(runs)
    assert chosen["next_start"] == "2026-11-15T05:00:00Z"
    assert await waits(runs) == [datetime(2026, 11, 15, 5, tzinfo=UTC)]
    await choose(runs, day_of_month=20, hour=7)
    assert await waits(runs) == [datetime(2026, 11, 20, 6, tzinfo=UTC)]


async def test_two_who_choose_at_once_do_not_overwrite_each_other(runs: RunDriver) -> None:
    await choose(runs)
    stale = {"If-Match": '"0"'}
    answer = await runs.driver.client.put(
        "/v1/billing-schedule", json={"day_of_month": 1}, headers=stale
    )
    assert answer.status_code == 412


async def test_the_months_run_begins_once_however_many_workers_look(runs: RunDriver) -> None:
    await choose(runs, group_by="project", delivery="hand")
    now = datetime(2026, 11, 15, 5, tzinfo=UTC)
    following = await asyncio.gather(*(begin(runs, now) for _ in range(4)))
    assert set(following) == {datetime(2026, 12, 15, 5, tzinfo=UTC)}
    [run] = (await runs.driver.read("billing-runs"))["items"]
    assert (run["first_day"], run["last_day"]) == ("2026-10-01", "2026-10-31")
    assert (run["created_by"], run["group_by"], run["delivery"]) == ("schedule", "project", "hand")
    await begin(runs, now + timedelta(hours=1))
    assert len((await runs.driver.read("billing-runs"))["items"]) == 1
    await begin(runs, now + timedelta(days=30))
    assert len((await runs.driver.read("billing-runs"))["items"]) == 2


async def test_what_is_open_of_earlier_months_is_billed_too(runs: RunDriver) -> None:
    customer, work = await runs.customer(), runs.driver.worked
    await work(3600, organization_id=customer, work_date=date(2026, 10, 5))
    await work(1200, organization_id=customer, work_date=date(2026, 7, 31))
    held = await work(600, organization_id=customer, work_date=date(2026, 8, 3))
    await work(900, organization_id=customer, work_date=date(2026, 11, 2))
    about = {"organization_id": str(customer), "entry_ids": [str(held.entry_id)], "reason": "Wait"}
    await runs.driver.write("held-back-time", about)
    await choose(runs)
    await begin(runs, datetime(2026, 11, 15, 5, tzinfo=UTC))
    await runs.work()
    [run] = (await runs.driver.read("billing-runs"))["items"]
    assert run["earlier"] is True
    [drafted] = (await runs.only(run["id"], customer))["drafts"]
    draft = await runs.driver.read(f"invoices/{drafted['invoice_id']}")
    assert (draft["seconds"], draft["first_day"]) == (4800, "2026-07-31")


async def test_what_was_chosen_meanwhile_holds(runs: RunDriver) -> None:
    await choose(runs)
    await choose(runs, day_of_month=None)
    assert await begin(runs, datetime(2026, 11, 15, 5, tzinfo=UTC)) is None
    await choose(runs)
    zone = runs.driver.events.account_settings(version=2, time_zone="America/New_York")
    await runs.driver.served.consume(zone)
    later = datetime(2026, 11, 15, 11, tzinfo=UTC)
    assert await begin(runs, datetime(2026, 11, 15, 5, tzinfo=UTC)) == later
    assert (await runs.driver.read("billing-runs"))["items"] == []


async def test_a_run_that_is_a_week_late_is_left_to_a_person(runs: RunDriver) -> None:
    await choose(runs)
    await begin(runs, datetime(2026, 11, 23, tzinfo=UTC))
    assert (await runs.driver.read("billing-runs"))["items"] == []


async def test_the_task_begins_the_run_and_waits_for_the_next(runs: RunDriver) -> None:
    await runs.customer(3600, currency="DKK")
    now = datetime.now(UTC)
    await choose(runs, day_of_month=now.day, hour=0)
    await runs.driver.tamper(
        "UPDATE scheduled_tasks SET due_at = now() WHERE kind = 'billing-schedule'"
        f" AND account_id = '{runs.driver.account}'"
    )
    await runs.work()  # the schedule, then its run
    await runs.work()
    [run] = (await runs.driver.read("billing-runs"))["items"]
    assert (run["state"], run["created_by"]) == ("finished", "schedule")
    [due] = await waits(runs)
    assert due > now
