"""Whatever people and workers do to a recurring invoice, no day is billed twice and none is left out without a word."""

import asyncio
import random
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from invoicing.commands import recurring
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.recurring_driver import HOSTING, RecurringDriver

UNITS = "week", "month", "quarter"
AGAIN = "failed", "discarded", "skipped"


class Life:
    """A recurring invoice, those who change it, and workers who look at it on some days."""

    def __init__(self, made: RecurringDriver, seed: int) -> None:
        self.made, self.chance = made, random.Random(seed)
        self.today = date(2026, 11, 10)
        self.id = ""

    async def begin(self) -> None:
        self.id = (await self.made.make(recurrence=self._recurrence(self.today)))["id"]

    def _recurrence(self, earliest: date) -> dict[str, Any]:
        unit = self.chance.choice(UNITS)
        starts_on = earliest + timedelta(days=self.chance.randrange(12))
        day = None if unit == "week" else self.chance.choice([None, 1, 15, 31])
        return {
            "starts_on": str(starts_on),
            "unit": unit,
            "timing": self.chance.choice(["advance", "arrears"]),
            "day_of_month": day,
        }

    async def step(self) -> None:
        act = self.chance.choice(
            [self.wait, self.wait, self.wait, self.toggle, self.change, self.delete, self.make]
        )
        with self.made.driver.at(datetime(*self.today.timetuple()[:3], 12, tzinfo=UTC)):
            await act()

    async def wait(self) -> None:
        """Some days go by, of which workers may see only the last, several of them at once."""
        self.today += timedelta(days=self.chance.randrange(50))
        work = self.made.work(self.id, self.today)
        while any(await asyncio.gather(*(recurring.make_next(work) for _ in range(3)))):
            pass

    async def toggle(self) -> None:
        state = (await self.made.read(self.id))["state"]
        if state == "active":
            await self.made.act(self.id, "pause")
        else:
            await self.made.act(self.id, "resume", catch_up=self.chance.random() < 0.5)

    async def change(self) -> None:
        found = await self.made.read(self.id)
        after = date.fromisoformat(found["covered_until"] or str(self.today))
        earliest = max(after + timedelta(days=1), self.today - timedelta(days=20))
        dearer = {**HOSTING, "price": str(self.chance.randrange(1, 500))}
        answer = await self.made.try_change(self.id, dearer, recurrence=self._recurrence(earliest))
        assert answer.status_code == 200, answer.text

    async def delete(self) -> None:
        drafts = [one for one in await self.made.periods(self.id) if one["state"] == "draft"]
        if drafts:
            path = f"invoices/{self.chance.choice(drafts)['invoice_id']}"
            await self.made.driver.read(path)
            assert (await self.made.driver.client.delete(f"/v1/{path}")).status_code == 204

    async def make(self) -> None:
        left = [one for one in await self.made.periods(self.id) if one["state"] in AGAIN]
        if left:
            verb = f"periods/{self.chance.choice(left)['id']}/make"
            assert (await self.made.try_to(self.id, verb)).status_code == 201

    async def holds(self) -> None:
        """What must be so at every moment."""
        periods = sorted(await self.made.periods(self.id), key=lambda one: str(one["first_day"]))
        for one, following in pairwise(periods):
            assert one["last_day"] < following["first_day"]
        drafts = (await self.made.driver.read("invoices"))["items"]
        live = {one["invoice_id"] for one in periods if one["state"] == "draft"}
        assert {one["id"] for one in drafts} == live
        found = await self.made.read(self.id)
        if periods:
            assert found["covered_until"] == periods[-1]["last_day"]
            for coming in found["upcoming"]:
                assert coming["first_day"] > found["covered_until"]


@pytest.mark.parametrize("seed", range(3))
async def test_no_day_is_billed_twice_in_any_life(driver: Driver, seed: int) -> None:
    life = Life(RecurringDriver(driver), seed)
    await life.begin()
    for _ in range(14):
        await life.step()
        await life.holds()
