"""The kept sums say what the entries say, after whatever was done to these, and however much of them was moved together."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from database.kept_sums import NOTHING
from services.timer.tests.driver import Driver
from services.timer.tests.factories import (
    billed,
    reopening_granted,
    time_billed,
    time_released,
)
from services.timer.tests.importing.factories import csv_of, line
from services.timer.tests.importing.jobs import carried_out
from services.timer.tests.test_merging import merge, unmerge
from timer.commands.work_report import compact
from timer.store.worked_triggers import KEYS, SUMS

_DRIVER = "postgresql+asyncpg"
_KEPT = f"""
SELECT {", ".join(KEYS)}, {", ".join(f"sum({name})::bigint" for name in SUMS)}
FROM (SELECT {", ".join((*KEYS, *SUMS))} FROM worked_days
    UNION ALL SELECT {", ".join((*KEYS, *SUMS))} FROM worked_changes) kept
GROUP BY {", ".join(KEYS)} HAVING sum(entries) <> 0 OR sum(seconds) <> 0 ORDER BY 1, 2, 3, 4, 5
"""
_ENTRIES = f"""
SELECT work_date, agent_id, coalesce(organization_id, '{NOTHING}'), coalesce(project_id, '{NOTHING}'),
    coalesce(service_type_id, '{NOTHING}'), count(*), sum(seconds), coalesce(sum(seconds) FILTER (WHERE billable), 0),
    coalesce(sum(seconds) FILTER (WHERE state = 'submitted'), 0),
    coalesce(sum(seconds) FILTER (WHERE state = 'submitted' AND billable), 0),
    coalesce(sum(seconds) FILTER (WHERE state IN ('approved', 'billed')), 0),
    coalesce(sum(seconds) FILTER (WHERE state IN ('approved', 'billed') AND billable), 0),
    coalesce(sum(seconds) FILTER (WHERE state = 'billed'), 0)
