"""More processes of the services than one machine needs: a second worker and relay, as on Kubernetes."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil

from embedded_servers import free_port
from honorar_local.processes import ProgramServer, http_check
from honorar_local.services import SERVICES
from tests.harness.system import System

DOUBLED = (
    ("invoicing", "worker"),
    ("invoicing", "relay"),
    ("rates", "worker"),
    ("timer", "relay"),
    ("notifier", "worker"),
)
_PATIENCE_SECONDS = 240.0
"""On a machine that others use too."""


@dataclass(frozen=True)
class Replica:
    """One more process of a service in one role."""

    name: str
    server: ProgramServer

    @property
    def pid(self) -> int:
        """Its process."""
        assert self.server.pid
        return self.server.pid

    def kill(self) -> None:
        """Kill it with SIGKILL and start it anew."""
        os.kill(self.pid, signal.SIGKILL)
        self.server.stop()
        self.server.start(timeout_seconds=_PATIENCE_SECONDS)

    def signal(self, number: int) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)


@contextmanager
def running_replicas(system: System, place: Path) -> Iterator[list[Replica]]:
    """Let them run on the databases and the Kafka of the system; all of them are stopped, also when one does not start."""
    replicas = [_replica(system, place, path, role) for path, role in DOUBLED]
    with ExitStack() as stack:
        for replica in replicas:
            stack.callback(replica.server.stop)
            replica.server.start(timeout_seconds=_PATIENCE_SECONDS)
        yield replicas


def _replica(system: System, place: Path, path: str, role: str) -> Replica:
    [service] = [service for service in SERVICES if service.path == path]
    port, name = free_port(), f"{path}-{role}-2"
    variables = psutil.Process(system.pid(path)).environ() | {"PORT": str(port)}
    server = ProgramServer(
        name,
        [sys.executable, "-m", service.module, role],
        lambda: variables,
        place / f"{name}.log",
        place / f"{name}.pid",
        partial(http_check, port, "/livez"),
    )
    return Replica(name, server)
