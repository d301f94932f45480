"""Time, invoices and changes of rates all at once: in the end every price is the one that the rules give."""

import asyncio
import random
from datetime import date, timedelta
from uuid import UUID

from contracts.invoicing import TimeBilled
from contracts.timer import TimeEntryRecorded
from database import new_id
from rates.domain.rules import SCOPE_FIELDS
from services.rates.tests.driver import Driver
from services.rates.tests.factories import billed, recorded, references

FIRST_DAY = date(2026, 3, 1)


async def test_prices_agree_with_the_rules_whatever_the_interleaving(driver: Driver) -> None:
    chance = random.Random(3)
    ids = {name: [new_id(), new_id()] for name in SCOPE_FIELDS}
    for name, some in ids.items():
        await driver.consume(*(event for one in some for event in references(**{name: one})))
    time = [_entry(chance, ids) for _ in range(120)]
    await asyncio.gather(
        *(_deliver(driver, time[start : start + 20]) for start in range(0, len(time), 20)),
        *(_change(driver, seed, ids) for seed in range(6)),
        *(_reprice(driver) for _ in range(3)),
    )
    await driver.reprice()
    assert await driver.served.dead_letters() == []
    explained = [await driver.price(entry.entry_id) for entry in time]
    for one in explained:
        version = one["billed_price_version"] or one["history"][-1]["price_version"]
        published = one["history"][version - 1]
        assert one["repricing"] is False
        assert published["rate_id"] == (one["rate"] and one["rate"]["id"])
        assert published["unpriced_reason"] == one["unpriced_reason"]
    assert {one["billed_at"] is None for one in explained} == {True, False}


def _entry(chance: random.Random, ids: dict[str, list[UUID]]) -> TimeEntryRecorded:
    named = {name: chance.choice(ids) for name, ids in ids.items()}
    return recorded(work_date=FIRST_DAY + timedelta(days=chance.randrange(10)), **named)


async def _deliver(driver: Driver, time: list[TimeEntryRecorded]) -> None:
    for start in range(0, len(time), 10):
        some = time[start : start + 10]
        await driver.consume(*some)
        await driver.consume(*await _invoice(driver, some[0]), *some)


async def _invoice(driver: Driver, entry: TimeEntryRecorded) -> list[TimeBilled]:
    """An invoice of an entry at the price it has now, if it has one."""
    price = (await driver.price(entry.entry_id))["history"][-1]
    if price["hourly_rate"] is None:
        return []
    amount, version = price["hourly_rate"]["amount"], price["price_version"]
    return [billed(entry, amount=amount, price_version=version)]


async def _change(driver: Driver, seed: int, ids: dict[str, list[UUID]]) -> None:
    """Set, end and withdraw rates; those that overlap are refused, as they should be."""
    chance = random.Random(seed)
    for _ in range(4):
        named = {name: str(chance.choice(ids[name])) for name in chance.sample(SCOPE_FIELDS, 2)}
        first = FIRST_DAY + timedelta(days=chance.randrange(5))
        money = {"amount": str(chance.randint(100, 999)), "currency": "DKK"}
        body = {**named, "hourly_rate": money, "valid_from": str(first)}
        response = await driver.client.post("/v1/rates", json=body)
        assert response.status_code in (201, 409)
        if response.status_code == 201 and chance.random() < 0.5:
            path = f"/v1/rates/{response.json()['id']}"
            ended = await driver.try_to_end(path, str(first))
            gone = await driver.try_to_withdraw(path, version=2)
            assert (ended.status_code, gone.status_code) in [(200, 204), (200, 409)]


async def _reprice(driver: Driver) -> None:
    for _ in range(20):
        await driver.served.run_due()
