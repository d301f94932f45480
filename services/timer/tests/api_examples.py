"""A story of calls that goes through every operation of the API: the examples of its document."""

from typing import Any

import httpx

from services.timer.tests import planning_examples as planning
from services.timer.tests import ticket_examples, time_examples
from services.timer.tests.customer_examples import NUMBERS_BEYOND_SCHEMAS, imported, merged
from services.timer.tests.driver import BOSS, Driver, as_read, ok, open_account, shown, versions
from services.timer.tests.import_examples import import_time
from services.timer.tests.people_examples import absences, availability, calendar, teams
from testkit import Served

SETTINGS: dict[str, Any] = {"seal_secret": "a secret for examples only"}
BEYOND_SCHEMAS = (
    "names somebody whom the account does not have",
    "give a reason, or the entries",
    "the same entry with two reasons",
    "is no entry of this timesheet",
    *ticket_examples.BEYOND_SCHEMAS,
    "a milestone is one day",
    "a milestone takes no time",
    "a task does not wait for itself",
    "a task that is done is 100 % done",
    "a task with subtasks or dependencies stays",
    *NUMBERS_BEYOND_SCHEMAS,
    "a program whose exports are known has this name",
    "belongs to another project",
    "an absence has at most",
    "an agent has at most",
    "at most 24 hours",
    "at most 366 days are shown at once",
    "is archived and takes no time",
    "is closed to new time",
    "lies before planned_start",
    "is none of the headers",
    "no file of time has it",
    "send at least one",
    "no file of customers has it",
    "leaves less time than its pauses",
    "lies after the pause began",
    "lies in the future",
    "lies in the timer's pauses",
    "lies more than 24 hours back",
    "lies more than a day ahead",
    "must lie between",
    "must not be before first_day",
    "not a country, or a part of one",
    "not a domain of e-mail addresses",
    "on a task or on a ticket",
    "must be another customer",
    "must be another one than by",
    "must be less than the entry's",
    "must not contain a NUL character",
    "needs by",
    "must lie inside the entry",
    "only what has a start has pauses",
    "say at or seconds, and not both",
    "say which column holds",
    "started_at or work_date, and not both",
    "the absence would end when it starts",
    "the agent is not active",
    "the entry has",
    "the same entry with two versions",
    "the same timesheet with two versions",
    "there is no such",
    "two headers differ only in case",
)


async def story(served: Served) -> dict[str, str]:
    """A small firm sets itself up, logs a week and approves it. Nothing but ids and times is other in each run."""
    manager = await served.as_("manager", subject="boss", agent_id=BOSS)
    await _settings(await served.as_("owner", subject="owner"))
    driver = await open_account(served)
    organization, project = driver.organization, driver.project
    contact = await _customers(manager, organization)
    await _work(manager, project, contact)
    await _keep(manager, "agents", str(driver.agent_id), name="Mette Friis Holm")
    await teams(driver)
    await availability(driver)
    await absences(driver)
    secret = await calendar(driver)
    await _time_entries(driver)
    await time_examples.entries_changed(driver)
    await time_examples.favourites(driver)
    await import_time(driver)
    owner = await served.as_("owner", subject="owner")
    token = await ticket_examples.request_form(owner, await served.client())
    await _timesheets(driver, manager)
    await planning.told(manager, project, driver.agent_id)
    march = {"first_day": "2025-03-01", "last_day": "2025-03-31"}
    split = {"by": "agent", "then_by": "project"}
    await ok(manager.get("/v1/reports/work", params={**march, **split}))
    signed = {**march, "organization_id": driver.organization["id"], "state": "any"}
    await ok(manager.get("/v1/reports/timesheet.pdf", params=signed))
    await ok((await driver.timer.client()).get("/v1/seal-certificate.pem"))
    for name in ("work.csv", "work.xlsx", "time-entries.xlsx"):
        await ok(manager.get(f"/v1/reports/{name}", params=march))
    await time_examples.timer(driver)
    return {secret: "calendar-secret", token: "form-token"}


async def _settings(owner: httpx.AsyncClient) -> None:
    before = await shown(owner.get("/v1/settings"))
    chosen = {
        "time_zone": "Europe/Copenhagen",
        "currency": "DKK",
        "language": "da",
        "allow_self_approval": False,
        "allow_overlaps": False,
        "holiday_region": "DK",
        "working_week": [26_640] * 5 + [0, 0],
        "timer_limit_seconds": 43_200,
        "sheet_period": "week",
        "days_to_hand_in": 1,
        "lock_after_days": None,
    }
    await ok(owner.put("/v1/settings", json=chosen, headers=as_read(before)))
    await ok(owner.patch("/v1/settings", json={"language": "en"}))


