"""Pauses stand in the day and are never worked: in entries that are typed, and in timers that are paused."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from database import new_id
from services.timer.tests.driver import MORNING, Driver, slug
from timer.running_timer import RunningTimer, StoppedInPauseError
from timer.work import Work

EIGHT = datetime(2026, 10, 6, 8, tzinfo=UTC)


def at(minutes: int) -> datetime:
    return EIGHT + timedelta(minutes=minutes)


def running() -> RunningTimer:
    return RunningTimer.starting(UUID(int=1), UUID(int=2), EIGHT, "UTC", Work())


def test_a_timer_counts_no_pause() -> None:
    timer = running().pause(at(60)).resume(at(90)).pause(at(120)).resume(at(125))
    span = timer.span_until(at(180), None)
    assert span is not None
    assert (span.seconds, span.break_seconds) == (145 * 60, 35 * 60)
    assert span.ended_at == at(180)


def test_a_timer_that_is_stopped_while_it_pauses_ended_when_the_pause_began() -> None:
    timer = running().pause(at(60))
    for named in (None, at(80)):
        span = timer.span_until(at(90), named)
        assert span is not None
        assert (span.seconds, span.break_seconds, span.ended_at) == (3600, 0, at(60))


def test_pausing_and_resuming_twice_is_once() -> None:
    timer = running().pause(at(10))
    assert timer.pause(at(20)) == timer
    timer = timer.resume(at(30))
    assert timer.resume(at(40)) == timer


def test_an_end_before_a_pause_ended_is_refused() -> None:
    timer = running().pause(at(60)).resume(at(90))
    with pytest.raises(StoppedInPauseError):
        timer.span_until(at(200), at(89))


def test_a_pause_of_a_day_does_not_make_a_timer_too_long() -> None:
    timer = running().pause(at(60))
    assert not timer.was_forgotten(at(3 * 24 * 60))
    long = timer.resume(at(3 * 24 * 60))
    span = long.capped_span
    assert (span.seconds + span.break_seconds, span.seconds) == (86_400, 1)


async def timer_verb(driver: Driver, verb: str, **body: Any) -> Any:
    response = await driver.agent.post(f"/v1/timer/{verb}", json=body)
    assert response.status_code == 200, response.text
    return response.json()


async def test_a_pause_goes_into_the_entry(driver: Driver) -> None:
    await driver.start(project_id=driver.project["id"])
    await driver.run_earlier(3600)
    paused = await timer_verb(driver, "pause")
    assert (await timer_verb(driver, "pause"))["paused_at"] == paused["paused_at"]
    shown = (await driver.agent.get("/v1/timer")).json()["timer"]
    assert shown == paused
    resumed = await timer_verb(driver, "resume", entry_id=paused["entry_id"])
    assert resumed["paused_at"] is None
    entry = (await driver.stop()).json()["entry"]
    assert entry["break_seconds"] == resumed["break_seconds"]
    assert entry["seconds"] >= 3600


async def test_only_the_named_timer_is_paused(driver: Driver) -> None:
    await driver.start()
    refused = await driver.agent.post("/v1/timer/pause", json={"entry_id": str(new_id())})
    assert slug(refused) == (409, "no-running-timer")
    await driver.stop()
    assert slug(await driver.agent.post("/v1/timer/resume")) == (409, "no-running-timer")


async def test_a_change_of_the_running_timer_keeps_its_pauses(driver: Driver) -> None:
    started = (await driver.start())["timer"]
    await driver.run_earlier(600)
    paused = await timer_verb(driver, "pause")
    earlier = datetime.fromisoformat(paused["started_at"]) - timedelta(seconds=300)
    changed = await driver.start(id=started["entry_id"], started_at=earlier.isoformat())
    assert changed["timer"]["paused_at"] == paused["paused_at"]
    late = datetime.fromisoformat(paused["paused_at"]) + timedelta(seconds=1)
    refused = await driver.agent.post(
        "/v1/timer/start", json={"id": started["entry_id"], "started_at": late.isoformat()}
    )
    assert refused.status_code in (200, 422)


async def test_a_typed_entry_ends_after_its_pauses_and_overlaps_as_a_whole(driver: Driver) -> None:
    entry = await driver.record(started_at=MORNING, seconds=3600, break_seconds=1800)
    assert (entry["seconds"], entry["break_seconds"]) == (3600, 1800)
    refused = await driver.put_entry(started_at="2026-10-06T08:20:00Z")
    assert slug(refused) == (409, "time-entries-overlap")
    await driver.record(started_at="2026-10-06T08:30:00Z")


async def test_pauses_need_a_start_and_room_in_the_day(driver: Driver) -> None:
    refused = await driver.put_entry(break_seconds=60)
    assert refused.status_code == 422
    refused = await driver.put_entry(started_at=MORNING, seconds=86_000, break_seconds=401)
    assert refused.status_code == 422


async def test_an_entry_with_pauses_is_cut_with_them(driver: Driver) -> None:
    entry = await driver.record(started_at=MORNING, seconds=3600, break_seconds=1800)
    url, headers = f"/v1/time-entries/{entry['id']}/split", {"If-Match": '"1"'}
    body = {"id": str(new_id()), "at": "2026-10-06T07:50:00Z", "break_seconds": 1801}
    refused = await driver.agent.post(url, json=body, headers=headers)
    assert refused.json()["errors"] == [{"field": "break_seconds", "reason": "the entry has 1800"}]
    body["break_seconds"] = 1200
    parts = (await driver.agent.post(url, json=body, headers=headers)).json()
    first, second = parts["first"], parts["second"]
    assert (first["seconds"], first["break_seconds"]) == (1800, 1200)
    assert (second["seconds"], second["break_seconds"]) == (1800, 600)
    assert second["started_at"] == "2026-10-06T07:50:00Z"
