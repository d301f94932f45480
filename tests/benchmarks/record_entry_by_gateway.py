"""PUT of a time entry by 16 people at once, through the gateway, while the whole system works on what comes of it.

The limit is that of `record_entry`: bare FastAPI and asyncpg, with no gateway before them and no work behind.
"""

import sys
import uuid
from collections.abc import Sequence
from urllib.parse import urlsplit

import psutil

from honorar_local import issuer
from testkit import fresh_database
from tests.benchmarks.http_load import NextRequest, load
from tests.benchmarks.record_entry import CLIENTS, MIGRATIONS, SECONDS, bare, entries
from tests.benchmarks.row import Row
from tests.benchmarks.servers import Servers
from tests.harness.system import System

WORK = f"PUT of an entry through the gateway, {CLIENTS} clients, whole system"


async def run(servers: Servers) -> Sequence[Row]:
    """Measure one account's agents; each entry is published and priced meanwhile."""
    servers.start()
    async with fresh_database("timer", MIGRATIONS) as urls:
        limit = await bare(urls)
    system = servers.system()
    gateway = urlsplit(system.state.gateway)
    assert gateway.hostname
    assert gateway.port
    people = _people(system)
    await load(gateway.hostname, gateway.port, people, seconds=2, warm_up=0)
    before = _cpu_seconds(system)
    measured = await load(gateway.hostname, gateway.port, people, seconds=SECONDS, warm_up=0)
    for process, seconds in _cpu_seconds(system).items():
        spent = (seconds - before[process]) * 1000 / len(measured.latencies)
        print(f"CPU of {process} {spent:.2f} ms a request", file=sys.stderr)
    return [
        Row(
            work=WORK,
            ours=measured.per_second,
            unit="/s",
            limit=limit.per_second,
            limit_of="bare FastAPI + asyncpg",
            goal=300,
        ),
        Row(
            work=f"{WORK}, p99",
            ours=measured.percentile(99),
            unit="ms",
            limit=limit.percentile(99),
            limit_of="bare FastAPI + asyncpg",
        ),
    ]


def _cpu_seconds(system: System) -> dict[str, float]:
    """What each process of the system and its children have spent so far."""
    spent = {}
    for process in system.state.processes:
        if process.pid:
            root = psutil.Process(process.pid)
            times = [one.cpu_times() for one in (root, *root.children(recursive=True))]
            spent[process.id] = sum(time.user + time.system for time in times)
    return spent


def _people(system: System) -> list[NextRequest]:
    account = uuid.uuid4()
    owner = system.client("owner", account=account)
    owner.patch("/timer/v1/settings", {"currency": "DKK"})
    customer = owner.post("/timer/v1/organizations", {"name": "Nordlys"})
    webshop = {"name": "Webshop", "organization_id": customer["id"]}
    project = uuid.UUID(owner.post("/timer/v1/projects", webshop)["id"])
    made = []
    for number in range(CLIENTS):
        agent = owner.post("/timer/v1/agents", {"name": f"Agent {number}"})
        token = issuer.token(
            system.folder,
            system.state.gateway,
            ["agent"],
            account=account,
            agent_id=uuid.UUID(agent["id"]),
            subject=agent["id"],
        )
        made.append(entries("/timer/v1", project, Authorization=f"Bearer {token}"))
    return made
