"""The kept sums say what the entries say, after whatever came of these, and however much of them was moved together."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from contracts.invoicing import TimeBilled, TimeWrittenOff
from contracts.timer import TimeEntryDiscarded, TimeEntryRecorded, TimesheetApproved
from database import new_id
from services.rates.tests.driver import Driver, Json, cost_body, rate_body
from services.rates.tests.factories import (
    billed,
    recorded,
    references,
    released,
    undone,
    written_off,
)
from services.rates.tests.sheet_driver import approved, reopened
from services.rates.tests.test_merged_customers import changed, merged
from services.rates.tests.test_team_rates import member, of
from services.rates.tests.valued_days import move, must_agree, rows
from testkit import Served

DAY = date(2026, 2, 25)
AGENTS, TEAMS, PROJECTS, CUSTOMERS, ITEMS = (
    [UUID(int=16 * kind + number) for number in range(3)] for kind in range(1, 6)
)


class Account:
    """Lets happen at random what happens in an account; what comes twice or late does."""

    def __init__(self, driver: Driver, chance: random.Random) -> None:
        self.driver, self.chance = driver, chance
        self.entries: dict[UUID, TimeEntryRecorded] = {}
        self.invoices: list[TimeBilled] = []
        self.write_offs: list[TimeWrittenOff] = []
        self.rates: list[Json] = []
        self.sheets: list[TimesheetApproved] = []
        self.versions = 1
        self.divides = True

    async def step(self) -> None:
        acts: list[Callable[[], Awaitable[object]]] = [
            *[self.record] * 4,
            *[self.change] * 3,
            self.discard,
            *[self.create_rate] * 2,
            self.end_rate,
            *[self.bill] * 2,
            *[self.approve] * 2,
            self.reopen,
            *([self.divide] if self.divides else []),
            self.bill_a_part,
            self.release,
            self.write_off,
            self.undo,
            self.merge,
            self.move_team,
            self.driver.reprice,
            lambda: move(self.driver),
        ]
        await self.chance.choice(acts)()

    async def consume(self, *events: Any) -> None:
        records = await self.driver.consume(*events)
        if self.chance.random() < 0.3:
            await self.driver.reprocess(records)

    async def record(self) -> None:
        made = [recorded(**self._content()) for _ in range(self.chance.choice([1, 2, 40]))]
        self.entries |= {one.entry_id: one for one in made}
        await self.consume(*made)

    async def change(self) -> None:
        some = [
            recorded(entry_id=one.entry_id, version=one.version + 1, **self._content())
            for one in self._some()
        ]
        self.entries |= {one.entry_id: one for one in some}
        await self.consume(*some)

    async def discard(self) -> None:
        for one in self._some():
            del self.entries[one.entry_id]
            await self.consume(
                TimeEntryDiscarded(
                    account_id=one.account_id, entry_id=one.entry_id, version=one.version + 1
                )
            )

    async def create_rate(self) -> None:
        """On a day of its own, or for longer; what overlaps is refused."""
        scopes = [{}, {"team_id": TEAMS[0]}, {"project_id": PROJECTS[0]}, {"agent_id": AGENTS[0]}]
        named = self.chance.choice(scopes)
        first = DAY + timedelta(days=self.chance.randint(0, 10))
        last = self.chance.choice([None, str(first + timedelta(days=1))])
        amount = self.chance.choice(["900", "32.255", "0"])
        await self.driver.consume(*references(**named))
        body = rate_body(amount, valid_from=str(first), valid_to=last, **named)
        if self.chance.random() < 0.4:
            await self.driver.client.post("/v1/costs", json=cost_body(amount, **named))
        made = await self.driver.client.post("/v1/rates", json=body)
        if made.is_success:
            self.rates.append(made.json())

    async def end_rate(self) -> None:
        if self.rates:
            rate = self.rates.pop()
            await self.driver.try_to_end(f"/v1/rates/{rate['id']}", rate["valid_from"])

    async def bill(self) -> None:
        if some := self._some():
            self.invoices.append(billed(*some, amount=self.chance.choice(["1000", "1100.5"])))
            await self.consume(self.invoices[-1])

    async def release(self) -> None:
        if self.invoices:
            await self.consume(released(self.invoices.pop()))

    async def approve(self) -> None:
        if some := self._some():
            self.versions += 1
            self.sheets.append(approved(*some, hour=self.versions))
            await self.consume(self.sheets[-1])

    async def reopen(self) -> None:
        if self.sheets:
            await self.consume(reopened(self.sheets.pop()))

    async def divide(self) -> None:
        """As agreements do: two segments, of which one may be paid by their charge."""
        treatment = self.chance.choice(["included", "overage", "prepaid"])
        segments = (
            "jsonb_build_array(jsonb_build_object('start', 0, 'end', seconds / 2, 'treatment', CAST(:treatment AS text),"
            " 'billed_seconds', seconds / 2 + 7, 'hourly_rate', '50.5'), jsonb_build_object('start', seconds / 2,"
            " 'end', seconds, 'treatment', 'hourly', 'billed_seconds', 11, 'hourly_rate', amount::text))"
        )
        chosen = "amount IS NOT NULL AND seconds > 1 AND entry_id = ANY(:ids)"
        sql = f"UPDATE time_entries SET segments = {segments} WHERE {chosen}"
        async with self.driver.served.database.transaction(self.driver.account) as session:
            ids = [one.entry_id for one in self._some()]
            await session.execute(text(sql), {"treatment": treatment, "ids": ids})

    async def bill_a_part(self) -> None:
        """Of an entry that is no longer what it was; or a credit note gave back some of it."""
        some = [
            one.model_copy(update={"seconds": max(one.seconds // 3, 1)}) for one in self._some()
        ]
        if some:
            await self.consume(billed(*some))

    async def write_off(self) -> None:
        """All of an entry, or something in the midst of it, whether it is billed or not."""
        for one in self._some()[:2]:
            middle = (one.seconds // 3, max(one.seconds // 2, one.seconds // 3 + 1))
            ranges = self.chance.choice([(), (middle,)])
            self.write_offs.append(written_off(one, *ranges))
            await self.consume(self.write_offs[-1])

    async def undo(self) -> None:
        if self.write_offs:
            await self.consume(undone(self.write_offs.pop()))

    async def merge(self) -> None:
        self.versions += 1
        one, other, _ = CUSTOMERS
        if self.chance.random() < 0.6:
            await self.consume(merged(one, other, self.versions))
        else:
            await self.consume(changed(one, self.versions))

    async def move_team(self) -> None:
        self.versions += 1
        first = DAY + timedelta(days=self.chance.randint(0, 10))
        team = of(self.chance.choice(TEAMS), first)
        await self.consume(member(self.chance.choice(AGENTS), self.versions, team))

    def _some(self) -> list[TimeEntryRecorded]:
        return self.chance.sample(list(self.entries.values()), min(3, len(self.entries)))

    def _content(self) -> Json:
        return {
            "agent_id": self.chance.choice(AGENTS),
            "organization_id": self.chance.choice([None, *CUSTOMERS, *CUSTOMERS]),
            "project_id": self.chance.choice([None, *PROJECTS]),
            "work_item_id": self.chance.choice([None, *ITEMS]),
            "billable": self.chance.random() < 0.8,
            "work_date": DAY + timedelta(days=self.chance.randint(0, 12)),
            "seconds": self.chance.randint(1, 7200),
        }


@pytest.fixture
async def driver(served: Served) -> Driver:
    return Driver(served, await served.as_("owner"))


@pytest.mark.parametrize("seed", range(3))
async def test_they_agree_with_the_entries_after_whatever_was_done(
    driver: Driver, seed: int
) -> None:
    account = Account(driver, random.Random(seed))
    for _ in range(80):
        await account.step()
        await must_agree(driver)
    await driver.reprice()
    assert await must_agree(driver) > 50
    await move(driver)
    assert await rows(driver, "SELECT id FROM valued_changes") == []
    for table in ("valued_days", "valued_months"):
        assert await rows(driver, f"SELECT parts FROM {table} WHERE parts = 0") == []
    await must_agree(driver)
    assert await driver.served.dead_letters() == []


async def test_nothing_is_lost_while_changes_are_moved(driver: Driver) -> None:
    await driver.create_rate("1000")

    async def write(number: int) -> None:
        entry = recorded(agent_id=AGENTS[number % 3], work_date=DAY + timedelta(days=number % 5))
        await driver.consume(entry)

    await asyncio.gather(
        *(write(number) for number in range(40)), *(move(driver) for _ in range(10))
    )
    await must_agree(driver)
    await move(driver)
    assert await must_agree(driver) == 40


async def test_now_and_then_a_statement_asks_for_its_changes_to_be_moved(driver: Driver) -> None:
    url = make_url(driver.served.urls.superuser).set(drivername="postgresql+asyncpg")
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text("ALTER TABLE valued_changes ALTER id RESTART WITH 254"))
    await engine.dispose()
    organization_id, agent_id = new_id(), new_id()
    for _ in range(4):
        await driver.consume(recorded(organization_id=organization_id, agent_id=agent_id))
    waiting = "SELECT key FROM scheduled_tasks WHERE kind = 'compact-valued-days'"
    assert await rows(driver, waiting) == [("256",)]
    await driver.served.run_due()
    assert await rows(driver, "SELECT id FROM valued_changes") == []
    assert await rows(driver, "SELECT entries FROM valued_days") == [(4,)]