FROM time_entries GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
"""


async def rows(driver: Driver, sql: str) -> list[tuple[Any, ...]]:
    async with driver.timer.database.transaction(driver.account_id) as session:
        return [tuple(row) for row in await session.execute(text(sql))]


async def move(driver: Driver) -> None:
    async with driver.timer.database.transaction(driver.account_id) as session:
        await compact(session)


async def must_agree(driver: Driver) -> None:
    assert await rows(driver, _KEPT) == await rows(driver, _ENTRIES)


class Account:
    """Does what people do, at random; what is refused is refused."""

    def __init__(self, driver: Driver, fjord: dict[str, Any], chance: random.Random) -> None:
        self.driver, self.fjord, self.chance = driver, fjord, chance
        self.invoices: list[Any] = []

    async def step(self) -> None:
        acts: list[Callable[[], Awaitable[object]]] = [
            *[self.record] * 5,
            *[self.change] * 2,
            self.delete,
            self.submit,
            *[self.decide] * 2,
            self.reopen,
            *[self.bill] * 2,
            self.release,
            self.merge,
            self.import_file,
            self.stop_a_timer,
            lambda: move(self.driver),
        ]
        await self.chance.choice(acts)()

    async def record(self) -> None:
        await self.driver.put_entry(**self._content())

    async def change(self) -> None:
        for one in await self._some("time-entries"):
            etag = f'"{one["version"]}"'
            await self.driver.put_entry(one["id"], if_match=etag, **self._content())

    async def delete(self) -> None:
        for one in await self._some("time-entries"):
            await self.driver.delete_entry(one["id"], one["version"])

    async def submit(self) -> None:
        for sheet in await self._some("timesheets"):
            await self.driver.submit(sheet)

    async def decide(self) -> None:
        for sheet in await self._some("timesheets", state="submitted"):
            if self.chance.random() < 0.7:
                await self.driver.approve(sheet)
            else:
                await self.driver.reject(sheet)

    async def reopen(self) -> None:
        for sheet in await self._some("timesheets", state="approved"):
            asked = await self.driver.reopen(sheet)
            if asked.is_success:
                await self.driver.timer.consume(reopening_granted(asked.json()))

    async def bill(self) -> None:
        for one in await self._some("time-entries", state="approved"):
            self.invoices.append(time_billed(billed(UUID(one["id"]), one["seconds"])))
            await self.driver.timer.consume(self.invoices[-1])

    async def release(self) -> None:
        if self.invoices:
            invoice = self.invoices.pop()
            await self.driver.timer.consume(time_released(invoice))

    async def merge(self) -> None:
        if self.chance.random() < 0.5:
            await merge(self.driver, self.fjord)
        else:
            await unmerge(self.driver, self.fjord)

    async def import_file(self) -> None:
        day, hour = self.chance.randint(1, 28), self.chance.randint(0, 22)
        file = csv_of(line(f"2026-09-{day:02} {hour:02}:00:00", who="Mette Friis,mette@example.dk"))
        await carried_out(self.driver, file)

    async def stop_a_timer(self) -> None:
        await self.driver.agent.post("/v1/timer/start", json={})
        await self.driver.run_earlier(self.chance.randint(60, 3600))
        await self.driver.stop()

    async def _some(self, path: str, **params: Any) -> list[dict[str, Any]]:
        found = await self.driver.list(path, limit=200, **params)
        return self.chance.sample(found, min(2, len(found)))

    def _content(self) -> dict[str, Any]:
        return {
            "organization_id": self.chance.choice(
                [None, self.driver.organization["id"], self.fjord["id"]]
            ),
            "project_id": self.chance.choice([None, self.driver.project["id"]]),
            "billable": self.chance.random() < 0.7,
            "work_date": f"2026-10-{self.chance.randint(1, 28):02}",
            "seconds": self.chance.randint(1, 20_000),
        }


@pytest.mark.parametrize("seed", range(3))
async def test_they_agree_with_the_entries_after_whatever_was_done(
    driver: Driver, seed: int
) -> None:
    fjord = await driver.create("organizations", name="Fjord")
    account = Account(driver, fjord, random.Random(seed))
    for _ in range(60):
        await account.step()
        await must_agree(driver)
    assert len(await rows(driver, _KEPT)) > 5
    await move(driver)
    assert await rows(driver, "SELECT id FROM worked_changes") == []
    assert await rows(driver, "SELECT entries FROM worked_days WHERE entries = 0") == []
    await must_agree(driver)


async def test_nothing_is_lost_while_changes_are_moved(driver: Driver) -> None:
    people = [await driver.another_agent(f"Agent {number}") for number in range(4)]

    async def write(number: int) -> None:
        agent_id, client = people[number % len(people)]
        day = f"2026-10-{1 + number % 5:02}"
        response = await driver.put_entry(client=client, agent_id=str(agent_id), work_date=day)
        assert response.status_code == 200

    await asyncio.gather(
        *(write(number) for number in range(60)), *(move(driver) for _ in range(10))
    )
    await must_agree(driver)
    await move(driver)
    await must_agree(driver)


async def test_now_and_then_a_statement_asks_for_its_changes_to_be_moved(driver: Driver) -> None:
    engine = create_async_engine(make_url(driver.timer.urls.superuser).set(drivername=_DRIVER))
    async with engine.begin() as connection:
        await connection.execute(text("ALTER TABLE worked_changes ALTER id RESTART WITH 254"))
    await engine.dispose()
    for _ in range(4):
        await driver.record()
    waiting = "SELECT key FROM scheduled_tasks WHERE kind = 'compact-worked-days'"
    assert await rows(driver, waiting) == [("256",)]
    await driver.timer.run_due()
    assert await rows(driver, "SELECT id FROM worked_changes") == []
    assert [row[0] for row in await rows(driver, "SELECT entries FROM worked_days")] == [4]
