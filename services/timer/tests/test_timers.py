"""Start and stop: one running timer per agent."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from contracts.timer import TimeEntryRecorded
from database import new_id
from services.timer.tests.driver import Driver, slug
from timer.store.tables.time import RunningTimerRow, TimeEntryRow


async def count(driver: Driver, table: type[RunningTimerRow] | type[TimeEntryRow]) -> int:
    async with driver.timer.database.transaction(driver.account_id) as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_a_timer_becomes_an_entry_with_the_id_it_announced(driver: Driver) -> None:
    started = await driver.start(description="Fix", tags=["a", "b"])
    running = (await driver.agent.get("/v1/timer")).json()["timer"]
    assert running == started["timer"]
    assert (running["description"], running["tags"]) == ("Fix", ["a", "b"])
    await driver.run_earlier(3000)
    entry = (await driver.stop()).json()["entry"]
    assert (entry["id"], entry["state"]) == (running["entry_id"], "draft")
    assert (entry["description"], entry["tags"]) == ("Fix", ["a", "b"])
    assert 3000 <= entry["seconds"] <= 3030
    assert (await driver.agent.get("/v1/timer")).json()["timer"] is None
    (event,) = await driver.timer.published(TimeEntryRecorded)
    assert (str(event.entry_id), event.seconds) == (entry["id"], entry["seconds"])


async def test_starting_stops_the_timer_that_ran(driver: Driver) -> None:
    await driver.start(project_id=driver.project["id"])
    await driver.run_earlier(600)
    answer = await driver.start()
    assert answer["stopped"]["project_id"] == driver.project["id"]
    assert answer["stopped"]["organization_id"] == driver.organization["id"]
    assert answer["timer"]["project_id"] is None
    assert answer["timer"]["entry_id"] != answer["stopped"]["id"]


async def test_a_timer_that_ran_into_another_week_is_stopped_in_its_own(driver: Driver) -> None:
    await driver.start()
    now = datetime.now(UTC).replace(microsecond=0)
    began = now - timedelta(days=now.weekday(), hours=now.hour + 20)
    await driver.timer_began(began)
    stopped = await driver.stop(began + timedelta(hours=1))
    assert stopped.json()["entry"]["seconds"] == 3600
    await driver.start()
    first_days = {sheet["first_day"] for sheet in await driver.list("timesheets")}
    assert len(first_days) == 2


async def test_a_hundred_parallel_starts_leave_one_running(driver: Driver) -> None:
    responses = await asyncio.gather(
        *(driver.agent.post("/v1/timer/start", json={}) for _ in range(100))
    )
    assert {response.status_code for response in responses} == {200}
    assert await count(driver, RunningTimerRow) == 1
    ids = {response.json()["timer"]["entry_id"] for response in responses}
    assert len(ids) == 100


async def test_starts_and_stops_at_once_lose_no_timer_and_record_none_twice(
    driver: Driver,
) -> None:
    await driver.start()
    await driver.run_earlier(3600)
    paths = ["/v1/timer/start", "/v1/timer/stop"] * 20
    responses = await asyncio.gather(*(driver.agent.post(path, json={}) for path in paths))
    assert {response.status_code for response in responses} <= {200, 409}
    refused = [slug(response) for response in responses if response.status_code == 409]
    assert set(refused) <= {(409, "no-running-timer")}
    entries = await driver.list("time-entries")
    assert sum(entry["seconds"] >= 3600 for entry in entries) == 1
    assert len({entry["id"] for entry in entries}) == len(entries)
    assert await count(driver, RunningTimerRow) <= 1


async def test_two_agents_timers_run_beside_each_other(driver: Driver) -> None:
    _, bo = await driver.another_agent()
    await asyncio.gather(
        *(client.post("/v1/timer/start", json={}) for client in (driver.agent, bo) * 5)
    )
    assert await count(driver, RunningTimerRow) == 2


async def test_the_database_itself_allows_one_running_timer(driver: Driver) -> None:
    key = text("""
        SELECT array_agg(a.attname::text ORDER BY a.attname) FROM pg_constraint c
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)
        WHERE c.conname = 'one_running_timer'
    """)
    async with driver.timer.database.transaction() as session:
        assert await session.scalar(key) == ["account_id", "agent_id"]


async def test_a_timer_of_less_than_a_second_leaves_no_entry(driver: Driver) -> None:
    started = datetime.fromisoformat((await driver.start())["timer"]["started_at"])
    assert (await driver.stop(started)).json() == {"entry": None}
    assert await driver.timer.published(TimeEntryRecorded) == []


async def test_a_timer_forgotten_for_days_asks_when_work_ended(driver: Driver) -> None:
    await driver.start()
    await driver.run_earlier(3 * 86400)
    assert slug(await driver.stop()) == (409, "timer-too-long")
    running = (await driver.agent.get("/v1/timer")).json()["timer"]
    ended = datetime.fromisoformat(running["started_at"]) + timedelta(hours=2)
    assert (await driver.stop(ended)).json()["entry"]["seconds"] == 7200


async def test_a_forgotten_timer_keeps_nobody_from_starting_another(driver: Driver) -> None:
    await driver.start(description="Friday")
    await driver.run_earlier(3 * 86400)
    answer = await driver.start(description="Monday")
    assert answer["timer"]["description"] == "Monday"
    stopped = answer["stopped"]
    assert (stopped["description"], stopped["seconds"], stopped["capped"]) == (
        "Friday",
        86400,
        True,
    )
    path = f"/v1/time-entries/{stopped['id']}"
    assert (await driver.agent.get(path)).json() == stopped


async def test_a_week_with_a_capped_entry_is_not_submitted_before_it_is_corrected(
    driver: Driver,
) -> None:
    await driver.start()
    await driver.run_earlier(20 * 86400)
    capped = (await driver.start())["stopped"]
    path = f"/v1/timesheets/{capped['timesheet_id']}"
    refused = await driver.submit((await driver.agent.get(path)).json())
    assert slug(refused) == (409, "entry-capped")
    real = {"started_at": capped["started_at"], "seconds": 7200, "if_match": '"1"'}
    corrected = (await driver.put_entry(capped["id"], **real)).json()
    assert (corrected["seconds"], corrected["capped"]) == (7200, False)
    assert (await driver.submit((await driver.agent.get(path)).json())).status_code == 200


async def test_a_capped_entry_may_be_right_and_leaves_room_for_what_was_really_done(
    driver: Driver,
) -> None:
    await driver.start()
    await driver.run_earlier(3 * 86400)
    capped = (await driver.start())["stopped"]
    noon = datetime.fromisoformat(capped["started_at"]) + timedelta(hours=3)
    beside = await driver.record(started_at=noon.isoformat())
    as_it_is = {"started_at": capped["started_at"], "seconds": 86400, "if_match": '"1"'}
    assert slug(await driver.put_entry(capped["id"], **as_it_is)) == (409, "time-entries-overlap")
    await driver.delete_entry(beside["id"])
    confirmed = (await driver.put_entry(capped["id"], **as_it_is)).json()
    assert (confirmed["seconds"], confirmed["capped"], confirmed["version"]) == (86400, False, 2)


async def test_nothing_is_typed_under_the_id_of_a_running_timer(driver: Driver) -> None:
    running = (await driver.start())["timer"]
    refused = await driver.put_entry(running["entry_id"], seconds=60)
    assert slug(refused) == (409, "timer-entry-running")
    await driver.run_earlier(600)
    entry = (await driver.stop()).json()["entry"]
    assert entry["seconds"] >= 600
    typed = await driver.put_entry(running["entry_id"], seconds=60)
    assert slug(typed) == (428, "precondition-required")


async def test_work_ends_after_it_began_and_before_now(driver: Driver) -> None:
    started = datetime.fromisoformat((await driver.start())["timer"]["started_at"])
    assert slug(await driver.stop(started - timedelta(seconds=1))) == (409, "ended-before-start")
    future = datetime.now(UTC) + timedelta(hours=1)
    refused = await driver.stop(future)
    assert slug(refused) == (422, "invalid-input")
    assert refused.json()["errors"] == [{"field": "ended_at", "reason": "lies in the future"}]
    assert (await driver.agent.get("/v1/timer")).json()["timer"] is not None


@pytest.mark.parametrize("at", ["2024-10-27T00:30:00Z", "2024-03-31T00:30:00Z"])
async def test_a_timer_counts_elapsed_seconds_when_clocks_change_in_copenhagen(
    driver: Driver, at: str
) -> None:
    await driver.start()
    began = datetime.fromisoformat(at)
    await driver.timer_began(began)
    entry = (await driver.stop(began + timedelta(hours=2))).json()["entry"]
    assert (entry["seconds"], entry["work_date"]) == (7200, at[:10])


async def test_the_work_date_is_the_agents_local_one_at_the_start(driver: Driver) -> None:
    await driver.start()
    began = datetime(2024, 10, 6, 22, 30, tzinfo=UTC)
    await driver.timer_began(began)
    entry = (await driver.stop(began + timedelta(hours=1))).json()["entry"]
    assert (entry["work_date"], entry["time_zone"]) == ("2024-10-07", "Europe/Copenhagen")


async def test_stopping_nothing_is_refused(driver: Driver) -> None:
    assert slug(await driver.stop()) == (409, "no-running-timer")


async def test_a_discarded_timer_leaves_nothing(driver: Driver) -> None:
    await driver.start()
    for _ in range(2):
        assert (await driver.agent.delete("/v1/timer")).status_code == 204
    assert (await driver.agent.get("/v1/timer")).json()["timer"] is None
    assert await count(driver, TimeEntryRow) == 0


async def test_time_typed_in_meanwhile_costs_the_timer_its_start_but_no_second(
    driver: Driver,
) -> None:
    await driver.start()
    await driver.run_earlier(3600)
    begun = datetime.now(UTC) - timedelta(minutes=30)
    await driver.record(started_at=begun.isoformat(), seconds=600)
    entry = (await driver.stop()).json()["entry"]
    assert entry["started_at"] is None
    assert entry["seconds"] >= 3600


async def test_where_overlaps_are_allowed_the_timer_keeps_its_start(driver: Driver) -> None:
    await driver.update_settings(allow_overlaps=True)
    await driver.start()
    await driver.run_earlier(3600)
    begun = datetime.now(UTC) - timedelta(minutes=30)
    await driver.record(started_at=begun.isoformat(), seconds=600)
    entry = (await driver.stop()).json()["entry"]
    assert entry["started_at"] is not None


async def test_a_week_with_a_running_timer_is_not_submitted(driver: Driver) -> None:
    await driver.start()
    assert slug(await driver.submit(await driver.sheet())) == (409, "timer-running")
    await driver.agent.delete("/v1/timer")
    assert (await driver.submit(await driver.sheet())).status_code == 200


async def test_no_timer_starts_in_a_week_that_was_submitted(driver: Driver) -> None:
    await driver.start()
    await driver.agent.delete("/v1/timer")
    await driver.submit(await driver.sheet())
    refused = await driver.agent.post("/v1/timer/start", json={})
    assert slug(refused) == (409, "timesheet-closed")
    assert await count(driver, RunningTimerRow) == 0


async def test_work_that_does_not_exist_starts_nothing(driver: Driver) -> None:
    refused = await driver.agent.post("/v1/timer/start", json={"project_id": str(new_id())})
    assert refused.json()["errors"] == [
        {"field": "project_id", "reason": "there is no such project"}
    ]
    assert await count(driver, RunningTimerRow) == 0


async def test_a_caller_who_is_no_agent_has_no_timer(driver: Driver) -> None:
    assert slug(await driver.manager.post("/v1/timer/start", json={})) == (403, "not-allowed")
    ghost = await driver.client("agent", agent_id=UUID(int=7))
    for verb in ("start", "stop"):
        refused = await ghost.post(f"/v1/timer/{verb}", json={})
        assert slug(refused) == (409, "no-such-agent")


async def test_a_start_that_was_sent_twice_is_one_timer(driver: Driver) -> None:
    began = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=20)
    start = {"id": str(new_id()), "started_at": began.isoformat(), "description": "Offline"}
    first = (await driver.agent.post("/v1/timer/start", json=start)).json()
    again = (await driver.agent.post("/v1/timer/start", json=start)).json()
    assert first["timer"]["entry_id"] == start["id"]
    assert again == {"timer": first["timer"], "stopped": None}
    assert datetime.fromisoformat(first["timer"]["started_at"]) == began


async def test_the_running_timer_is_moved_and_changed_under_its_id(driver: Driver) -> None:
    running = (await driver.start())["timer"]
    earlier = datetime.fromisoformat(running["started_at"]) - timedelta(minutes=15)
    change = {"id": running["entry_id"], "started_at": earlier.isoformat(), "description": "Mail"}
    changed = (await driver.agent.post("/v1/timer/start", json=change)).json()
    assert changed["stopped"] is None
    entry = (await driver.stop()).json()["entry"]
    assert (entry["id"], entry["description"]) == (running["entry_id"], "Mail")
    assert 900 <= entry["seconds"] <= 930


async def test_work_that_began_earlier_ends_the_work_before_then(driver: Driver) -> None:
    await driver.start()
    await driver.run_earlier(3600)
    began = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=10)
    start = {"id": str(new_id()), "started_at": began.isoformat()}
    stopped = (await driver.agent.post("/v1/timer/start", json=start)).json()["stopped"]
    ended = datetime.fromisoformat(stopped["started_at"]) + timedelta(seconds=stopped["seconds"])
    assert ended == began


async def test_a_start_in_the_future_or_long_ago_is_refused(driver: Driver) -> None:
    now = datetime.now(UTC)
    for at in (now + timedelta(hours=1), now - timedelta(hours=25)):
        response = await driver.agent.post("/v1/timer/start", json={"started_at": at.isoformat()})
        assert slug(response) == (422, "invalid-input")
        assert response.json()["errors"][0]["field"] == "started_at"


async def test_the_id_of_an_entry_starts_no_timer(driver: Driver) -> None:
    running = (await driver.start())["timer"]
    await driver.run_earlier(60)
    await driver.stop()
    response = await driver.agent.post("/v1/timer/start", json={"id": running["entry_id"]})
    assert slug(response) == (409, "timer-stopped")


async def test_another_timer_than_the_named_one_is_not_stopped_nor_forgotten(
    driver: Driver,
) -> None:
    running = (await driver.start())["timer"]
    other = str(new_id())
    stopped = await driver.agent.post("/v1/timer/stop", json={"entry_id": other})
    assert slug(stopped) == (409, "no-running-timer")
    discarded = await driver.agent.delete("/v1/timer", params={"entry_id": other})
    assert discarded.status_code == 204
    shown = (await driver.agent.get("/v1/timer")).json()
    assert shown["timer"] == running
    assert abs(datetime.fromisoformat(shown["server_time"]) - datetime.now(UTC)) < timedelta(
        minutes=1
    )
