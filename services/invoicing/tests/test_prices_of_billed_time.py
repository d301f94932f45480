"""While an issued invoice charges something of an entry, the rest of it has the price that the invoice names."""

import asyncio
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import text

from contracts.invoicing import TimeBilled
from contracts.rates import TimePriced, TimeUnpriced
from contracts.timer import ApprovedEntry
from services.invoicing.tests.agreement_driver import agreed, covered
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.test_credit_notes import of_entry
from testkit import count_statements, until

HALF, HOUR = 1800, 3600
Price = TimePriced | TimeUnpriced


async def half_billed(driver: Driver) -> tuple[ApprovedEntry, dict[str, Any]]:
    """An hour at 1,200 of which an issued invoice charges the second half; the first was given back."""
    made = await driver.worked(HOUR)
    invoice = await driver.issue((await driver.draft())["id"])
    await credit_half(driver, invoice, made, 0)
    return made, invoice


async def credit_half(
    driver: Driver, invoice: dict[str, Any], made: ApprovedEntry, start: int
) -> None:
    part = of_entry(invoice["lines"][0], made.entry_id, start, start + HALF)
    await driver.credit(invoice["id"], part)


def dearer(driver: Driver, made: ApprovedEntry, version: int = 2) -> TimePriced:
    return driver.events.price(made, "1500.00", version=version)


async def drafted(driver: Driver) -> list[tuple[int, str]]:
    """Seconds and amounts of the lines of a draft of all that is ready."""
    lines = (await driver.draft())["lines"]
    return [(line["seconds"], line["amount"]["amount"]) for line in lines]


@pytest.mark.parametrize("kind", ["another", "none"])
async def test_a_price_that_comes_while_a_part_is_billed_does_not_touch_the_rest(
    driver: Driver, kind: str
) -> None:
    made, _ = await half_billed(driver)
    newer = {"another": dearer(driver, made), "none": driver.events.no_price(made.entry_id)}
    await driver.served.consume(newer[kind].model_copy(update={"version": 2}))
    assert await drafted(driver) == [(HALF, "600.00")]
    await driver.invariants_hold()


async def test_a_draft_of_the_rest_keeps_it_whatever_price_comes(driver: Driver) -> None:
    made, _ = await half_billed(driver)
    draft = await driver.draft()
    await driver.served.consume(dearer(driver, made))
    assert await driver.read(f"invoices/{draft['id']}") == draft
    await driver.issue(draft["id"])
    versions = [one.price_version for event in await billed(driver) for one in event.ranges]
    assert versions == [1, 1]


async def test_a_part_that_is_given_back_has_the_price_of_the_part_that_stays(
    driver: Driver,
) -> None:
    made = await driver.worked(HOUR)
    invoice = await driver.issue((await driver.draft())["id"])
    await driver.served.consume(dearer(driver, made))
    await credit_half(driver, invoice, made, 0)
    assert await drafted(driver) == [(HALF, "600.00")]


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_when_all_is_given_back_the_newest_price_holds_in_whatever_order_they_come(
    driver: Driver, order: tuple[int, ...]
) -> None:
    made, invoice = await half_billed(driver)
    first, on_its_way = driver.events.price(made), dearer(driver, made)
    await driver.served.consume(on_its_way)
    await credit_half(driver, invoice, made, HALF)
    anew = driver.events.price(made, "900.00", version=3)
    prices = [first, on_its_way, anew]
    for number in order:
        await driver.served.consume(prices[number])
    assert await drafted(driver) == [(HOUR, "900.00")]
    await driver.served.consume(*(prices[number] for number in order))
    await driver.invariants_hold()
    assert (await driver.read("billable-time"))["sums"]["claimed"] == HOUR


async def test_the_price_that_follows_a_release_holds_though_it_is_that_which_was_kept(
    driver: Driver,
) -> None:
    made, invoice = await half_billed(driver)
    await driver.served.consume(dearer(driver, made))
    await credit_half(driver, invoice, made, HALF)
    await driver.served.consume(driver.events.price(made, version=3))
    await driver.served.consume(dearer(driver, made))
    assert await drafted(driver) == [(HOUR, "1200.00")]


async def test_covered_time_that_joined_an_issued_invoice_keeps_its_segments(
    driver: Driver,
) -> None:
    charge = await agreed(driver)
    await driver.issue((await driver.draft())["id"])
    made = await covered(driver, charge, HOUR, (HALF, "included"), (HOUR, "overage"))
    await driver.served.consume(driver.events.covered_price(made, charge.charge_id, version=2))
    assert await drafted(driver) == [(HALF, "600.00")]
    await driver.invariants_hold()


async def test_a_price_that_waits_for_an_issue_comes_too_late(driver: Driver) -> None:
    await driver.invoice()
    made = await driver.worked(HOUR)
    draft = await driver.draft()
    async with driver.served.database.transaction(driver.account) as session:
        await session.execute(text("SELECT FROM number_series FOR UPDATE"))
        issuing = asyncio.create_task(driver.issue(draft["id"]))
        await until(lambda: blocked(driver, 1))
        pricing = asyncio.create_task(driver.served.consume(dearer(driver, made)))
        await until(lambda: blocked(driver, 2))
    invoice, _ = await asyncio.gather(issuing, pricing)
    assert invoice["lines"] == draft["lines"]
    await credit_half(driver, invoice, made, 0)
    assert await drafted(driver) == [(HALF, "600.00")]
    await driver.invariants_hold()


async def test_statements_of_prices_do_not_grow_with_them(driver: Driver) -> None:
    """One keeps them; of time that lines charge, three more see that issued invoices do."""
    counts = []
    for number in (1, 20):
        made = await driver.worked_much(number)
        await driver.issue((await driver.draft())["id"])
        with count_statements(driver.served.database) as statements:
            await driver.served.consume(*(dearer(driver, one) for one in made))
        counts.append(statements.count)
    assert counts == [6, 6], str(statements)


async def billed(driver: Driver) -> list[TimeBilled]:
    return await driver.published(TimeBilled)


async def blocked(driver: Driver, count: int) -> bool:
    """Whether so many transactions on this database wait for another one's lock."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    async with driver.served.database.transaction(across_accounts=True) as session:
        return bool(await session.scalar(waiting) == count)
