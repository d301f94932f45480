"""Invoicing says what it bills; the timer marks it, whatever the order and however often it comes."""

import random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from contracts.invoicing import TimeBilled
from contracts.stored import example
from database import new_id
from services.timer.tests.driver import Driver
from services.timer.tests.factories import time_billed
from testkit import Served, record
from timer.store.tables.time import BilledEntry


async def noted(driver: Driver) -> set[Any]:
    columns = (BilledEntry.entry_id, BilledEntry.invoice_id, BilledEntry.seconds)
    async with driver.timer.database.transaction(driver.account_id) as session:
        return {tuple(row) for row in await session.execute(select(*columns))}


async def test_the_example_of_the_contracts_is_consumed(timer: Served) -> None:
    await timer.consume(example(TimeBilled))
    assert await timer.dead_letters() == []


async def test_an_entry_that_is_billed_says_so_everywhere(driver: Driver) -> None:
    await driver.approved_week()
    (entry,) = await driver.list("time-entries")
    await driver.timer.consume(time_billed((UUID(entry["id"]), 3600)))
    shown = await driver.agent.get(f"/v1/time-entries/{entry['id']}")
    assert shown.json() == {**entry, "state": "billed"}
    assert await driver.list("time-entries", state="billed") == [shown.json()]
    assert await driver.list("time-entries", state="approved") == []
    report = (await driver.manager.get("/v1/reports/work")).json()
    assert (report["approved_billable_seconds"], report["billed_seconds"]) == (3600, 3600)


@pytest.mark.parametrize("seed", range(3))
async def test_every_message_twice_and_in_any_order_ends_the_same(
    driver: Driver, seed: int
) -> None:
    chance = random.Random(seed)
    entries, invoices = [new_id() for _ in range(6)], [new_id() for _ in range(4)]
    events = [
        time_billed(
            *((entry, chance.randint(1, 600)) for entry in chance.sample(entries, 3)),
            invoice_id=invoice,
        )
        for invoice in invoices
    ]
    records = [record(event) for event in events] * 2
    chance.shuffle(records)
    cut = chance.randint(1, len(records) - 1)
    await driver.timer.process(records[:cut])
    await driver.timer.process(records[cut:])
    await driver.timer.consume(*events)
    assert await noted(driver) == {
        (billed.entry_id, event.invoice_id, billed.seconds)
        for event in events
        for billed in event.entries
    }
    assert await driver.timer.dead_letters() == []


async def test_parts_of_one_invoice_add_up(driver: Driver) -> None:
    invoice = new_id()
    first, second = (time_billed((new_id(), 60), invoice_id=invoice) for _ in range(2))
    await driver.timer.consume(second, first)
    assert len(await noted(driver)) == 2


async def test_time_of_entries_that_the_timer_does_not_know_is_noted_for_later(
    driver: Driver,
) -> None:
    entry_id = new_id()
    await driver.timer.consume(time_billed((entry_id, 60)))
    assert (await driver.record(entry_id))["state"] == "draft"
    assert len(await noted(driver)) == 1


async def test_an_invoice_without_time_marks_nothing(driver: Driver) -> None:
    await driver.timer.consume(time_billed())
    assert (await noted(driver), await driver.timer.dead_letters()) == (set(), [])
