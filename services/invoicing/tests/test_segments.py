"""Prices in segments, claims of ranges, and their release by a credit note."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from contracts.invoicing import BilledRange, TimeBilled, TimeReleased
from database import new_id
from domain_errors import NotFoundError
from invoicing.commands.release import release
from invoicing.domain.errors import TimeNotBilledError
from invoicing.store.claims import ClaimedRange
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import NOW, approved_entry
from testkit import count_statements

HALVES = ((1800, "1200.00"), (3600, "600.00"))


async def worked_in_halves(driver: Driver) -> UUID:
    """An hour of which the first half costs more than the second."""
    made = approved_entry(driver.organization_id, 3600)
    price = driver.events.price_in_segments(made, *HALVES)
    await driver.served.consume(driver.events.timesheet(made), price)
    return made.entry_id


async def billed(driver: Driver) -> tuple[BilledRange, ...]:
    """The ranges of the newest invoice."""
    return (await driver.published(TimeBilled))[-1].ranges


async def give_back(driver: Driver, invoice: dict[str, Any], *ranges: Any, note: UUID) -> None:
    """Release what `ranges` are."""
    named = [ClaimedRange(one.entry_id, one.line_id, one.start, one.end) for one in ranges]
    async with driver.served.database.transaction(driver.account) as session:
        await release(session, UUID(invoice["id"]), note, named, now=NOW)


async def credit(driver: Driver, invoice: dict[str, Any], *ranges: BilledRange) -> UUID:
    """Credit what `ranges` are; returns the credit note."""
    lines = [
        {
            "line_id": str(one.line_id),
            "entries": [{"entry_id": str(one.entry_id), "start": one.start, "end": one.end}],
        }
        for one in ranges
    ]
    return UUID((await driver.credit(invoice["id"], *lines))["id"])


async def sums(driver: Driver) -> tuple[int, int, int]:
    """Seconds that are ready, claimed and billed."""
    found = (await driver.read("billable-time"))["sums"]
    return found["ready"], found["claimed"], found["billed"]


async def test_segments_with_different_rates_are_billed_on_lines_of_their_own(
    driver: Driver,
) -> None:
    entry_id = await worked_in_halves(driver)
    draft = await driver.draft(entry_ids=[str(entry_id)], group_by="entry")
    rates = {line["hourly_rate"]["amount"]: line["seconds"] for line in draft["lines"]}
    assert rates == {"1200.00": 1800, "600.00": 1800}
    await driver.issue(draft["id"])
    first, second = await billed(driver)
    assert [(one.start, one.end, one.hourly_rate) for one in (first, second)] == [
        (0, 1800, Decimal("1200.00")),
        (1800, 3600, Decimal("600.00")),
    ]
    assert first.line_id != second.line_id
    await driver.invariants_hold()


async def test_segments_with_one_rate_are_billed_on_one_line(driver: Driver) -> None:
    made = approved_entry(driver.organization_id, 3600)
    price = driver.events.price_in_segments(made, (60, "1200"), (3600, "1200.00"))
    await driver.served.consume(driver.events.timesheet(made), price)
    [line] = (await driver.draft(group_by="entry"))["lines"]
    assert (line["seconds"], line["amount"]["amount"]) == (3600, "1200.00")


async def test_an_unknown_entry_is_not_made_up_for_by_one_on_two_lines(driver: Driver) -> None:
    entry_id = await worked_in_halves(driver)
    refused = await driver.try_draft(entry_ids=[str(entry_id), str(new_id())])
    assert refused.status_code == 409


async def test_time_shows_its_rate_only_where_it_has_one(driver: Driver) -> None:
    await worked_in_halves(driver)
    [item] = (await driver.read("billable-time"))["items"]
    assert (item["state"], item["hourly_rate"]) == ("ready", None)


@pytest.mark.parametrize(
    "change",
    [
        {"treatment": "included"},
        {"start": 1},
        {"end": 3599, "billed_seconds": 3599},
    ],
)
async def test_a_price_that_is_not_understood_is_a_dead_letter_and_stops_no_other(
    driver: Driver, change: dict[str, Any]
) -> None:
    made, other = (approved_entry(driver.organization_id, 3600) for _ in range(2))
    price = driver.events.price(made)
    [segment] = price.segments
    strange = price.model_copy(update={"segments": (segment.model_copy(update=change),)})
    before = len(await driver.served.dead_letters())
    hours = driver.events.timesheet(made, other)
    await driver.served.consume(hours, strange, driver.events.price(other))
    assert len(await driver.served.dead_letters()) == before + 1
    found = (await driver.read("billable-time"))["sums"]
    assert (found["ready"], found["unpriced"]) == (3600, 3600)


async def test_a_credit_note_releases_just_the_range_that_it_names(driver: Driver) -> None:
    entry_id = await worked_in_halves(driver)
    invoice = await driver.issue((await driver.draft())["id"])
    _, second = await billed(driver)
    note = await credit(driver, invoice, second)
    assert await sums(driver) == (1800, 0, 1800)
    await driver.invariants_hold()
    [released] = await driver.published(TimeReleased)
    [gone] = released.ranges
    assert (gone.entry_id, gone.line_id, gone.start, gone.end) == (
        entry_id,
        second.line_id,
        1800,
        3600,
    )
    assert released.credit_note_id == note
    assert released.version == (await driver.published(TimeBilled))[-1].version + 1
    again = await driver.issue((await driver.draft())["id"])
    assert again["seconds"] == 1800
    [range_] = await billed(driver)
    assert (range_.start, range_.end) == (1800, 3600)
    assert await sums(driver) == (0, 0, 3600)
    await driver.invariants_hold()


async def test_released_time_is_billed_at_its_new_price(driver: Driver) -> None:
    made = await driver.worked(3600)
    invoice = await driver.issue((await driver.draft())["id"])
    await credit(driver, invoice, *await billed(driver))
    await driver.served.consume(driver.events.price(made, "900.00", version=2))
    [line] = (await driver.draft())["lines"]
    assert line["amount"]["amount"] == "900.00"
    await driver.invariants_hold()


@pytest.mark.parametrize("redelivered", [False, True])
async def test_hours_that_a_bill_stood_in_the_way_of_take_effect_when_it_is_released(
    driver: Driver, redelivered: bool
) -> None:
    made = await driver.worked(3600)
    invoice = await driver.issue((await driver.draft())["id"])
    longer = made.model_copy(update={"seconds": 7200, "version": 2})
    sheet = driver.events.timesheet(longer)
    await driver.served.consume(sheet)
    await credit(driver, invoice, *await billed(driver))
    if redelivered:
        await driver.served.consume(sheet)
    await driver.served.consume(driver.events.price(longer, version=2))
    [entry] = (await driver.read("billable-time"))["items"]
    assert (entry["seconds"], entry["state"], entry["refused_change"]) == (7200, "ready", None)
    await driver.invariants_hold()


async def test_time_that_vanished_from_its_sheet_is_gone_when_its_bill_is_released(
    driver: Driver,
) -> None:
    made, sheet_id = approved_entry(driver.organization_id, 3600), new_id()
    await driver.served.consume(
        driver.events.timesheet(made, timesheet_id=sheet_id), driver.events.price(made)
    )
    invoice = await driver.issue((await driver.draft())["id"])
    await driver.served.consume(driver.events.timesheet(timesheet_id=sheet_id, version=2))
    assert await sums(driver) == (0, 0, 3600)
    await credit(driver, invoice, *await billed(driver))
    assert await sums(driver) == (0, 0, 0)
    await driver.invariants_hold()


async def test_time_is_released_once_and_only_from_where_it_is_billed(driver: Driver) -> None:
    await driver.worked(3600)
    draft = await driver.draft()
    await driver.issue(draft["id"])
    [range_] = await billed(driver)
    note = new_id()
    await give_back(driver, draft, range_, note=note)
    await give_back(driver, draft, range_, note=note)
    assert len(await driver.published(TimeReleased)) == 1
    with pytest.raises(TimeNotBilledError):
        await give_back(driver, draft, range_, note=new_id())
    part = range_.model_copy(update={"end": 60})
    with pytest.raises(TimeNotBilledError):
        await give_back(driver, draft, part, note=note)
    other = await driver.draft()
    with pytest.raises(NotFoundError):
        await give_back(driver, other, range_, note=new_id())
    assert await sums(driver) == (0, 3600, 0)


async def test_the_database_refuses_to_release_twice(driver: Driver) -> None:
    await driver.worked(3600)
    invoice = await driver.issue((await driver.draft())["id"])
    await give_back(driver, invoice, *await billed(driver), note=new_id())
    async with driver.served.database.transaction(driver.account) as session:
        with pytest.raises(Exception, match="released once"):
            await session.execute(text("UPDATE claims SET released_by = NULL"))
        await session.rollback()


async def test_statements_of_a_release(driver: Driver) -> None:
    await driver.worked(3600)
    invoice = await driver.issue((await driver.draft())["id"])
    ranges = await billed(driver)
    with count_statements(driver.served.database) as statements:
        await give_back(driver, invoice, *ranges, note=new_id())
    assert statements.count == 7, str(statements)
