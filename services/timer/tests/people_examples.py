"""The part of the API document's story that is about people: when they can work."""

from typing import Any

import httpx

from services.timer.tests.driver import Driver

WEEK = {"first_day": "2025-04-14", "last_day": "2025-04-20"}
"""Easter."""
PART_TIME = {"week": [14_400, 14_400, 14_400, 0, 0, 0, 0]}


async def availability(driver: Driver) -> None:
    """Mette works less in April, and somebody looks at Easter."""
    manager = driver.manager
    url = f"/v1/agents/{driver.agent_id}/working-hours"
    for day in ("2025-04-01", "2025-05-01"):
        await _ok(manager.put(f"{url}/{day}", json=PART_TIME))
    await _ok(manager.delete(f"{url}/2025-05-01"))
    await _ok(driver.agent.get(url))
    await _ok(manager.get("/v1/capacity", params=WEEK))
    await _ok(manager.get("/v1/public-holidays", params=WEEK))
    await _ok(manager.get("/v1/holiday-regions"))


async def _ok(answer: Any) -> httpx.Response:
    response: httpx.Response = await answer
    assert response.is_success, response.text
    return response
