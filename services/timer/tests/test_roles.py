"""Who may do what: an agent logs and sees their own time, a manager everybody's, billing reads; a client nothing."""

import re
from typing import Any

import pytest

from database import new_id
from services.timer.tests.driver import Driver, slug

ID = str(new_id())
DAY = "2026-10-05"
EVERYBODY = {"owner", "manager", "billing", "agent"}
WORKERS = {"owner", "manager", "agent"}
MANAGERS = {"owner", "manager"}
OFFICE = {"owner", "manager", "billing"}
WRITERS = {"tickets": WORKERS}

_MASTER_DATA = (
    "organizations",
    f"organizations/{ID}/contacts",
    "agents",
    "teams",
    "service-types",
    "projects",
    "tasks",
    "tickets",
)
ROUTES: list[tuple[str, str, set[str]]] = [
    *(("GET", path, EVERYBODY) for path in _MASTER_DATA),
    *(("POST", path, WRITERS.get(path, MANAGERS)) for path in _MASTER_DATA),
    *(("GET", f"{path}/{ID}", EVERYBODY) for path in _MASTER_DATA if path != "agents"),
    ("GET", "contacts", EVERYBODY),
    ("POST", "organizations/import", MANAGERS),
    ("GET", f"organizations/{ID}/merge", MANAGERS),
    ("POST", f"organizations/{ID}/merge", MANAGERS),
    ("POST", f"organizations/{ID}/unmerge", MANAGERS),
    ("POST", "organizations/import/columns", MANAGERS),
    *(("PUT", f"{path}/{ID}", WRITERS.get(path, MANAGERS)) for path in _MASTER_DATA),
    *(("PATCH", f"{path}/{ID}", WRITERS.get(path, MANAGERS)) for path in _MASTER_DATA),
    ("POST", f"tickets/{ID}/merge", WORKERS),
    ("POST", f"tickets/{ID}/unmerge", WORKERS),
    ("GET", f"tickets/{ID}/links", EVERYBODY),
    ("POST", f"tickets/{ID}/links", WORKERS),
    ("DELETE", f"tickets/{ID}/links/{ID}", WORKERS),
    ("GET", f"tickets/{ID}/attachments", EVERYBODY),
    ("POST", f"tickets/{ID}/attachments", WORKERS),
    ("GET", f"tickets/{ID}/attachments/{ID}/content", EVERYBODY),
    ("DELETE", f"tickets/{ID}/attachments/{ID}", WORKERS),
    ("GET", "request-form", MANAGERS),
    ("PUT", "request-form", {"owner"}),
    ("GET", "settings", EVERYBODY),
    ("PUT", "settings", MANAGERS),
    ("PATCH", "settings", MANAGERS),
    ("GET", "timer", WORKERS),
    ("POST", "timer/start", WORKERS),
    ("POST", "timer/stop", WORKERS),
    ("DELETE", "timer", WORKERS),
    *(("POST", f"timer/{verb}", WORKERS) for verb in ("pause", "resume", "confirm")),
    ("GET", f"projects/{ID}/progress", OFFICE),
    ("GET", "work/recent", WORKERS),
    ("GET", "work/favourites", WORKERS),
    ("PUT", f"work/favourites/{ID}", WORKERS),
    ("DELETE", f"work/favourites/{ID}", WORKERS),
    ("POST", "time-entries/change", WORKERS),
    ("POST", f"time-entries/{ID}/split", WORKERS),
    ("POST", f"timesheets/{ID}/reopen", WORKERS),
    ("GET", f"timesheets/{ID}/history", EVERYBODY),
    ("GET", "plan", EVERYBODY),
    ("POST", f"tasks/{ID}/move", MANAGERS),
    ("GET", "time-entries", EVERYBODY),
    ("GET", f"time-entries/{ID}", EVERYBODY),
    ("PUT", f"time-entries/{ID}", WORKERS),
    ("DELETE", f"time-entries/{ID}", WORKERS),
    ("GET", "exports/time-entries.csv", EVERYBODY),
    ("GET", "exports/organizations.csv", OFFICE),
    ("POST", "imports", MANAGERS),
    ("POST", "imports/preview", MANAGERS),
    ("GET", "imports", MANAGERS),
    ("GET", f"imports/{ID}", MANAGERS),
    ("POST", f"imports/{ID}/cancel", MANAGERS),
    ("POST", "import-mappings", MANAGERS),
    ("GET", "import-mappings", MANAGERS),
    ("PUT", f"import-mappings/{ID}", MANAGERS),
    ("DELETE", f"import-mappings/{ID}", MANAGERS),
    ("GET", "timesheets", EVERYBODY),
    ("POST", f"timesheets/{ID}/comments", WORKERS),
    ("GET", f"timesheets/{ID}/comments", EVERYBODY),
    ("GET", "timesheets/missing", MANAGERS),
    ("GET", f"timesheets/{ID}", EVERYBODY),
    ("POST", f"timesheets/{ID}/submit", WORKERS),
    ("POST", f"timesheets/{ID}/approve", MANAGERS),
    ("POST", f"timesheets/{ID}/reject", MANAGERS),
    ("POST", "timesheets/submit", WORKERS),
    ("POST", "timesheets/approve", MANAGERS),
    ("GET", "reports/work", EVERYBODY),
    ("GET", "reports/work.csv", EVERYBODY),
    ("GET", "reports/work.xlsx", EVERYBODY),
    ("GET", "reports/timesheet.pdf", EVERYBODY),
    ("GET", "reports/time-entries.xlsx", EVERYBODY),
    ("GET", f"teams/{ID}/members", EVERYBODY),
    ("POST", f"teams/{ID}/members", MANAGERS),
    ("PATCH", f"teams/{ID}/members/{ID}", MANAGERS),
    ("DELETE", f"teams/{ID}/members/{ID}", MANAGERS),
    ("GET", "absences", WORKERS),
    ("POST", "absences", WORKERS),
    ("GET", f"absences/{ID}", WORKERS),
    ("PATCH", f"absences/{ID}", WORKERS),
    ("DELETE", f"absences/{ID}", WORKERS),
    ("POST", f"absences/{ID}/approve", MANAGERS),
    ("POST", f"absences/{ID}/decline", MANAGERS),
    ("GET", "calendar-feed", WORKERS),
    ("POST", "calendar-feed", WORKERS),
    ("DELETE", "calendar-feed", WORKERS),
    ("GET", "capacity", EVERYBODY),
    ("GET", "public-holidays", EVERYBODY),
    ("GET", "holiday-regions", EVERYBODY),
    ("PUT", f"agents/{ID}/working-hours/{DAY}", MANAGERS),
    ("DELETE", f"agents/{ID}/working-hours/{DAY}", MANAGERS),
]
OF_THEMSELVES = {
    *(("GET", f"agents/{ID}{part}") for part in ("", "/working-hours", "/memberships")),
}
"""These show agents only their own."""
FOR_ANYBODY = {
    ("GET", f"request-forms/{ID}"),
    ("POST", f"request-forms/{ID}/requests"),
    ("GET", f"calendars/{ID}/{ID}.ics"),
    ("GET", "seal-certificate.pem"),
}


