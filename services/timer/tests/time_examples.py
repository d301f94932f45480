"""The part of the API document's story that is about a timer and what becomes of its time."""

from datetime import UTC, datetime, timedelta

from database import new_id
from services.timer.tests.driver import Driver, as_read, ok


async def entries_changed(driver: Driver) -> None:
    """An agent moves two entries in one act, and cuts one in two at its lunch."""
    agent = driver.agent
    first = await driver.record(
        started_at="2025-03-12T08:00:00Z", seconds=14_400, break_seconds=1800
    )
    second = await driver.record(work_date="2025-03-13", seconds=3600)
    read = [{"id": one["id"], "version": one["version"]} for one in (first, second)]
    body = {"entries": read, "changes": {"description": "Payment page", "tags": ["sprint 7"]}}
    await ok(agent.post("/v1/time-entries/change", json=body))
    cut = {"id": str(new_id()), "at": "2025-03-12T10:00:00Z", "changes": {"description": "Menu"}}
    url = f"/v1/time-entries/{first['id']}/split"
    await ok(agent.post(url, json=cut, headers=as_read({"version": 2})))


async def favourites(driver: Driver) -> None:
    """An agent keeps what they often do."""
    agent, url = driver.agent, f"/v1/work/favourites/{new_id()}"
    body = {"position": 1, "project_id": driver.project["id"], "description": "Payment page"}
    await ok(agent.put(url, json=body))
    await ok(agent.get("/v1/work/favourites"))
    await ok(agent.get("/v1/work/recent"))
    await ok(agent.delete(url))


async def timer(driver: Driver) -> None:
    """A timer runs, pauses, is confirmed and stopped; another is discarded."""
    agent = driver.agent
    work = {"project_id": driver.project["id"], "description": "Payment page"}
    named = {"entry_id": (await driver.start(**work))["timer"]["entry_id"]}
    began = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2)
    await driver.timer_began(began)
    await ok(agent.get("/v1/timer"))
    await ok(agent.post("/v1/timer/confirm", json=named))
    ended = (began + timedelta(hours=1, minutes=30)).isoformat()
    await ok(agent.post("/v1/timer/stop", json={"ended_at": ended}))
    named = {"entry_id": (await driver.start(**work))["timer"]["entry_id"]}
    await ok(agent.post("/v1/timer/pause", json=named))
    await ok(agent.post("/v1/timer/resume", json=named))
    await ok(agent.delete("/v1/timer"))
