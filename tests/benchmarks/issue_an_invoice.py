"""Issuing by 8 people at once: invoicing's api alone, beside bare transactions that write as much under one lock."""

import asyncio
import json
import os
import sys
import time
from collections.abc import Sequence
from itertools import count
from typing import Any

import asyncpg
import httpx
import psutil

from database import new_id
from embedded_servers import free_port
from invoicing.main import service
from invoicing.settings import Settings
from services.invoicing.tests.driver import Driver
from testkit import serve
from tests.benchmarks.issuer import Issuer, issuer
from tests.benchmarks.processes import running
from tests.benchmarks.row import Row
from tests.benchmarks.servers import Servers

CLIENTS, EACH, WARM_UP = 8, int(os.environ.get("BENCH_INVOICES", "40")), 5
LINES = 3
_SECRET = "a secret for benchmarks only"
_BARE = """
CREATE SCHEMA bare;
CREATE TABLE bare.series (last integer NOT NULL);
INSERT INTO bare.series VALUES (0);
CREATE TABLE bare.invoices (id uuid PRIMARY KEY, number integer NOT NULL UNIQUE, content jsonb NOT NULL);
CREATE TABLE bare.lines (id uuid PRIMARY KEY, invoice_id uuid NOT NULL REFERENCES bare.invoices, content text NOT NULL);
CREATE TABLE bare.outbox (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, payload bytea NOT NULL);
"""
_ISSUE = """
WITH invoice AS (INSERT INTO bare.invoices VALUES ($1, $2, $3)),
    lines AS (INSERT INTO bare.lines SELECT gen_random_uuid(), $1, 'Fix the pay button' FROM generate_series(1, $4))
INSERT INTO bare.outbox (payload) SELECT $5 FROM generate_series(1, 2)
"""


async def run(servers: Servers) -> Sequence[Row]:
    """Measure both, one after the other, on databases of the same server."""
    servers.start()
    async with serve(service, Settings, document_secret=_SECRET) as served:
        limit = await bare(served.urls.superuser)
        driver = await Driver.begin(served)
        drafts = await drafted(driver)
        with issuer() as tokens:
            ours = await api_alone(driver, drafts, tokens)
    return [
        Row(
            work=f"issue an invoice, {CLIENTS} clients, api alone",
            ours=ours,
            unit="/s",
            limit=limit,
            limit_of="bare asyncpg, one lock",
            goal=50,
        )
    ]


async def bare(url: str) -> float:
    """Issues per second of the database itself."""
    pool = await asyncpg.create_pool(url, min_size=CLIENTS, max_size=CLIENTS)
    assert pool is not None
    await pool.execute(_BARE)
    content, payload = json.dumps({"buyer": "Nordlys ApS" * 50}), b"x" * 1500

    async def issue_some(connection: Any) -> None:
        for _ in range(EACH):
            async with connection.transaction():
                number = await connection.fetchval(
                    "UPDATE bare.series SET last = last + 1 RETURNING last"
                )
                await connection.execute(_ISSUE, new_id(), number, content, LINES, payload)

    connections = [await pool.acquire() for _ in range(CLIENTS)]
    began = time.perf_counter()
    await asyncio.gather(*map(issue_some, connections))
    seconds = time.perf_counter() - began
    await asyncio.gather(*map(pool.release, connections))
    await pool.close()
    return CLIENTS * EACH / seconds


async def drafted(driver: Driver) -> list[str]:
    """Drafts of three lines each, one for each issue."""
    drafts = []
    for _ in range(CLIENTS * (EACH + WARM_UP)):
        entries = await driver.worked_much(LINES)
        body = {"entry_ids": [str(entry.entry_id) for entry in entries], "group_by": "entry"}
        drafts.append((await driver.draft(**body))["id"])
    return drafts


async def api_alone(driver: Driver, drafts: list[str], tokens: Issuer) -> float:
    """Issues per second of `invoicing api`."""
    port = free_port()
    settings = {
        "DATABASE_URL": driver.served.urls.app,
        "DOCUMENT_SECRET": _SECRET,
        "OIDC_ISSUER": tokens.name,
        "OIDC_JWKS_URL": tokens.jwks_url,
        "PORT": str(port),
    }
    headers = {"Authorization": f"Bearer {tokens.token(driver.account, 'billing')}"}
    async with running("invoicing", "api", port=port, **settings) as process:
        limits = httpx.Limits(max_connections=CLIENTS)
        base = f"http://127.0.0.1:{port}"
        async with httpx.AsyncClient(
            base_url=base, headers=headers, limits=limits, timeout=60
        ) as client:
            await issue_all(client, drafts[: CLIENTS * WARM_UP])
            before, began = spent(process), time.perf_counter()
            await issue_all(client, drafts[CLIENTS * WARM_UP :])
            seconds = time.perf_counter() - began
            cpu = (spent(process) - before) * 1000 / (CLIENTS * EACH)
            print(f"CPU {cpu:.1f} ms an invoice", file=sys.stderr)
    return CLIENTS * EACH / seconds


async def issue_all(client: httpx.AsyncClient, drafts: list[str]) -> None:
    """Issue them, as many at once as there are clients."""
    left, numbers = iter(drafts), count()

    async def issue_some() -> None:
        for draft in left:
            about = {"If-Match": '"1"', "Idempotency-Key": f"{draft}-{next(numbers)}"}
            path = f"/v1/invoices/{draft}/issue"
            (await client.post(path, json={}, headers=about)).raise_for_status()

    await asyncio.gather(*(issue_some() for _ in range(CLIENTS)))


def spent(process: int) -> float:
    """Seconds of processor that a process has used."""
    times = psutil.Process(process).cpu_times()
    return times.user + times.system
