"""The part of the API document's story that plans: tasks with estimates, who does what, and how far it is."""

from typing import Any
from uuid import UUID

import httpx


async def told(manager: httpx.AsyncClient, project: dict[str, Any], agent_id: UUID) -> None:
    """A manager plans two tasks of a project and looks at what became of them."""
    url = f"/v1/projects/{project['id']}"
    budget = {"budget_seconds": 360_000, "overspend": "warn", "budget_period": "total"}
    money = {"amount": "100000.00", "currency": "DKK"}
    await _sent(manager, "PATCH", url, {**budget, "budget_money": money})
    design = await _task(manager, project, "Design", "2025-03-03", "2025-03-07")
    pages = await _task(manager, project, "Pages", "2025-03-10", "2025-03-21")
    planned = {"depends_on": [design["id"]], "assignee_ids": [str(agent_id)], "percent_done": 20}
    await _sent(manager, "PATCH", f"/v1/tasks/{pages['id']}", planned)
    await _sent(manager, "GET", f"{url}/progress")
    await _sent(manager, "GET", "/v1/plan?from=2025-03-03&weeks=3")


async def _task(
    manager: httpx.AsyncClient, project: dict[str, Any], name: str, start: str, finish: str
) -> dict[str, Any]:
    days = {"planned_start": start, "planned_finish": finish, "estimate_seconds": 72_000}
    body = {"name": name, "project_id": project["id"], **days}
    return await _sent(manager, "POST", "/v1/tasks", body)


async def _sent(
    client: httpx.AsyncClient, method: str, url: str, body: dict[str, Any] | None = None
) -> dict[str, Any]:
    response = await client.request(method, url, json=body)
    assert response.is_success, response.text
    found: dict[str, Any] = response.json()
    return found
