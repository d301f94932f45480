"""A timer that runs beyond the account's limit is noticed once, told, and mended in one act."""

from sqlalchemy import text

from contracts.timer import TimerForgotten
from services.timer.tests.driver import Driver, slug

HOUR = 3600


async def shown(driver: Driver) -> dict[str, object]:
    timer: dict[str, object] = (await driver.agent.get("/v1/timer")).json()["timer"]
    return timer


async def later(driver: Driver, hours: int) -> None:
    """As if the timer had been started so long ago, and time had come for what is due."""
    await driver.run_earlier(hours * HOUR)
    await look(driver)


async def look(driver: Driver) -> None:
    async with driver.timer.database.transaction(across_accounts=True) as session:
        await session.execute(
            text("UPDATE scheduled_tasks SET due_at = now() WHERE state = 'waiting'")
        )
    await driver.timer.run_due()


async def test_it_is_noticed_once_and_told(driver: Driver) -> None:
    await driver.start(description="Menu", project_id=driver.project["id"])
    await later(driver, 13)
    timer = await shown(driver)
    assert timer["noticed_at"] is not None
    (event,) = await driver.timer.published(TimerForgotten)
    assert (event.agent_id, str(event.entry_id)) == (driver.agent_id, timer["entry_id"])
    assert (event.limit_seconds, event.description) == (12 * HOUR, "Menu")
    await later(driver, 14)
    assert len(await driver.timer.published(TimerForgotten)) == 1


async def test_one_below_the_limit_is_looked_at_again(driver: Driver) -> None:
    await driver.start()
    await later(driver, 11)
    assert (await shown(driver))["noticed_at"] is None
    await later(driver, 12)
    assert (await shown(driver))["noticed_at"] is not None


async def test_the_account_chooses_its_limit(driver: Driver) -> None:
    assert (await driver.update_settings(timer_limit_seconds=2 * HOUR)).status_code == 200
    refused = await driver.update_settings(timer_limit_seconds=60)
    assert refused.status_code == 422
    await driver.start()
    await later(driver, 2)
    (event,) = await driver.timer.published(TimerForgotten)
    assert event.limit_seconds == 2 * HOUR


async def test_a_timer_that_was_stopped_is_not_noticed(driver: Driver) -> None:
    await driver.start()
    await driver.run_earlier(13 * HOUR)
    await driver.stop()
    await look(driver)
    assert await driver.timer.published(TimerForgotten) == []


async def test_each_timer_of_an_agent_is_looked_at(driver: Driver) -> None:
    for _ in range(2):
        await driver.start()
        await later(driver, 13)
        await driver.stop()
    assert len(await driver.timer.published(TimerForgotten)) == 2


async def test_its_agent_says_that_it_is_right(driver: Driver) -> None:
    assert slug(await driver.agent.post("/v1/timer/confirm")) == (409, "no-running-timer")
    await driver.start()
    await later(driver, 13)
    confirmed = await driver.agent.post("/v1/timer/confirm")
    assert confirmed.json()["confirmed"] is True
    assert await shown(driver) == confirmed.json()


async def test_what_is_known_of_it_stays_when_its_work_changes(driver: Driver) -> None:
    started = (await driver.start())["timer"]
    await later(driver, 13)
    noticed = await shown(driver)
    work = {"description": "Menu", "started_at": noticed["started_at"]}
    changed = (await driver.start(id=started["entry_id"], **work))["timer"]
    assert changed["noticed_at"] == noticed["noticed_at"]
