"""Time, invoices and changes of rates all at once: in the end every price is the one that the rules give."""

import asyncio
import random
from datetime import date, timedelta
from uuid import UUID

from contracts.timer import TimeEntryRecorded
from database import new_id
from rates.rules import NAMES
from services.rates.tests.office import Office, billed, recorded

FIRST_DAY = date(2026, 3, 1)


async def test_prices_agree_with_the_rules_whatever_the_interleaving(office: Office) -> None:
    chance = random.Random(3)
    things = {name: [new_id(), new_id()] for name in NAMES}
    time = [_entry(chance, things) for _ in range(120)]
    await asyncio.gather(
        *(_tell(office, time[start : start + 20]) for start in range(0, len(time), 20)),
        *(_change(office, seed, things) for seed in range(6)),
        *(_reprice(office) for _ in range(3)),
    )
    await office.settles()
    assert await office.served.dead_letters() == []
    explained = [await office.gets(f"/v1/prices/{entry.entry_id}") for entry in time]
    for one in explained:
        said = one["history"][-1]
        assert one["repricing"] is False
        assert said["rate_id"] == (one["rate"] and one["rate"]["id"])
        assert said["unpriced_reason"] == one["unpriced_reason"]
    assert {one["billed_at"] is None for one in explained} == {True, False}


def _entry(chance: random.Random, things: dict[str, list[UUID]]) -> TimeEntryRecorded:
    named = {name: chance.choice(ids) for name, ids in things.items()}
    return recorded(work_date=FIRST_DAY + timedelta(days=chance.randrange(10)), **named)


async def _tell(office: Office, time: list[TimeEntryRecorded]) -> None:
    for start in range(0, len(time), 10):
        some = time[start : start + 10]
        await office.served.deliver(*some)
        await office.served.deliver(billed(some[0]), *some)


async def _change(office: Office, seed: int, things: dict[str, list[UUID]]) -> None:
    """Set, end and withdraw rates; those that overlap are refused, as they should be."""
    chance = random.Random(seed)
    for _ in range(4):
        named = {name: str(chance.choice(things[name])) for name in chance.sample(NAMES, 2)}
        first = FIRST_DAY + timedelta(days=chance.randrange(5))
        money = {"amount": str(chance.randint(100, 999)), "currency": "DKK"}
        body = {**named, "hourly_rate": money, "valid_from": str(first)}
        answer = await office.client.post("/v1/rates", json=body)
        assert answer.status_code in (201, 409)
        if answer.status_code == 201 and chance.random() < 0.5:
            path = f"/v1/rates/{answer.json()['id']}"
            ended = await office.client.patch(path, json={"valid_to": str(first)})
            gone = await office.client.delete(path)
            assert (ended.status_code, gone.status_code) in [(200, 204), (200, 409)]


async def _reprice(office: Office) -> None:
    for _ in range(20):
        await office.served.run_due()