async def _keep(client: httpx.AsyncClient, path: str, row_id: str, **change: Any) -> None:
    """Get one, list all, change a part and replace the whole."""
    url = f"/v1/{path}/{row_id}"
    await ok(client.get(url))
    await ok(client.get(f"/v1/{path}"))
    changed = await shown(client.patch(url, json=change))
    unsent = {"id", "version", "effective_currency", "organization_id", "merged_into"}
    if path == "projects":
        unsent.remove("organization_id")
    whole = {name: value for name, value in changed.items() if name not in unsent}
    await ok(client.put(url, json=whole, headers=as_read(changed)))


async def _create(client: httpx.AsyncClient, path: str, **body: Any) -> str:
    response = await ok(client.post(f"/v1/{path}", json=body))
    return str(response.json()["id"])


async def _customers(client: httpx.AsyncClient, organization: dict[str, Any]) -> str:
    address = {"address_lines": ["Havnegade 4"], "postal_code": "8000", "city": "Aarhus"}
    await _keep(client, "organizations", organization["id"], **address, vat_number="DK12345674")
    contacts = f"organizations/{organization['id']}/contacts"
    contact = await _create(client, contacts, name="Ida Holt", email="ida@nordlys.example")
    await _keep(client, contacts, contact, billing=True)
    await ok(client.get("/v1/contacts", params={"search": "ida"}))
    await imported(client)
    await merged(client, organization)
    return contact


async def _work(client: httpx.AsyncClient, project: dict[str, Any], contact: str) -> None:
    support = await _create(client, "service-types", name="Support")
    await _keep(client, "service-types", support, billable=False)
    await _keep(client, "projects", project["id"], billable=True)
    task = await _create(client, "tasks", name="Payment page", project_id=project["id"])
    await _keep(client, "tasks", task, service_type_id=support, requester_id=contact)
    await ticket_examples.tickets(client, contact, support)


async def _time_entries(driver: Driver) -> None:
    morning = "2025-03-10T08:00:00Z"
    entry = await driver.record(started_at=morning, seconds=9000, description="Payment page")
    await driver.record(work_date="2025-03-11", seconds=3600)
    await ok(driver.agent.get(f"/v1/time-entries/{entry['id']}"))
    await ok(driver.agent.get("/v1/time-entries", params={"first_day": "2025-03-10"}))
    mistake = await driver.record(work_date="2025-03-11", seconds=60)
    url = f"/v1/time-entries/{mistake['id']}"
    await ok(driver.agent.delete(url, headers=as_read(mistake)))


async def _timesheets(driver: Driver, manager: httpx.AsyncClient) -> None:
    agent = driver.agent
    (sheet,) = (await shown(agent.get("/v1/timesheets")))["items"]
    url = f"/v1/timesheets/{sheet['id']}"
    await ok(agent.get(url))
    sheet = await shown(agent.post(f"{url}/submit", headers=as_read(sheet)))
    entries = (await shown(agent.get("/v1/time-entries")))["items"]
    wrong = {"entry_id": entries[0]["id"], "reason": "What was this about?"}
    reason = {"reason": "Tuesday lacks a description", "entries": [wrong]}
    rejected = await shown(manager.post(f"{url}/reject", json=reason, headers=as_read(sheet)))
    handed_in = await shown(agent.post("/v1/timesheets/submit", json=versions(rejected)))
    (sheet,) = handed_in["items"]
    approved = await shown(manager.post(f"{url}/approve", headers=as_read(sheet)))
    why = {"reason": "Tuesday was for another customer"}
    await ok(agent.post(f"{url}/reopen", json=why, headers=as_read(approved)))
    await ok(manager.get(f"{url}/history"))
    said = {"text": "Tuesday's two hours belong to the other shop"}
    await ok(manager.post(f"{url}/comments", json=said))
    await ok(agent.get(f"{url}/comments"))
    await ok(manager.get("/v1/timesheets/missing", params={"day": "2025-03-10"}))
    await driver.record(work_date="2025-03-18", seconds=7200)
    sheet = await driver.sheet("2025-03-17")
    sheet = (await driver.submit(sheet)).json()
    await ok(manager.post("/v1/timesheets/approve", json=versions(sheet)))
