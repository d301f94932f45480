"""PUT of a time entry by 16 people at once: timer's api alone, beside bare FastAPI and asyncpg."""

import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from uuid import UUID

import asyncpg
import httpx

from database import new_id
from embedded_servers import free_port
from testkit import fresh_database
from testkit.databases import Urls
from tests.benchmarks import bare_app
from tests.benchmarks.http_load import Load, NextRequest, load, request
from tests.benchmarks.issuer import Issuer, issuer
from tests.benchmarks.processes import running
from tests.benchmarks.processor_time import cost_of
from tests.benchmarks.row import Row
from tests.benchmarks.servers import Servers
from timer import main

CLIENTS = 16
SECONDS = float(os.environ.get("BENCH_SECONDS", "8"))
FIRST = datetime(2026, 1, 5, tzinfo=UTC)
ACCOUNT = UUID(int=0xACC)
MIGRATIONS = Path(main.__file__).parent / "migrations"


async def run(servers: Servers) -> Sequence[Row]:
    """Measure both, one after the other, on databases of the same server."""
    servers.start()
    async with fresh_database("timer", MIGRATIONS) as urls:
        limit = await bare(urls)
        ours = await api_alone(urls)
    return [
        Row(
            work=f"PUT of an entry, {CLIENTS} clients, api alone",
            ours=ours.per_second,
            unit="/s",
            limit=limit.per_second,
            limit_of="bare FastAPI + asyncpg",
            goal_ratio=0.35,
        )
    ]


async def bare(urls: Urls) -> Load:
    """The limit."""
    connection = await asyncpg.connect(urls.superuser)
    await connection.execute(bare_app.TABLES)
    await connection.close()
    app = ("uvicorn", "tests.benchmarks.bare_app:app", "--loop", "uvloop", "--http", "httptools")
    port, project = free_port(), new_id()
    quiet = ("--no-access-log", "--log-level", "warning", "--port", str(port))
    clients = [entries("", project)] * CLIENTS
    async with running(*app, *quiet, port=port, BARE_DATABASE_URL=urls.superuser) as process:
        return await _loaded("bare", clients, port=port, process=process, urls=urls)


async def api_alone(urls: Urls) -> Load:
    """`timer api`, whose callers each are an agent of one account."""
    port = free_port()
    with issuer() as tokens:
        settings = {
            "DATABASE_URL": urls.app,
            "OIDC_ISSUER": tokens.name,
            "OIDC_JWKS_URL": tokens.jwks_url,
            "PORT": str(port),
            "SEAL_SECRET": "a secret for benchmarks only",
        }
        async with running("timer", "api", port=port, **settings) as process:
            clients = await _people(f"http://127.0.0.1:{port}", tokens)
            return await _loaded("ours", clients, port=port, process=process, urls=urls)


async def _loaded(
    name: str, clients: Sequence[NextRequest], *, port: int, process: int, urls: Urls
) -> Load:
    run = partial(load, "127.0.0.1", port, clients, seconds=SECONDS)
    cost = await cost_of(run, api=process, postgres_url=urls.superuser)
    print(f"{name}: {cost}", file=sys.stderr)
    return cost.load


async def _people(base_url: str, tokens: Issuer) -> list[NextRequest]:
    owner = {"Authorization": f"Bearer {tokens.token(ACCOUNT, 'owner')}"}
    async with httpx.AsyncClient(base_url=base_url, headers=owner) as client:
        customer = (await client.post("/v1/organizations", json={"name": "Nordlys"})).json()
        webshop = {"name": "Webshop", "organization_id": customer["id"]}
        project = UUID((await client.post("/v1/projects", json=webshop)).json()["id"])
        made = []
        for number in range(CLIENTS):
            person = {"name": f"Agent {number}", "time_zone": "Europe/Copenhagen"}
            agent_id = UUID((await client.post("/v1/agents", json=person)).json()["id"])
            token = tokens.token(ACCOUNT, "agent", agent_id=agent_id)
            made.append(entries("/v1", project, Authorization=f"Bearer {token}"))
    return made


def entries(prefix: str, project_id: UUID, **headers: str) -> NextRequest:
    """One new entry after the other, a quarter of an hour each."""
    numbers = count()

    def next_request() -> bytes:
        body = {
            "project_id": str(project_id),
            "started_at": (FIRST + timedelta(minutes=15) * next(numbers)).isoformat(),
            "seconds": 900,
            "description": "Reviewed the pull request and wrote the release notes",
        }
        path = f"{prefix}/time-entries/{new_id()}"
        return request("PUT", path, json.dumps(body).encode(), **headers)

    return next_request
