"""Rates are set for a project that was made a moment ago, and what they lead to expect is what the invoice charges."""

import uuid
from typing import Any

from honorar_local.demo.client import ApiClient, wait_for
from tests.harness.system import System

MONTH = {"first_day": "2026-09-01", "last_day": "2026-09-30"}


def test_the_invoice_charges_what_rates_led_to_expect(system: System) -> None:
    agent_id = uuid.uuid4()
    owner = system.client("owner", account=uuid.uuid4(), agent_id=agent_id)
    owner.patch("/timer/v1/settings", {"allow_self_approval": True, "currency": "DKK"})
    customer = owner.post("/timer/v1/organizations", {"name": "Nordlys ApS", "currency": "DKK"})
    for_customer = {"organization_id": customer["id"]}
    projects = [
        owner.post("/timer/v1/projects", {"name": name, **for_customer}) for name in ("Shop", "App")
    ]
    _set_rate(owner, "1000.01", **for_customer)
    _set_rate(owner, "951.5", project_id=projects[1]["id"])
    _work(owner, projects)

    def expected() -> Any:
        return owner.get("/rates/v1/costs-and-revenue", **MONTH)["revenue"]

    ready = {"state": "ready", **for_customer, **MONTH}
    wait_for(
        "the approved time to be billable",
        lambda: len(owner.get("/invoicing/v1/billable-time", **ready)["items"]) == 24,
    )
    draft = owner.post("/invoicing/v1/invoices", {**for_customer, **MONTH}, key=str(uuid.uuid4()))
    [revenue] = expected()
    assert revenue["entries"] == 24
    assert revenue["amount"] == draft["subtotal"]


def _set_rate(owner: ApiClient, amount: str, **scope: str) -> None:
    rate = {"hourly_rate": {"amount": amount, "currency": "DKK"}, "valid_from": "2026-01-01"}
    owner.post("/rates/v1/rates", {**scope, **rate})


def _work(owner: ApiClient, projects: list[dict[str, Any]]) -> None:
    """Record and approve two entries of odd lengths on each of twelve tasks."""
    agent = owner.post("/timer/v1/agents", {"name": "Eva Lind"})
    sheets = set()
    for number in range(12):
        project = projects[number % 2]["id"]
        task = owner.post("/timer/v1/tasks", {"name": f"Part {number}", "project_id": project})
        for seconds in (601 + number, 907 * number + 1):
            body = {"agent_id": agent["id"], "task_id": task["id"], "work_date": "2026-09-01"}
            path = f"/timer/v1/time-entries/{uuid.uuid4()}"
            sheets.add(owner.create(path, {**body, "seconds": seconds})["timesheet_id"])
    for sheet in (f"/timer/v1/timesheets/{one}" for one in sheets):
        for verb in ("submit", "approve"):
            owner.post(f"{sheet}/{verb}", etag=owner.etag(sheet))
