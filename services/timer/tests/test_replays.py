"""Time entries that are sent again, or several at once."""

import asyncio
import random
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from contracts.timer import TimeEntryDiscarded, TimeEntryRecorded
from database import new_id
from services.timer.tests.driver import MORNING, Driver, slug
from services.timer.tests.factories import billed, time_billed
from testkit import ACCOUNT, until
from timer.commands import time_entries as commands
from timer.timesheet import Writer

WRITER = Writer("boss", True, datetime.now(UTC))


async def test_a_replay_changes_and_publishes_nothing(driver: Driver) -> None:
    entry_id = new_id()
    responses = [await driver.put_entry(entry_id, started_at=MORNING) for _ in range(5)]
    assert len({response.text for response in responses}) == 1
    assert len(await driver.timer.published(TimeEntryRecorded)) == 1


async def test_replays_at_once_make_one_entry(driver: Driver) -> None:
    entry_id = new_id()
    responses = await asyncio.gather(
        *(driver.put_entry(entry_id, started_at=MORNING) for _ in range(10))
    )
    assert {response.status_code for response in responses} == {200}
    assert len(await driver.timer.published(TimeEntryRecorded)) == 1


async def test_a_replay_is_harmless_however_late(driver: Driver) -> None:
    entry_id = new_id()
    first = await driver.record(entry_id, started_at=MORNING)
    await driver.submit(await driver.sheet())
    again = await driver.record(entry_id, started_at=MORNING)
    assert again == {**first, "state": "submitted"}
    await driver.approve(await driver.sheet())
    again = await driver.record(entry_id, started_at=MORNING)
    assert again == {**first, "state": "approved"}
    await driver.timer.consume(time_billed(billed(entry_id, 3600)))
    assert await driver.record(entry_id, started_at=MORNING) == {**first, "state": "billed"}
    assert len(await driver.timer.published(TimeEntryRecorded)) == 1


@pytest.mark.parametrize("seed", range(3))
async def test_a_device_may_send_its_day_in_any_order_and_any_number_of_times(
    driver: Driver, seed: int
) -> None:
    chance = random.Random(seed)
    day: dict[UUID, dict[str, Any]] = {
        new_id(): {"started_at": f"2026-10-06T{hour:02}:00:00Z", "seconds": 60 * hour}
        for hour in range(6, 16)
    }
    sends = list(day.items()) * 3
    chance.shuffle(sends)
    responses = await asyncio.gather(
        *(driver.put_entry(entry_id, **body) for entry_id, body in sends)
    )
    assert {response.status_code for response in responses} == {200}
    stored = await driver.list("time-entries")
    assert {one["id"]: one["seconds"] for one in stored} == {
        str(entry_id): body["seconds"] for entry_id, body in day.items()
    }
    assert len(await driver.timer.published(TimeEntryRecorded)) == len(day)


