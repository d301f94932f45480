"""Runs a role of the sample service as a process of its own, and asks it things."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import httpx

from embedded_servers import free_port
from testkit import Urls, until

PROGRAM = Path(__file__).parent / "sample_service.py"
NOWHERE = "127.0.0.1:1"
PATIENCE_SECONDS = 60
"""Processes start slowly on a busy machine."""


def environment(urls: Urls, **changes: str) -> dict[str, str]:
    """The settings of a process of the sample service; Kafka and the issuer are away."""
    return {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": urls.app,
        "MIGRATION_DATABASE_URL": urls.owner,
        "KAFKA_BOOTSTRAP": NOWHERE,
        "OIDC_ISSUER": "https://issuer.example",
        "OIDC_JWKS_URL": f"http://{NOWHERE}/jwks",
        **changes,
    }


async def wait_for(condition: Callable[[], bool | Awaitable[bool]]) -> None:
    """Wait until a condition holds."""
    await until(condition, within=PATIENCE_SECONDS)


@dataclass
class RunningProcess:
    """A process of the sample service, and a client for it."""

    process: asyncio.subprocess.Process
    client: httpx.AsyncClient

    async def probe(self, path: str) -> tuple[int, list[str]]:
        """Ask a probe for status and problems; (0, []) while nothing listens."""
        try:
            response = await self.client.get(path)
        except httpx.TransportError:
            return 0, []
        return response.status_code, response.json()["problems"]

    async def wait_until_ready(self) -> None:
        """Wait until `/readyz` answers 200."""

        async def is_ready() -> bool:
            assert self.process.returncode is None, "the process ended"
            return (await self.probe("/readyz"))[0] == 200

        await wait_for(is_ready)

    async def is_alive(self) -> bool:
        """Whether `/livez` answers 200."""
        assert self.process.returncode is None, "the process ended"
        return (await self.probe("/livez"))[0] == 200

    async def wait_until_alive(self) -> None:
        """Wait until `/livez` answers 200."""
        await wait_for(self.is_alive)

    async def has_slow_request(self) -> bool:
        """Whether a slow request is under way."""
        return bool((await self.client.get("/slow-requests")).json())

    async def wait_for_effects(self, *sources: str) -> None:
        """Wait until the service has done just these."""

        async def done() -> bool:
            return bool((await self.client.get("/effects")).json() == list(sources))

        await wait_for(done)

    async def end(self, number: int = signal.SIGTERM) -> tuple[int, list[dict[str, Any]], str]:
        """Send a signal; returns exit status, the log and standard error."""
        self.process.send_signal(number)
        out, err = await asyncio.wait_for(self.process.communicate(), PATIENCE_SECONDS)
        assert self.process.returncode is not None
        log = [json.loads(line) for line in out.splitlines()]
        return self.process.returncode, log, err.decode()


async def start(*arguments: str, env: dict[str, str]) -> asyncio.subprocess.Process:
    """Start the sample service with these arguments."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        str(PROGRAM),
        *arguments,
        env=env,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def allow_connections(urls: Urls, allowed: bool) -> None:
    """Let the service connect, or close its connections and refuse new ones."""
    admin = await asyncpg.connect(urls.superuser)
    name = await admin.fetchval("SELECT current_database()")
    await admin.execute(f'ALTER DATABASE "{name}" CONNECTION LIMIT {-1 if allowed else 0}')
    if not allowed:
        await admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
    await admin.close()


@asynccontextmanager
async def run(role: str, urls: Urls, **changes: str) -> AsyncIterator[RunningProcess]:
    """Run a role on a free port; kill it at the end if it still runs."""
    port = str(free_port())
    process = await start(role, env=environment(urls, PORT=port, **changes))
    try:
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE_SECONDS
        ) as client:
            yield RunningProcess(process, client)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
