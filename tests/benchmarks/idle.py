"""What the whole system costs at rest: processor time of its processes, Kafka and PostgreSQL among them."""

import asyncio
import time
from collections.abc import Sequence

import psutil

from tests.benchmarks.row import Row
from tests.benchmarks.servers import Servers
from tests.harness.system import System

SETTLE_SECONDS, MEASURE_SECONDS = 30.0, 60.0


async def run(servers: Servers) -> Sequence[Row]:
    """Leave the system alone for a while, then count for a minute."""
    system = servers.system()
    await asyncio.sleep(SETTLE_SECONDS)
    before, begun = _seconds(system), time.monotonic()
    await asyncio.sleep(MEASURE_SECONDS)
    after, passed = _seconds(system), time.monotonic() - begun
    used = {name: 100 * (after[name] - before.get(name, 0.0)) / passed for name in after}
    return [
        Row(work="at rest, share of one core", ours=sum(used.values()), unit="%", goal=5),
        Row(work="at rest, Kafka of it", ours=used["kafka"], unit="%"),
    ]


def _seconds(system: System) -> dict[str, float]:
    """Processor seconds so far of each process of the system, with those that it started."""
    pids = {p.id: p.pid for p in system.state.processes if p.pid}
    pids["supervisor"] = system.state.supervisor_pid
    found = {name: psutil.Process(pid) for name, pid in pids.items()}
    ours = {process.pid for process in found.values()}
    return {
        name: sum(
            sum(one.cpu_times()[:2])
            for one in (process, *process.children(recursive=True))
            if one.pid == process.pid or one.pid not in ours
        )
        for name, process in found.items()
    }
