"""A role of the bell as a process of its own."""

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

import httpx

from embedded_servers import free_port
from testkit import Urls, until

BELL = Path(__file__).parent / "bell.py"
NOWHERE = "127.0.0.1:1"


def environment(urls: Urls, **changes: str) -> dict[str, str]:
    """What a process of the bell is told."""
    return {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": urls.app,
        "MIGRATION_DATABASE_URL": urls.owner,
        "KAFKA_BOOTSTRAP": NOWHERE,
        "OIDC_ISSUER": "https://issuer.example",
        "OIDC_JWKS_URL": f"http://{NOWHERE}/jwks",
        **changes,
    }


async def come_true(condition: Callable[[], bool | Awaitable[bool]]) -> None:
    """Wait until a condition holds; processes start slowly on a busy machine."""
    await until(condition, within=60)


@dataclass
class Running:
    """A process that runs, and a client for it."""

    process: asyncio.subprocess.Process
    client: httpx.AsyncClient

    async def probe(self, path: str) -> tuple[int, list[str]]:
        """Ask a probe: status and problems; (0, []) while nobody answers."""
        try:
            answer = await self.client.get(path)
        except httpx.TransportError:
            return 0, []
        return answer.status_code, answer.json()["problems"]

    async def ready(self) -> None:
        """Wait until it says that it is ready."""

        async def is_ready() -> bool:
            assert self.process.returncode is None, "the process ended"
            return (await self.probe("/readyz"))[0] == 200

        await come_true(is_ready)

    async def is_at_work(self) -> bool:
        """Whether a slow request is under way."""
        return bool((await self.client.get("/at-work")).json())

    async def strokes_are(self, *made_by: str) -> None:
        """Wait until the bell's strokes are those."""

        async def counted() -> bool:
            return bool((await self.client.get("/strokes")).json() == list(made_by))

        await come_true(counted)

    async def end(self, number: int = signal.SIGTERM) -> tuple[int, list[dict[str, Any]], str]:
        """Send a signal; gives exit status, the log and standard error."""
        self.process.send_signal(number)
        out, err = await asyncio.wait_for(self.process.communicate(), 60)
        assert self.process.returncode is not None
        return (
            self.process.returncode,
            [json.loads(line) for line in out.splitlines()],
            err.decode(),
        )


async def spawn(*words: str, env: dict[str, str]) -> asyncio.subprocess.Process:
    """Start the bell with these words."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        str(BELL),
        *words,
        env=env,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@asynccontextmanager
async def run(role: str, urls: Urls, **changes: str) -> AsyncIterator[Running]:
    """Run a role on a free port; it is gone afterwards."""
    port = str(free_port())
    process = await spawn(role, env=environment(urls, PORT=port, **changes))
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
            yield Running(process, client)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
