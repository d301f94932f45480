"""Time that is written off earns nothing and keeps its price until that is undone."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from contracts.invoicing import TimeWrittenOff, WriteOffUndone
from contracts.stored import example
from contracts.timer import TimeEntryRecorded
from database import new_id
from services.rates.tests.driver import Driver
from services.rates.tests.factories import billed, recorded, released, undone, written_off
from services.rates.tests.sheet_driver import approved

SUMS = (
    *("seconds", "billed_seconds", "approved_seconds", "invoiced_seconds"),
    *("to_invoice_seconds", "written_off_seconds"),
)


async def worked(driver: Driver) -> TimeEntryRecorded:
    """An hour at 1,000 that is approved."""
    await driver.create_rate("1000")
    entry = recorded(seconds=3600, organization_id=new_id(), work_date=date(2026, 9, 28))
    await driver.consume(entry, approved(entry))
    return entry


async def rate_of(driver: Driver, entry: TimeEntryRecorded) -> Decimal:
    [segment] = (await driver.price(entry.entry_id))["segments"]
    return Decimal(segment["hourly_rate"])


async def earned(driver: Driver, **asked: str) -> dict[str, Any]:
    report = await driver.get(
        "/v1/costs-and-revenue",
        by="organization",
        first_day="2026-01-01",
        last_day="2026-12-31",
        **asked,
    )
    found = [one for group in report["groups"] for one in group["earnings"]]
    amounts = ("amount", "to_invoice", "approved", "invoiced")
    return {name: sum(one[name] for one in found) for name in SUMS} | {
        name: sum(float(one[name]["amount"]) for one in found) for name in amounts
    }


async def test_time_that_is_written_off_is_expected_from_nobody(driver: Driver) -> None:
    entry = await worked(driver)
    await driver.consume(write_off := written_off(entry, (600, 1500)))
    after = await earned(driver)
    assert (after["seconds"], after["written_off_seconds"], after["approved_seconds"]) == (
        *(3600, 900, 2700),
    )
    assert (after["amount"], after["to_invoice"], after["approved"]) == (750.0, 750.0, 750.0)
    assert (await earned(driver, state="written-off"))["seconds"] == 900
    await driver.consume(undone(write_off))
    before = await earned(driver)
    assert (before["amount"], before["written_off_seconds"]) == (1000.0, 0)


async def test_what_is_billed_and_written_off_of_an_entry_stand_apart(driver: Driver) -> None:
    entry = await worked(driver)
    bill = billed(entry.model_copy(update={"seconds": 1800}))
    await driver.consume(bill, written_off(entry, (1800, 2700)))
    found = await earned(driver)
    assert [found[name] for name in SUMS] == [3600, 2700, 900, 1800, 900, 900]
    assert (found["invoiced"], found["to_invoice"]) == (500.0, 250.0)
    await driver.consume(released(bill))
    assert (await earned(driver))["to_invoice"] == 750.0


async def test_its_price_stays_until_that_is_undone(driver: Driver) -> None:
    entry = await worked(driver)
    await driver.consume(write_off := written_off(entry, (0, 60)))
    await driver.create_rate("1200", organization_id=entry.organization_id)
    await driver.reprice()
    assert await rate_of(driver, entry) == 1000
    await driver.consume(undone(write_off))
    assert await rate_of(driver, entry) == 1200


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 1, 3, 0)])
async def test_the_order_of_messages_makes_no_difference(driver: Driver, order: Any) -> None:
    entry = await worked(driver)
    bill, write_off = billed(entry), written_off(entry, (0, 1800))
    story = [bill, released(bill), write_off, undone(write_off)]
    for place in order:
        await driver.reprocess(await driver.consume(story[place]))
    found = await earned(driver)
    assert (found["to_invoice_seconds"], found["written_off_seconds"]) == (3600, 0)


async def test_the_examples_are_consumed_twice(driver: Driver) -> None:
    for kind in (TimeWrittenOff, WriteOffUndone):
        await driver.reprocess(await driver.consume(example(kind)))
    assert await driver.served.dead_letters() == []
