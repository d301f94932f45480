"""A day of an agent holds 24 hours of work at most, also when many devices write at once."""

import asyncio

from services.timer.tests.driver import TUESDAY, Driver, slug

HOUR = 3600


async def test_a_day_takes_24_hours_and_no_second_more(driver: Driver) -> None:
    await driver.record(seconds=20 * HOUR)
    entry = await driver.record(seconds=4 * HOUR)
    assert slug(await driver.put_entry(seconds=1)) == (409, "day-full")
    more = await driver.put_entry(entry["id"], if_match='"1"', seconds=4 * HOUR + 1)
    assert slug(more) == (409, "day-full")
    less = await driver.put_entry(entry["id"], if_match='"1"', seconds=4 * HOUR - 1)
    assert less.status_code == 200
    await driver.record(seconds=1)
    await driver.record(work_date="2026-10-07", seconds=24 * HOUR)


async def test_another_agents_day_is_their_own(driver: Driver) -> None:
    await driver.record(seconds=24 * HOUR)
    _, other = await driver.another_agent()
    assert (await driver.put_entry(client=other)).status_code == 200


async def test_fifty_at_once_leave_24_hours(driver: Driver) -> None:
    writes = (driver.put_entry(seconds=HOUR) for _ in range(50))
    answers = await asyncio.gather(*writes)
    assert sorted({answer.status_code for answer in answers}) == [200, 409]
    assert sum(answer.status_code == 200 for answer in answers) == 24
    listed = await driver.list("time-entries", first_day=TUESDAY, last_day=TUESDAY)
    assert sum(entry["seconds"] for entry in listed) == 24 * HOUR


async def test_moving_entries_into_a_full_day_is_refused(driver: Driver) -> None:
    await driver.record(seconds=24 * HOUR)
    other = await driver.record(work_date="2026-10-07", seconds=60)
    moved = await driver.put_entry(other["id"], if_match='"1"', seconds=60)
    assert slug(moved) == (409, "day-full")


async def test_a_timer_is_stopped_on_a_full_day_too(driver: Driver) -> None:
    started = (await driver.start())["timer"]
    await driver.run_earlier(60)
    started = (await driver.agent.get("/v1/timer")).json()["timer"]
    await driver.record(work_date=started["work_date"], seconds=24 * HOUR)
    assert (await driver.stop()).json()["entry"]["seconds"] >= 60
