"""Time is approved while the newest approval of it is of the version that is known, in whatever order things come."""

from itertools import permutations
from random import Random

import pytest

from contracts import Event
from contracts.timer import TimeEntryDiscarded, TimeEntryRecorded
from database import new_id
from rates.commands.approvals import record_approvals
from services.rates.tests.driver import Driver
from services.rates.tests.factories import interleaved, recorded
from services.rates.tests.sheet_driver import approved, approved_entries, reopened
from testkit import count_statements

ENVELOPE = 3


def changed(entry: TimeEntryRecorded, **changes: object) -> TimeEntryRecorded:
    return entry.model_copy(update={"version": entry.version + 1, **changes})


async def test_time_is_approved_whether_it_or_its_sheet_comes_first(driver: Driver) -> None:
    early, late = recorded(), recorded()
    await driver.consume(early)
    await driver.consume(approved(early, late))
    assert await approved_entries(driver) == [early.entry_id]
    await driver.consume(late)
    assert await approved_entries(driver) == [early.entry_id, late.entry_id]


async def test_a_change_is_not_approved_until_its_sheet_is_again(driver: Driver) -> None:
    entry = recorded()
    await driver.consume(entry, first := approved(entry))
    await driver.consume(later := changed(entry, seconds=60))
    assert await approved_entries(driver) == []
    again = approved(later, sheet=first.timesheet_id, version=7, hour=1)
    await driver.consume(again)
    await driver.consume(first)
    assert await approved_entries(driver) == [entry.entry_id]
    await driver.consume(
        TimeEntryDiscarded(account_id=entry.account_id, entry_id=entry.entry_id, version=9)
    )
    assert await approved_entries(driver) == []


async def test_reopening_takes_approval_back_and_late_approvals_do_not_restore_it(
    driver: Driver,
) -> None:
    entry = recorded()
    records = await driver.consume(entry, sheet := approved(entry))
    await driver.consume(reopened(sheet))
    assert await approved_entries(driver) == []
    await driver.reprocess(records)
    await driver.consume(approved(entry, sheet=sheet.timesheet_id, version=4))
    assert await approved_entries(driver) == []
    await driver.consume(approved(entry, sheet=sheet.timesheet_id, version=8, hour=1))
    await driver.consume(reopened(sheet))
    assert await approved_entries(driver) == [entry.entry_id]


async def test_what_is_in_no_part_of_the_newest_version_is_taken_back_when_all_parts_are_there(
    driver: Driver,
) -> None:
    stays, moves, goes = sorted((recorded() for _ in range(3)), key=lambda one: one.entry_id)
    sheet = new_id()
    await driver.consume(stays, moves, goes, approved(stays, moves, goes, sheet=sheet))
    await driver.consume(approved(moves, sheet=sheet, version=7, part=2, parts=2, hour=1))
    assert len(await approved_entries(driver)) == 3
    await driver.consume(approved(stays, sheet=sheet, version=7, part=1, parts=2, hour=1))
    assert await approved_entries(driver) == [stays.entry_id, moves.entry_id]


async def test_another_sheet_keeps_what_the_former_takes_back(driver: Driver) -> None:
    entry, other = recorded(), recorded()
    old, new = new_id(), new_id()
    await driver.consume(entry, other, approved(entry, other, sheet=old))
    await driver.consume(approved(entry, sheet=new, hour=1))
    await driver.consume(approved(other, sheet=old, version=7, hour=2))
    assert await approved_entries(driver) == sorted([entry.entry_id, other.entry_id])


async def test_a_late_version_approves_nothing_that_the_newest_has_not(driver: Driver) -> None:
    entry, gone = recorded(), recorded()
    sheet = new_id()
    await driver.consume(entry, gone, approved(entry, sheet=sheet, version=7, hour=1))
    await driver.consume(approved(entry, gone, sheet=sheet))
    assert await approved_entries(driver) == [entry.entry_id]


@pytest.mark.parametrize("seed", range(4))
async def test_any_order_of_entries_and_sheets_ends_the_same(driver: Driver, seed: int) -> None:
    """A sheet is approved, reopened, changed and approved; one of its entries moves to another sheet."""
    chance = Random(seed)
    entries = [recorded() for _ in range(4)]
    later = [changed(one, seconds=600) for one in entries]
    first = approved(*entries, hour=0)
    pairs: list[list[Event]] = [[old, new] for old, new in zip(entries, later, strict=True)]
    streams: list[list[Event]] = [
        *pairs,
        [
            first,
            reopened(first),
            approved(*later[1:3], sheet=first.timesheet_id, version=7, part=1, parts=2, hour=2),
            approved(later[3], sheet=first.timesheet_id, version=7, part=2, parts=2, hour=2),
        ],
        [approved(later[0], hour=1)],
    ]
    for event in interleaved(chance, streams):
        records = await driver.consume(event)
        if chance.random() < 0.5:
            await driver.reprocess(records)
    assert await approved_entries(driver) == sorted(one.entry_id for one in entries)
    assert await driver.served.dead_letters() == []


async def test_newest_approval_of_an_entry_counts_also_within_a_set(driver: Driver) -> None:
    entry = recorded()
    older, newer = approved(entry), approved(changed(entry), hour=1)
    for number, sheets in enumerate(permutations([older, newer])):
        moved = [one.model_copy(update={"timesheet_id": new_id()}) for one in sheets]
        await driver.consume(*moved)
        await driver.consume(entry if number == 0 else changed(entry))
        assert await approved_entries(driver) == ([] if number == 0 else [entry.entry_id])


async def test_the_command_tells_whose_approval_changed(driver: Driver) -> None:
    known, unknown = recorded(), recorded()
    await driver.consume(known)
    sheet = approved(known, unknown)

    async def changes(*events: object) -> set[object]:
        async with driver.served.database.transaction(driver.account) as session:
            return set(await record_approvals(session, events))  # type: ignore[arg-type]

    assert await changes(sheet) == {known.entry_id}
    assert await changes(sheet) == set()
    assert await changes(reopened(sheet)) == {known.entry_id}
    assert await changes(reopened(sheet)) == set()


@pytest.mark.parametrize("number", [1, 300])
async def test_a_set_of_approvals_takes_two_statements_and_what_it_takes_back_a_third(
    driver: Driver, number: int
) -> None:
    entries = [recorded() for _ in range(number)]
    sheets = [approved(one) for one in entries]
    await driver.consume(*entries)
    with count_statements(driver.served.database) as statements:
        await driver.consume(*sheets)
    assert len(await approved_entries(driver)) == number
    assert statements.count == ENVELOPE + 2, statements
    with count_statements(driver.served.database) as statements:
        await driver.consume(*(reopened(one) for one in sheets))
    assert await approved_entries(driver) == []
    assert statements.count == ENVELOPE + 3, statements


async def test_a_clock_that_is_behind_does_not_keep_a_new_approval_away(driver: Driver) -> None:
    entry = recorded()
    first = approved(entry, hour=1)
    await driver.consume(entry, first, reopened(first))
    assert await approved_entries(driver) == []
    again = approved(entry, sheet=first.timesheet_id, version=7, hour=0)
    records = await driver.consume(again)
    assert await approved_entries(driver) == [entry.entry_id]
    await driver.served.process(records)
    assert await approved_entries(driver) == [entry.entry_id]
