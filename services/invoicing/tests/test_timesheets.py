"""A newer version of a timesheet replaces the older whole: what is in none of its parts is taken back."""

import itertools
from typing import Any

import pytest

from contracts import Event
from contracts.timer import ApprovedEntry
from database import new_id
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import approved_entry
from testkit import count_statements


async def sums(driver: Driver) -> dict[str, int]:
    """Seconds in each state."""
    found: dict[str, int] = (await driver.read("billable-time"))["sums"]
    return found


def work(driver: Driver, *seconds: int) -> list[ApprovedEntry]:
    """Entries that are not approved yet."""
    return [approved_entry(driver.organization_id, one) for one in seconds]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
async def test_an_entry_that_vanished_is_withdrawn_when_all_parts_are_there_in_whatever_order(
    driver: Driver, order: tuple[int, ...]
) -> None:
    sheet, [kept, moved, gone] = new_id(), work(driver, 60, 600, 6000)
    await driver.served.consume(*(driver.events.price(one) for one in (kept, moved, gone)))
    events: list[Event] = [
        driver.events.timesheet(kept, moved, gone, timesheet_id=sheet, version=3),
        driver.events.timesheet(kept, timesheet_id=sheet, version=5, part=1, parts=2),
        driver.events.timesheet(moved, timesheet_id=sheet, version=5, part=2, parts=2),
        driver.events.timesheet(kept, moved, timesheet_id=sheet, version=4),
    ]
    for position in (*order, *order[::-1]):
        await driver.served.consume(events[position])
    assert (await sums(driver))["ready"] == 660
    await driver.invariants_hold()


async def test_nothing_is_withdrawn_before_all_parts_are_there(driver: Driver) -> None:
    sheet, [one, two] = new_id(), work(driver, 60, 600)
    events = driver.events
    await driver.served.consume(events.timesheet(one, two, timesheet_id=sheet))
    part = events.timesheet(one, timesheet_id=sheet, version=2, part=1, parts=2)
    await driver.served.consume(part)
    assert (await sums(driver))["unpriced"] == 660
    await driver.served.consume(events.timesheet(timesheet_id=sheet, version=2, part=2, parts=2))
    assert (await sums(driver))["unpriced"] == 60


async def test_an_entry_that_comes_back_is_there_again(driver: Driver) -> None:
    sheet, [one] = new_id(), work(driver, 60)
    for version, entries in ((1, [one]), (2, []), (3, [one])):
        event = driver.events.timesheet(*entries, timesheet_id=sheet, version=version)
        await driver.served.consume(event)
        assert (await sums(driver))["unpriced"] == 60 * len(entries)
    await driver.invariants_hold()


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
async def test_an_entry_that_moved_to_another_sheet_stays(
    driver: Driver, order: tuple[int, ...]
) -> None:
    before, after, [one] = new_id(), new_id(), work(driver, 60)
    moved = one.model_copy(update={"version": 2})
    events = [
        driver.events.timesheet(one, timesheet_id=before, version=1),
        driver.events.timesheet(timesheet_id=before, version=2),
        driver.events.timesheet(moved, timesheet_id=after, version=1),
    ]
    for position in order:
        await driver.served.consume(events[position])
    assert (await sums(driver))["unpriced"] == 60


async def test_a_draft_loses_an_entry_that_vanished(driver: Driver) -> None:
    sheet, [one, two] = new_id(), work(driver, 60, 600)
    prices = [driver.events.price(entry) for entry in (one, two)]
    await driver.served.consume(driver.events.timesheet(one, two, timesheet_id=sheet), *prices)
    draft = await driver.draft(group_by="all")
    await driver.served.consume(driver.events.timesheet(two, timesheet_id=sheet, version=2))
    after = await driver.read(f"invoices/{draft['id']}")
    assert after["seconds"] == 600
    found = await sums(driver)
    assert {name: seconds for name, seconds in found.items() if seconds} == {"claimed": 600}
    await driver.invariants_hold()


async def test_a_billed_entry_that_vanished_is_set_aside_until_it_comes_back(
    driver: Driver,
) -> None:
    sheet, [one] = new_id(), work(driver, 3600)
    hours = driver.events.timesheet(one, timesheet_id=sheet)
    await driver.served.consume(hours, driver.events.price(one))
    invoice = await driver.issue((await driver.draft())["id"])
    gone = driver.events.timesheet(timesheet_id=sheet, version=2)
    records = await driver.served.consume(gone)
    await driver.served.process(records)
    [item] = (await driver.read("billable-time", change_refused=True))["items"]
    assert (item["state"], item["refused_change"]["billable"]) == ("billed", False)
    assert invoice["number"] in item["refused_change"]["reason"]
    await driver.served.consume(driver.events.timesheet(one, timesheet_id=sheet, version=3))
    assert (await driver.read("billable-time", change_refused=True))["items"] == []
    await driver.invariants_hold()


async def test_sums_are_those_with_or_without_refused_changes(driver: Driver) -> None:
    await driver.invoice(100)
    changed = driver.entries[0].model_copy(update={"version": 2, "seconds": 7})
    await driver.served.consume(driver.events.timesheet(changed))
    await driver.invoice(20)
    asked: dict[str, Any] = {"organization_id": str(driver.organization_id)}
    for refused, seconds in ((True, 100), (False, 20)):
        found = await driver.read("billable-time", change_refused=refused, **asked)
        assert found["sums"]["billed"] == sum(i["seconds"] for i in found["items"]) == seconds


async def test_a_set_of_any_size_takes_a_few_statements(driver: Driver) -> None:
    entries = work(driver, *range(1, 101))
    sheets = [driver.events.timesheet(*entries[at : at + 10]) for at in range(0, 100, 10)]
    with count_statements(driver.served.database) as hours:
        await driver.served.consume(*sheets)
    assert hours.count == 5, str(hours)
    with count_statements(driver.served.database) as prices:
        await driver.served.consume(*(driver.events.price(entry) for entry in entries))
    assert prices.count == 4, str(prices)
    assert (await sums(driver))["ready"] == sum(range(1, 101))
