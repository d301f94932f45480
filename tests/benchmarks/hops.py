"""How long news takes from service to service in a system at rest: outbox, notification, relay, Kafka, consumer, commit.

From the answer to the request until invoicing has committed the approval, and until Intuit's double has the first call.
"""

import asyncio
import time
import uuid
from collections.abc import Sequence
from functools import partial
from statistics import median
from typing import Any

import asyncpg

from embedded_servers import PostgresServer
from honorar_local.demo.account import realm_of
from honorar_local.demo.client import ApiClient, wait_for
from honorar_local.demo.master_data import SELLER
from testkit import until
from tests.benchmarks.row import Row
from tests.benchmarks.servers import Servers
from tests.harness.system import System

ROUNDS = 30
REST_SECONDS = 0.3
CUSTOMER = {
    "name": "Nordlys",
    "address_lines": ["Eksempelvej 1"],
    "postal_code": "8000",
    "city": "Aarhus",
    "country": "DK",
}
_APPROVED = """
SELECT event_id FROM outbox_messages WHERE account_id = $1 AND type = 'timer.timesheet-approved.v1' AND key = $2
"""
_CONSUMED = "SELECT EXISTS (SELECT FROM inbox_messages WHERE consumer = 'invoicing' AND event_id = ANY ($1))"


async def run(servers: Servers) -> Sequence[Row]:
    """Approve timesheets and issue invoices one after the other, each in a system at rest."""
    system = servers.system()
    approvals, issues = await _approvals(system), await _issues(system)
    return [
        Row(work="approve → billable, p50", ours=median(approvals), unit="ms", goal=25),
        Row(work="issue → call to Intuit, p50", ours=median(issues), unit="ms", goal=40),
    ]


async def _approvals(system: System) -> list[float]:
    account = uuid.uuid4()
    owner = system.client("owner", account=account)
    agent, manager = (owner.post("/timer/v1/agents", {"name": name}) for name in ("Freja", "Maja"))
    customer = owner.post("/timer/v1/organizations", {"name": "Nordlys"})
    project = owner.post(
        "/timer/v1/projects", {"name": "Webshop", "organization_id": customer["id"]}
    )
    member = system.client("owner", account=account, agent_id=uuid.UUID(agent["id"]))
    approver = system.client("owner", account=account, agent_id=uuid.UUID(manager["id"]))
    timer, invoicing = await _database(system, "timer"), await _database(system, "invoicing")
    took = []
    for sheet in _submitted(member, project["id"]):
        await asyncio.sleep(REST_SECONDS)
        body = {"timesheets": [{"id": sheet["id"], "version": sheet["version"]}]}
        approver.post("/timer/v1/timesheets/approve", body)
        answered = time.perf_counter()
        approved = [row["event_id"] for row in await timer.fetch(_APPROVED, account, sheet["id"])]
        assert approved, "no approval was published"
        await until(partial(invoicing.fetchval, _CONSUMED, approved), every=0.001)
        took.append((time.perf_counter() - answered) * 1000)
    await timer.close()
    await invoicing.close()
    return took


def _submitted(member: ApiClient, project_id: str) -> list[Any]:
    """One timesheet for each of so many weeks."""
    for week in range(1, ROUNDS + 1):
        time_of_day = {
            "work_date": f"2026-{1 + week // 4:02}-{1 + 7 * (week % 4):02}",
            "seconds": 3600,
            "project_id": project_id,
        }
        member.create(f"/timer/v1/time-entries/{uuid.uuid4()}", time_of_day)
    drafts = list(member.pages("/timer/v1/timesheets", state="draft"))
    body = {"timesheets": [{"id": one["id"], "version": one["version"]} for one in drafts]}
    member.post("/timer/v1/timesheets/submit", body)
    return list(member.pages("/timer/v1/timesheets", state="submitted"))


async def _issues(system: System) -> list[float]:
    account = uuid.uuid4()
    owner, intuit = system.client("owner", account=account), ApiClient(system.state.intuit_double)
    customer = owner.post("/timer/v1/organizations", CUSTOMER)
    seller = {"seller": SELLER, "payment_instructions": "Reg. 1234, konto 0001234567"}
    owner.patch("/invoicing/v1/settings", seller)
    _connect(owner, intuit, realm_of(account))
    drafts = [_draft(owner, customer["id"]) for _ in range(ROUNDS)]
    took = []
    for draft in drafts:
        await asyncio.sleep(REST_SECONDS)
        heard = max((r["number"] for r in intuit.get("/_fake/requests")), default=0)
        path = f"/invoicing/v1/invoices/{draft}"
        etag = owner.etag(path)
        owner.post(f"{path}/issue", {"delivery": "hand"}, key=str(uuid.uuid4()), etag=etag)
        answered = time.perf_counter()
        await until(partial(_called, intuit, realm_of(account), after=heard), every=0.001)
        took.append((time.perf_counter() - answered) * 1000)
    return took


def _called(intuit: ApiClient, realm: str, *, after: int) -> bool:
    return any(realm in one["path"] for one in intuit.get("/_fake/requests", after=after))


def _connect(owner: ApiClient, intuit: ApiClient, realm: str) -> None:
    owner.patch("/timer/v1/settings", {"currency": "DKK"})
    intuit.post("/_fake/companies", {"realm": realm, "name": "Studio Lind ApS", "currency": "DKK"})
    authorize_url = owner.post("/qbo-sync/v1/connection")["authorize_url"]
    approval = {"authorize_url": authorize_url, "realm": realm}
    owner.follow_redirect(intuit.post("/_fake/oauth/approve", approval)["redirect"])
    wait_for("the connection", lambda: owner.get("/qbo-sync/v1/connection")["state"] == "connected")


def _draft(owner: ApiClient, organization_id: str) -> str:
    body = {"organization_id": organization_id, "entry_ids": []}

    def drafted() -> Any:
        try:
            return owner.post("/invoicing/v1/invoices", body, key=str(uuid.uuid4()))
        except Exception:
            return None

    draft = wait_for("a draft", drafted)
    path = f"/invoicing/v1/invoices/{draft['id']}"
    fee = {"kind": "fee", "description": "Licence", "amount": "100.00"}
    owner.post(f"{path}/lines", fee, etag=owner.etag(path))
    return str(draft["id"])


async def _database(system: System, name: str) -> Any:
    server = PostgresServer(system.folder.postgres, system.state.postgres_port)
    return await asyncpg.connect(server.url(name))
