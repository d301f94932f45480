"""Processor time of what a benchmark runs, which other work on the machine does not change much."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import asyncpg
import psutil

from tests.benchmarks.http_load import Load


@dataclass(frozen=True)
class Cost:
    """Milliseconds of processor for each request, by who spent them, and the load that they were."""

    api: float
    postgres: float
    client: float
    load: Load

    def __str__(self) -> str:
        return f"api {self.api:.2f}, PostgreSQL {self.postgres:.2f}, client {self.client:.2f} ms of processor a request"


async def cost_of(run: Callable[[], Awaitable[Load]], *, api: int, postgres_url: str) -> Cost:
    """What each request of a load costs the process `api`, the server at `postgres_url` and this process."""
    postmaster = await _postmaster(postgres_url)

    def spent() -> list[float]:
        return [_seconds(psutil.Process(api)), _of_server(postmaster), _seconds(psutil.Process())]

    before = spent()
    measured = await run()
    of_api, of_postgres, of_client = (
        (after - first) * 1000 / len(measured.latencies)
        for first, after in zip(before, spent(), strict=True)
    )
    return Cost(of_api, of_postgres, of_client, measured)


async def of_server(postgres_url: str) -> float:
    """Processor seconds of the server at `postgres_url`, so far."""
    return _of_server(await _postmaster(postgres_url))


async def seconds_so_far(postgres_url: str) -> float:
    """Processor seconds of this process and of the server at `postgres_url`."""
    return _seconds(psutil.Process()) + _of_server(await _postmaster(postgres_url))


async def _postmaster(url: str) -> psutil.Process:
    connection = await asyncpg.connect(url)
    try:
        first_line = re.match(
            r"\d+", await connection.fetchval("SELECT pg_read_file('postmaster.pid')")
        )
    finally:
        await connection.close()
    assert first_line
    return psutil.Process(int(first_line[0]))


def _of_server(postmaster: psutil.Process) -> float:
    """Of the processes that live, and of those that have ended."""
    times = postmaster.cpu_times()
    ended = times.children_user + times.children_system
    return ended + sum(_seconds(one) for one in (postmaster, *postmaster.children()))


def _seconds(process: psutil.Process) -> float:
    """None of one that ends meanwhile: then its parent has them."""
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return times.user + times.system