@pytest.mark.parametrize("role", ["owner", "manager", "billing", "agent", "client"])
async def test_each_route_is_for_its_roles_and_no_others(driver: Driver, role: str) -> None:
    client = await driver.client(role, agent_id=driver.agent_id)
    for method, path, roles in ROUTES:
        body = "{}" if method in ("POST", "PUT", "PATCH") else None
        response = await client.request(method, f"/v1/{path}", content=body)
        assert (response.status_code == 403) == (role not in roles), (method, path, response.text)
        if role not in roles:
            assert slug(response) == (403, "not-allowed")


async def test_the_table_above_has_every_route_once(driver: Driver) -> None:
    paths: dict[str, Any] = driver.timer.app.openapi()["paths"]
    documented = {
        (method.upper(), re.sub(r"{\w+}", ID, path.removeprefix("/v1/")))
        for path, methods in paths.items()
        if path.startswith("/v1/")
        for method in methods
        if method in ("get", "post", "put", "patch", "delete")
    }
    given = f"{DAY}|(?<=exports/)organizations"
    tabled = [(method, re.sub(given, ID, path)) for method, path, _ in ROUTES]
    assert sorted(tabled) == sorted(documented - OF_THEMSELVES - FOR_ANYBODY)
    assert documented > OF_THEMSELVES | FOR_ANYBODY


async def test_without_a_token_nothing_is_shown(driver: Driver) -> None:
    nobody = await driver.timer.client()
    for method, path, _ in ROUTES:
        assert (await nobody.request(method, f"/v1/{path}")).status_code == 401


async def test_an_agent_sees_only_themselves_among_agents(driver: Driver) -> None:
    other, _ = await driver.another_agent()
    assert [one["name"] for one in await driver.list("agents", driver.agent)] == ["Mette Friis"]
    assert (await driver.agent.get(f"/v1/agents/{driver.agent_id}")).status_code == 200
    assert slug(await driver.agent.get(f"/v1/agents/{other}")) == (403, "not-allowed")
    assert len(await driver.list("agents")) == 2


async def test_an_agents_token_without_an_agent_shows_nobodys_time(driver: Driver) -> None:
    anonymous = await driver.client("agent")
    for path in ("time-entries", "timesheets", "reports/work", "timer", "agents"):
        assert slug(await anonymous.get(f"/v1/{path}")) == (403, "not-allowed")
    assert (await driver.put_entry(client=anonymous)).status_code == 403


async def test_billing_sees_everybodys_time_and_changes_none(driver: Driver) -> None:
    entry = await driver.record()
    billing = await driver.client("billing")
    assert [one["id"] for one in await driver.list("time-entries", billing)] == [entry["id"]]
    assert (await billing.get("/v1/reports/work")).json()["seconds"] == 3600
    assert (await driver.put_entry(client=billing)).status_code == 403
    assert (await driver.delete_entry(entry["id"], client=billing)).status_code == 403


async def test_one_with_two_roles_may_do_what_either_may(driver: Driver) -> None:
    both = await driver.client("agent", "billing", agent_id=driver.agent_id)
    bo, bo_client = await driver.another_agent()
    await driver.put_entry(client=bo_client)
    assert (await both.get("/v1/reports/work")).json()["seconds"] == 3600
    assert (await driver.put_entry(client=both)).status_code == 200
    theirs = await driver.put_entry(client=both, agent_id=str(bo))
    assert slug(theirs) == (403, "not-allowed")
