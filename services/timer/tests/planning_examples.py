"""The part of the API document's story that plans: tasks with estimates, who does what, and how far it is."""

from typing import Any
from uuid import UUID

import httpx

from services.timer.tests.driver import ok, shown


async def told(manager: httpx.AsyncClient, project: dict[str, Any], agent_id: UUID) -> None:
    """A manager plans two tasks of a project and looks at what became of them."""
    url = f"/v1/projects/{project['id']}"
    budget = {"budget_seconds": 360_000, "overspend": "warn", "budget_period": "total"}
    money = {"amount": "100000.00", "currency": "DKK"}
    await ok(manager.patch(url, json={**budget, "budget_money": money}))
    design = await _task(manager, project, "Design", "2025-03-03", "2025-03-07")
    pages = await _task(manager, project, "Pages", "2025-03-10", "2025-03-21")
    planned = {"depends_on": [design["id"]], "assignee_ids": [str(agent_id)], "percent_done": 20}
    await ok(manager.patch(f"/v1/tasks/{pages['id']}", json=planned))
    first = {"parent_id": None, "before_id": design["id"]}
    move, read = f"/v1/tasks/{pages['id']}/move", {"If-Match": '"2"'}
    await ok(manager.post(move, json=first, headers=read))
    await ok(manager.get(f"{url}/progress"))
    await ok(manager.get("/v1/plan?from=2025-03-03&weeks=3"))


async def _task(
    manager: httpx.AsyncClient, project: dict[str, Any], name: str, start: str, finish: str
) -> dict[str, Any]:
    days = {"planned_start": start, "planned_finish": finish, "estimate_seconds": 72_000}
    body = {"name": name, "project_id": project["id"], **days}
    return await shown(manager.post("/v1/tasks", json=body))
