"""Start and stop: one running timer per agent."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select, text

from contracts.timer import TimeEntryRecorded
from testkit import ACCOUNT
from timer.store.tables import RunningTimerRow, TimeEntryRow


async def test_a_timer_becomes_an_entry_with_the_id_it_announced(studio: Any) -> None:
    started = (await studio.agent.post("/v1/timer/start", json={})).json()
    running = (await studio.agent.get("/v1/timer")).json()["timer"]
    assert running == started["timer"]
    await studio.run_earlier(3000)
    entry = (await studio.agent.post("/v1/timer/stop")).json()["entry"]
    assert (entry["id"], entry["state"]) == (running["entry_id"], "draft")
    assert 3000 <= entry["seconds"] <= 3005
    assert (await studio.agent.get("/v1/timer")).json() == {"timer": None}
    (said,) = await studio.timer.published(TimeEntryRecorded)
    assert (str(said.entry_id), said.seconds) == (entry["id"], entry["seconds"])


async def test_starting_stops_the_timer_that_ran(studio: Any) -> None:
    await studio.agent.post("/v1/timer/start", json={"project_id": studio.project["id"]})
    await studio.run_earlier(600)
    answer = (await studio.agent.post("/v1/timer/start", json={})).json()
    assert answer["stopped"]["project_id"] == studio.project["id"]
    assert answer["stopped"]["organization_id"] == studio.organization["id"]
    assert answer["timer"]["project_id"] is None


async def test_a_hundred_parallel_starts_leave_one_running(studio: Any) -> None:
    answers = await asyncio.gather(
        *(studio.agent.post("/v1/timer/start", json={}) for _ in range(100))
    )
    assert {answer.status_code for answer in answers} == {200}
    async with studio.timer.database.transaction(ACCOUNT) as session:
        assert await session.scalar(select(func.count()).select_from(RunningTimerRow)) == 1


async def test_the_database_itself_allows_one_running_timer(studio: Any) -> None:
    key = text("""
        SELECT array_agg(a.attname::text ORDER BY a.attname) FROM pg_constraint c
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)
        WHERE c.conname = 'one_running_timer'
    """)
    async with studio.timer.database.transaction() as session:
        assert await session.scalar(key) == ["account_id", "agent_id"]


async def test_a_timer_of_less_than_a_second_leaves_no_entry(studio: Any) -> None:
    started = (await studio.agent.post("/v1/timer/start", json={})).json()["timer"]
    stopped = await studio.agent.post("/v1/timer/stop", json={"ended_at": started["started_at"]})
    assert stopped.json() == {"entry": None}


async def test_a_timer_forgotten_for_days_asks_when_work_ended(studio: Any) -> None:
    await studio.agent.post("/v1/timer/start", json={})
    await studio.run_earlier(3 * 86400)
    refused = await studio.agent.post("/v1/timer/stop")
    assert refused.json()["type"].endswith("timer-too-long")
    started = (await studio.agent.get("/v1/timer")).json()["timer"]["started_at"]
    ended = datetime.fromisoformat(started) + timedelta(hours=2)
    stopped = await studio.agent.post("/v1/timer/stop", json={"ended_at": ended.isoformat()})
    assert stopped.json()["entry"]["seconds"] == 7200


async def test_stopping_nothing_is_refused(studio: Any) -> None:
    answer = await studio.agent.post("/v1/timer/stop")
    assert (answer.status_code, answer.json()["type"][-16:]) == (409, "no-running-timer")


async def test_a_dropped_timer_leaves_nothing(studio: Any) -> None:
    await studio.agent.post("/v1/timer/start", json={})
    for _ in range(2):
        assert (await studio.agent.delete("/v1/timer")).status_code == 204
    assert (await studio.agent.get("/v1/timer")).json() == {"timer": None}


async def test_time_typed_in_meanwhile_costs_the_timer_its_start_but_no_second(studio: Any) -> None:
    await studio.agent.post("/v1/timer/start", json={})
    await studio.run_earlier(3600)
    begun = datetime.now(UTC) - timedelta(minutes=30)
    await studio.put_entry(started_at=begun.isoformat(), seconds=600)
    entry = (await studio.agent.post("/v1/timer/stop")).json()["entry"]
    assert entry["started_at"] is None
    assert entry["seconds"] >= 3600


async def test_a_week_with_a_running_timer_is_not_handed_in(studio: Any) -> None:
    await studio.agent.post("/v1/timer/start", json={})
    (sheet,) = (await studio.agent.get("/v1/timesheets")).json()["items"]
    refused = await studio.agent.post(f"/v1/timesheets/{sheet['id']}/submit")
    assert refused.json()["type"].endswith("timer-running")


async def test_no_timer_starts_in_a_week_that_was_handed_in(studio: Any) -> None:
    await studio.agent.post("/v1/timer/start", json={})
    await studio.agent.delete("/v1/timer")
    (sheet,) = (await studio.agent.get("/v1/timesheets")).json()["items"]
    await studio.agent.post(f"/v1/timesheets/{sheet['id']}/submit")
    refused = await studio.agent.post("/v1/timer/start", json={})
    assert refused.json()["type"].endswith("timesheet-closed")
    async with studio.timer.database.transaction(ACCOUNT) as session:
        assert await session.scalar(select(func.count()).select_from(TimeEntryRow)) == 0


async def test_a_caller_who_is_no_agent_has_no_timer(studio: Any) -> None:
    assert (await studio.manager.post("/v1/timer/start", json={})).status_code == 403
