"""Figures that should be equal are compared to the second and the cent; a difference is found with its entries."""

import random
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import text

from contracts.rates import FiguresDiffer
from contracts.timer import AccountSettingsChanged
from database import new_id
from services.rates.tests.driver import Driver, Json
from services.rates.tests.factories import billed, recorded
from services.rates.tests.sheet_driver import approved
from services.rates.tests.test_valued_days import Account
from services.rates.tests.valued_days import move, rows
from testkit import ACCOUNT, Served


@pytest.fixture
async def driver(served: Served) -> Driver:
    return Driver(served, await served.as_("owner"))


async def reconcile(driver: Driver) -> Json:
    """Compare all figures; returns what came of it."""
    asked = await driver.client.post("/v1/reconciliations")
    assert asked.status_code == 202, asked.text
    while await driver.served.run_due():
        pass
    latest = (await driver.get("/v1/reconciliations"))["items"][0]
    assert latest["id"] == asked.json()["id"]
    assert latest["finished_at"] is not None
    return dict(latest)


async def sabotage(driver: Driver, sql: str) -> None:
    """What no command does: change rows beneath the triggers and the grants."""
    connection = await asyncpg.connect(driver.served.urls.superuser)
    await connection.execute("SET session_replication_role = replica")
    assert await connection.execute(sql) == "UPDATE 1"
    await connection.close()


async def fill(driver: Driver) -> list[UUID]:
    """Time of three days and two customers, some of it approved, some billed."""
    await driver.create_rate("1000")
    customers = [new_id(), new_id()]
    entries = [
        recorded(organization_id=customers[number % 2], work_date=date(2026, 1 + number % 3, 5))
        for number in range(12)
    ]
    await driver.consume(*entries)
    await driver.consume(approved(*entries[:8]))
    await driver.consume(billed(*entries[:3]))
    return [one.entry_id for one in entries]


async def test_nothing_differs_after_whatever_was_done(driver: Driver) -> None:
    account = Account(driver, random.Random(11))
    account.divides = False
    for _ in range(40):
        await account.step()
    await driver.reprice()
    found = await reconcile(driver)
    wrongly_billed = await rows(
        driver, "SELECT entry_id FROM time_entries WHERE live AND billed_at IS NOT NULL"
    )
    for one in found["differences"]:  # the walk's invoices bill at any price
        assert one["kind"] == "price"
        assert UUID(one["entry_ids"][0]) in {entry_id for (entry_id,) in wrongly_billed}
    [(entries, seconds)] = await rows(
        driver, "SELECT count(*), sum(seconds) FROM time_entries WHERE live"
    )
    assert (found["entries"], found["seconds"]) == (entries, seconds)


async def test_figures_that_are_equal_are_no_event(driver: Driver) -> None:
    await fill(driver)
    assert (await reconcile(driver))["found"] == 0
    assert await driver.served.published(FiguresDiffer) == []


@pytest.mark.parametrize(
    ("table", "change", "kind", "seconds"),
    [
        ("valued_days", "seconds = seconds + 60", "day-sums", (3000, 3060)),
        ("valued_days", "billed_seconds = billed_seconds - 1", "day-sums", (3000, 3000)),
        ("valued_months", "cost_seconds = cost_seconds + 0.01", "month-sums", (3000, 3000)),
        ("time_entries", "seconds = seconds - 5", "price", (2995, 3000)),
        ("time_entries", "amount = 1000.01", "price", (3000, 3000)),
        ("time_entries", "segments = '[]'", "segments", (3000, None)),
    ],
)
async def test_a_row_that_was_changed_is_found_with_its_entry(
    driver: Driver, table: str, change: str, kind: str, seconds: tuple[int, int | None]
) -> None:
    await fill(driver)
    alone = recorded(work_date=date(2026, 5, 7))
    await driver.consume(alone)
    await move(driver)
    day = "2026-05-01" if table == "valued_months" else "2026-05-07"
    await sabotage(driver, f"UPDATE {table} SET {change} WHERE work_date = '{day}'")
    found = await reconcile(driver)
    of_kind = [one for one in found["differences"] if one["kind"] == kind]
    assert found["found"] == len(found["differences"]) >= 1
    assert {tuple(one["entry_ids"]) for one in found["differences"]} == {(str(alone.entry_id),)}
    assert next(one["seconds"] for one in of_kind) == seconds[0]
    if seconds[1] is not None:
        assert seconds[1] in [one["other_seconds"] for one in of_kind]
    [event] = await driver.served.published(FiguresDiffer)
    assert isinstance(event, FiguresDiffer)
    assert event.total == found["found"]
    assert event.differences[0].entry_ids == (alone.entry_id,)


async def test_sums_of_time_that_is_gone_differ_too(driver: Driver) -> None:
    [*_, entry_id] = await fill(driver)
    await sabotage(driver, f"UPDATE time_entries SET live = false WHERE entry_id = '{entry_id}'")
    kinds = {one["kind"] for one in (await reconcile(driver))["differences"]}
    assert kinds == {"day-sums", "month-sums"}


async def test_only_one_comparison_is_under_way(driver: Driver) -> None:
    await driver.client.post("/v1/reconciliations")
    again = await driver.client.post("/v1/reconciliations")
    assert again.status_code == 409
    assert again.json()["type"] == "urn:honorar:problem:already-reconciling"


async def test_figures_are_compared_every_day(driver: Driver) -> None:
    settings = AccountSettingsChanged(
        account_id=ACCOUNT, version=1, time_zone="UTC", currency="DKK", language="en"
    )
    await driver.consume(settings)
    waiting = "SELECT due_at > now() + interval '23 h' FROM scheduled_tasks WHERE kind = 'reconcile-daily'"
    assert await rows(driver, waiting) == [(True,)]
    async with driver.served.database.transaction(ACCOUNT) as session:
        await session.execute(
            text("UPDATE scheduled_tasks SET due_at = now() WHERE kind = 'reconcile-daily'")
        )
    while await driver.served.run_due():
        pass
    [done] = (await driver.get("/v1/reconciliations"))["items"]
    assert (done["asked_by"], done["found"]) == (None, 0)
    assert await rows(driver, waiting) == [(True,)]


@pytest.mark.parametrize("role", ["billing", "agent", "client"])
async def test_only_owners_and_managers_see_and_ask(served: Served, role: Any) -> None:
    client = await served.as_(role)
    assert (await client.get("/v1/reconciliations")).status_code == 403
    assert (await client.post("/v1/reconciliations")).status_code == 403
