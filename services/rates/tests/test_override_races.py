"""Prices that managers set, while everything else happens: the one that holds is never lost."""

import asyncio
import random
from datetime import UTC, datetime
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest

from database import lock_exclusive, new_id
from money import Money
from rates.commands.overrides import override_price
from rates.commands.pricing import record_time
from rates.domain.overrides import NewOverride
from rates.store import prices
from services.rates.tests.driver import Driver
from services.rates.tests.factories import billed, recorded, references, released
from services.rates.tests.override_driver import Overrides
from testkit import ACCOUNT


@pytest.fixture
async def manager(driver: Driver) -> Overrides:
    await driver.create_rate("1000")
    return Overrides(driver, await driver.served.as_("manager"))


async def test_of_two_managers_at_once_the_second_sees_that_a_price_is_set(
    manager: Overrides, driver: Driver
) -> None:
    entry = recorded()
    await driver.consume(entry)
    both = await asyncio.gather(
        manager.put(entry.entry_id, amount="800"), manager.put(entry.entry_id, amount="900")
    )
    assert sorted(one.status_code for one in both) == [200, 428]
    assert len(await manager.rates(entry.entry_id)) == 2
    again = await asyncio.gather(
        *(manager.put(entry.entry_id, 1, amount=str(amount)) for amount in (1, 2, 3))
    )
    assert sorted(one.status_code for one in again) == [200, 412, 412]
    assert len((await driver.price(entry.entry_id))["overrides"]) == 2


async def test_a_message_that_read_no_price_of_a_manager_does_not_undo_one(
    manager: Overrides, driver: Driver
) -> None:
    entry = recorded()
    await driver.consume(entry)
    async with driver.served.database.transaction(ACCOUNT) as message:
        await record_time(message, [entry.model_copy(update={"version": 2, "seconds": 60})])
        setting = asyncio.create_task(manager.set(entry.entry_id))
        await driver.until_blocked()
    await setting
    assert await manager.rates(entry.entry_id) == ["1000.00", "1000.00", "800.00"]


async def test_a_message_that_comes_while_a_price_is_set_prices_by_that(
    manager: Overrides, driver: Driver
) -> None:
    entry = recorded()
    await driver.consume(entry)
    new = NewOverride(entry.entry_id, Money(Decimal(800), "DKK"), "agreed", None)
    async with driver.served.database.transaction(ACCOUNT) as setting:
        await override_price(setting, new, by="somebody", now=datetime.now(UTC))
        coming = asyncio.create_task(driver.consume(entry.model_copy(update={"version": 2})))
        await driver.until_blocked()
    await coming
    assert await manager.rates(entry.entry_id) == ["1000.00", "800.00", "800.00"]


async def test_a_price_waits_for_the_chunk_that_is_priced_again(
    manager: Overrides, driver: Driver
) -> None:
    entry = recorded()
    await driver.consume(entry)
    async with driver.served.database.transaction(ACCOUNT) as chunk:
        await lock_exclusive(chunk, prices.PRICING_LOCK)
        await prices.reprice(chunk, [entry.entry_id], anew=True)
        setting = asyncio.create_task(manager.set(entry.entry_id))
        await driver.until_blocked()
    await setting
    explained = await driver.price(entry.entry_id)
    assert [one["override_version"] for one in explained["history"]] == [None, None, 1]


async def test_time_invoices_and_credit_notes_twice_and_in_any_order_leave_it(
    manager: Overrides, driver: Driver
) -> None:
    for order in permutations(range(3)):
        entry = recorded()
        await driver.consume(entry)
        await manager.set(entry.entry_id)
        invoice = billed(entry, amount="800.00", price_version=2)
        moved = entry.model_copy(update={"version": 2, "project_id": new_id()})
        story: list[Any] = [moved, invoice, released(invoice)]
        for place in order:
            await driver.reprocess(await driver.consume(story[place]))
            await driver.consume(entry, story[place])
        explained = await driver.price(entry.entry_id)
        assert (explained["billed_at"], explained["repricing"]) == (None, False), order
        assert [one["hourly_rate"] for one in explained["segments"]] == ["800.00"], order
        assert (await manager.rates(entry.entry_id))[1:] == ["800.00"] * (
            len(explained["history"]) - 1
        )
    assert await driver.served.dead_letters() == []


async def test_prices_are_those_that_were_set_whatever_the_interleaving(
    manager: Overrides, driver: Driver
) -> None:
    projects = [new_id() for _ in range(3)]
    await driver.consume(*(event for one in projects for event in references(project_id=one)))
    time = [recorded(project_id=random.Random(one).choice(projects)) for one in range(60)]
    await driver.consume(*time)
    await asyncio.gather(
        *(_set(manager, time, seed) for seed in range(4)),
        *(_move(driver, time, version) for version in (2, 3)),
        *(_reprice(driver, project) for project in projects),
    )
    await driver.reprice()
    assert await driver.served.dead_letters() == []
    explained = [await driver.price(entry.entry_id) for entry in time]
    for one in explained:
        in_force = [held for held in one["overrides"] if held["superseded_at"] is None]
        assert in_force == [held for held in [one["override"]] if held]
        newest = one["history"][-1]
        assert newest["override_version"] == (in_force[0]["version"] if in_force else None)
        assert one["repricing"] is False
    assert {one["override"] is None for one in explained} == {True, False}


async def _set(manager: Overrides, time: list[Any], seed: int) -> None:
    """Set, replace and remove prices, without knowing what others do."""
    chance = random.Random(seed)
    for _ in range(25):
        entry_id = chance.choice(time).entry_id
        version = chance.choice([None, 1, 2])
        if version and chance.random() < 0.4:
            response = await manager.remove(entry_id, version)
        else:
            response = await manager.put(entry_id, version, amount=str(chance.randint(1, 9)))
        assert response.status_code in (200, 204, 404, 412, 428)


async def _move(driver: Driver, time: list[Any], version: int) -> None:
    for start in range(0, len(time), 10):
        some = time[start : start + 10]
        await driver.consume(*(one.model_copy(update={"version": version}) for one in some))


async def _reprice(driver: Driver, project: Any) -> None:
    await driver.create_rate("1500", project_id=project)