class TestSendingAgain:
    """An entry sent again, however late, changes nothing: what it was given when it was made belongs to it."""

    @staticmethod
    async def another_default(driver: Driver) -> None:
        """The project is no longer billable, and the agent works elsewhere."""
        await driver.change(f"projects/{driver.project['id']}", billable=False)
        await driver.change(f"agents/{driver.agent_id}", time_zone="Asia/Tokyo")

    async def test_other_defaults_meanwhile_change_nothing(self, driver: Driver) -> None:
        evening = "2026-10-06T16:00:00Z"
        first = await driver.record(entry_id := new_id(), started_at=evening)
        await self.another_default(driver)
        assert await driver.record(entry_id, started_at=evening) == first
        assert (first["billable"], first["work_date"]) == (True, "2026-10-06")
        assert len(await driver.timer.published(TimeEntryRecorded)) == 1

    async def test_the_same_instant_in_another_offset_is_the_same_request(
        self, driver: Driver
    ) -> None:
        first = await driver.record(entry_id := new_id(), started_at="2026-10-06T07:00:00Z")
        again = await driver.record(entry_id, started_at="2026-10-06T09:00:00+02:00")
        assert again == first

    async def test_a_late_retry_does_not_overwrite_a_newer_edit(self, driver: Driver) -> None:
        await driver.record(entry_id := new_id(), seconds=600)
        edited = await driver.put_entry(entry_id, if_match='"1"', seconds=900)
        late = await driver.put_entry(entry_id, seconds=600)
        assert (late.status_code, late.json()) == (200, edited.json())
        again = await driver.put_entry(entry_id, if_match='"1"', seconds=900)
        assert (again.status_code, again.json()) == (200, edited.json())
        assert len(await driver.timer.published(TimeEntryRecorded)) == 2

    async def test_going_back_on_purpose_names_the_version(self, driver: Driver) -> None:
        await driver.record(entry_id := new_id(), seconds=600)
        await driver.put_entry(entry_id, if_match='"1"', seconds=900)
        back = (await driver.put_entry(entry_id, if_match='"2"', seconds=600)).json()
        assert (back["version"], back["seconds"]) == (3, 600)

    async def test_a_change_needs_the_version_that_was_read(self, driver: Driver) -> None:
        await driver.record(entry_id := new_id(), seconds=600)
        blind = await driver.put_entry(entry_id, seconds=900)
        assert slug(blind) == (428, "precondition-required")
        stale = await driver.put_entry(entry_id, if_match='"7"', seconds=900)
        assert slug(stale) == (412, "changed-meanwhile")
        unborn = await driver.put_entry(if_match='"1"')
        assert slug(unborn) == (412, "changed-meanwhile")

    async def test_a_change_keeps_what_the_entry_was_given_when_it_was_made(
        self, driver: Driver
    ) -> None:
        evening = "2026-10-06T16:00:00Z"
        first = await driver.record(entry_id := new_id(), started_at=evening)
        await self.another_default(driver)
        changed = await driver.put_entry(
            entry_id, if_match='"1"', started_at=evening, description="Fix"
        )
        assert changed.json() == {**first, "version": 2, "description": "Fix"}

    async def test_other_work_brings_its_own_defaults(self, driver: Driver) -> None:
        fjord = await driver.create("organizations", name="Fjord")
        portal = {"name": "Portal", "organization_id": fjord["id"], "billable": False}
        other = await driver.create("projects", **portal)
        await driver.record(entry_id := new_id())
        moved = (await driver.put_entry(entry_id, if_match='"1"', project_id=other["id"])).json()
        assert (moved["billable"], moved["organization_id"]) == (False, fjord["id"])


async def somebody_waits(driver: Driver) -> None:
    """Until a transaction on this database waits for another one."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )

    async def one_waits() -> bool:
        async with driver.timer.database.transaction() as session:
            return bool(await session.scalar(waiting))

    await until(one_waits)


async def test_a_replay_that_waits_for_a_deletion_does_not_bring_the_entry_back(
    driver: Driver,
) -> None:
    entry_id = new_id()
    await driver.put_entry(entry_id)
    path = f"/v1/time-entries/{entry_id}"
    async with driver.timer.database.transaction(ACCOUNT) as deleting:
        await commands.delete_entry(deleting, entry_id, None, WRITER, expected=1)
        replay = asyncio.create_task(driver.put_entry(entry_id))
        await somebody_waits(driver)
    assert (await replay).status_code == 410
    assert (await driver.agent.get(path)).status_code == 404
    (recorded,) = await driver.timer.published(TimeEntryRecorded)
    (discarded,) = await driver.timer.published(TimeEntryDiscarded)
    assert (recorded.version, discarded.version) == (1, 2)


async def test_of_parallel_changes_of_one_version_one_is_made(driver: Driver) -> None:
    entry_id = new_id()
    await driver.put_entry(entry_id, work_date="2026-09-01")
    days = ["2026-10-05", "2026-10-12", "2026-10-19", "2026-10-26", "2026-11-02", "2026-11-09"]
    responses = await asyncio.gather(
        *(driver.put_entry(entry_id, if_match='"1"', work_date=day) for day in days * 2)
    )
    # the one that was made answers its repetition too
    assert sorted(response.status_code for response in responses) == [200] * 2 + [412] * 10
    versions = [event.version for event in await driver.timer.published(TimeEntryRecorded)]
    assert versions == [1, 2]


async def test_moves_in_both_directions_at_once_wait_for_each_other_and_end(
    driver: Driver,
) -> None:
    weeks = ("2026-10-06", "2026-10-13", "2026-10-20")
    ids = [new_id() for _ in weeks]
    for entry_id, day in zip(ids, weeks, strict=True):
        await driver.record(entry_id, work_date=day)
    for turn in range(1, 5):
        moves = [
            driver.put_entry(entry_id, if_match=f'"{turn}"', work_date=weeks[(start + turn) % 3])
            for start, entry_id in enumerate(ids)
        ]
        responses = await asyncio.gather(*moves)
        assert {response.status_code for response in responses} == {200}
    assert len(await driver.list("time-entries")) == 3
    assert sum(sheet["seconds"] for sheet in await driver.list("timesheets")) == 3 * 3600
