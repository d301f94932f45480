"""Invoicing says what it bills and what it gives back; the timer marks it, whatever the order and however often it comes."""

import itertools
import random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from contracts import Event
from contracts.invoicing import TimeBilled, TimeReleased
from contracts.stored import example
from database import new_id
from services.timer.tests.driver import Driver
from services.timer.tests.factories import billed, time_billed, time_released
from testkit import Served, count_statements, record
from timer.store.tables.time import BilledRange


async def noted(driver: Driver) -> dict[Any, Any]:
    """Entry, line, start and end of what is known, and when it was released."""
    row = BilledRange
    columns = (row.entry_id, row.line_id, row.start_second, row.end_second, row.released_at)
    async with driver.timer.database.transaction(driver.account_id) as session:
        return {tuple(key): at for *key, at in await session.execute(select(*columns))}


async def state(driver: Driver, entry: dict[str, Any]) -> str:
    shown = await driver.agent.get(f"/v1/time-entries/{entry['id']}")
    found: str = shown.json()["state"]
    return found


async def approved_entry(driver: Driver) -> dict[str, Any]:
    await driver.approved_week()
    (entry,) = await driver.list("time-entries")
    return entry


@pytest.mark.parametrize("event", [TimeBilled, TimeReleased])
async def test_the_examples_of_the_contracts_are_consumed(
    timer: Served, event: type[Event]
) -> None:
    await timer.consume(example(event))
    assert await timer.dead_letters() == []


async def test_an_entry_that_is_billed_says_so_everywhere(driver: Driver) -> None:
    entry = await approved_entry(driver)
    await driver.timer.consume(time_billed(billed(UUID(entry["id"]), 3600)))
    shown = await driver.agent.get(f"/v1/time-entries/{entry['id']}")
    assert shown.json() == {**entry, "state": "billed"}
    assert await driver.list("time-entries", state="billed") == [shown.json()]
    assert await driver.list("time-entries", state="approved") == []
    report = (await driver.manager.get("/v1/reports/work")).json()
    assert (report["approved_billable_seconds"], report["billed_seconds"]) == (3600, 3600)


async def test_an_entry_is_billed_until_its_last_range_is_released(driver: Driver) -> None:
    entry = await approved_entry(driver)
    entry_id = UUID(entry["id"])
    first, second = billed(entry_id, 1200), billed(entry_id, 3600, start=1200)
    invoice = time_billed(first, second)
    await driver.timer.consume(invoice, time_released(invoice, first))
    assert await state(driver, entry) == "billed"
    await driver.timer.consume(time_released(invoice, second))
    assert await state(driver, entry) == "approved"
    assert await driver.list("time-entries", state="approved") == [entry]
    report = (await driver.manager.get("/v1/reports/work")).json()
    assert (report["approved_billable_seconds"], report["billed_seconds"]) == (3600, 0)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
async def test_an_entry_is_billed_until_all_parts_of_what_was_billed_are_released(
    driver: Driver, order: tuple[int, ...]
) -> None:
    entry = await approved_entry(driver)
    whole = billed(UUID(entry["id"]), 3600)
    invoice = time_billed(whole)
    first = time_released(invoice, whole.model_copy(update={"end": 1200}))
    rest = time_released(invoice, whole.model_copy(update={"start": 1200}))
    events = [invoice, first, rest]
    for number in order:
        await driver.timer.consume(events[number], events[number])
        told = [events[n] for n in order[: order.index(number) + 1]]
        known = invoice in told and len(told) < 3
        assert await state(driver, entry) == ("billed" if known else "approved")


async def test_time_that_was_released_can_be_billed_again_on_another_line(driver: Driver) -> None:
    entry = await approved_entry(driver)
    invoice = time_billed(billed(UUID(entry["id"]), 3600))
    again = time_billed(billed(UUID(entry["id"]), 3600))
    await driver.timer.consume(again, invoice, time_released(invoice))
    assert await state(driver, entry) == "billed"


async def test_a_release_that_comes_first_holds(driver: Driver) -> None:
    entry = await approved_entry(driver)
    invoice = time_billed(billed(UUID(entry["id"]), 3600))
    await driver.timer.consume(time_released(invoice))
    await driver.timer.consume(invoice)
    assert await state(driver, entry) == "approved"


@pytest.mark.parametrize("seed", range(5))
async def test_every_message_twice_and_in_any_order_ends_the_same(
    driver: Driver, seed: int
) -> None:
    chance = random.Random(seed)
    entries = [new_id() for _ in range(6)]
    invoices = [
        time_billed(*(billed(entry, chance.randint(1, 600)) for entry in chance.sample(entries, 3)))
        for _ in range(4)
    ]
    releases = [time_released(one, *chance.sample(one.ranges, 2)) for one in invoices[:2]]
    records = [record(event) for event in (*invoices, *releases)] * 2
    chance.shuffle(records)
    cut = chance.randint(1, len(records) - 1)
    await driver.timer.process(records[:cut])
    await driver.timer.process(records[cut:])
    await driver.timer.consume(*releases, *invoices)
    released = {one.line_id: event.released_at for event in releases for one in event.ranges}
    assert await noted(driver) == {
        (one.entry_id, one.line_id, one.start, one.end): released.get(one.line_id)
        for event in invoices
        for one in event.ranges
    }
    assert await driver.timer.dead_letters() == []


async def test_a_set_of_invoices_takes_as_many_statements_as_one(driver: Driver) -> None:
    used = []
    for count in (1, 30):
        invoices = [time_billed(*(billed(new_id(), 60) for _ in range(3))) for _ in range(count)]
        with count_statements(driver.timer.database) as statements:
            await driver.timer.consume(*invoices, *map(time_released, invoices))
        used.append(statements.count)
    assert used == [6, 6], str(statements)
    assert len(await noted(driver)) == 93


async def test_time_of_entries_that_the_timer_does_not_know_is_noted_for_later(
    driver: Driver,
) -> None:
    entry_id = new_id()
    await driver.timer.consume(time_billed(billed(entry_id, 60)))
    assert (await driver.record(entry_id))["state"] == "draft"
    assert len(await noted(driver)) == 1


async def test_an_invoice_without_time_marks_nothing(driver: Driver) -> None:
    await driver.timer.consume(time_billed())
    assert (await noted(driver), await driver.timer.dead_letters()) == ({}, [])
