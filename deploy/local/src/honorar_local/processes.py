"""The long-running processes of the system, and how their health is checked."""

import http.client
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from embedded_servers import KafkaServer, PostgresServer, programs
from honorar_local import LocalError

HOST = "127.0.0.1"
CHECK_TIMEOUT_SECONDS = 3.0

Check = Callable[[], str]
"""Returns what is wrong with a process, in a few words; empty when it is well."""


class Server(Protocol):
    """What can be started and stopped; `start` returns when it is alive, and replaces an orphan of an earlier run."""

    @property
    def pid(self) -> int | None: ...
    @property
    def exit_code(self) -> int | None: ...
    @property
    def log(self) -> Path: ...
    def start(self, *, timeout_seconds: float = 60.0) -> None: ...
    def stop(self) -> None: ...
    def kill(self) -> None: ...


@dataclass
class ProgramServer:
    """A program of ours, started when `liveness` finds nothing wrong. Its environment is built anew at each start."""

    name: str
    command: list[str]
    environment: Callable[[], dict[str, str]]
    log: Path
    pid_file: Path
    liveness: Check
    _child: programs.Child | None = field(default=None, init=False)

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    @property
    def exit_code(self) -> int | None:
        return self._child.exit_code if self._child else None

    def start(self, *, timeout_seconds: float = 60.0) -> None:
        """Start and wait until it is alive. Raises LocalError with the end of the log."""
        programs.stop_orphan(self.pid_file)
        program = programs.Program(
            self.command, self.log, env=self.environment(), outlives_parent=True
        )
        self._child = programs.start(program, self.pid_file)
        deadline = time.monotonic() + timeout_seconds
        while problem := self.liveness():
            if self._child.exit_code is not None or time.monotonic() > deadline:
                self._child.stop()
                raise LocalError(f"{self.name} did not start: {problem}{self._end_of_log()}")
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop by SIGTERM, kill after 20 s."""
        if self._child:
            self._child.stop(timeout_seconds=20)

    def kill(self) -> None:
        """End it at once."""
        if self._child:
            self._child.kill()

    def _end_of_log(self) -> str:
        assert self._child
        lines = self._child.last_lines(8)
        return f"; the end of {self.log}:\n{lines}" if lines else f"; see {self.log}"


@dataclass(frozen=True)
class ManagedProcess:
    """A server with its place in the system.

    A `liveness` that fails for too long makes the monitor replace the process. `readiness` (None: like liveness) says
    whether it serves: it may fail for as long as something that the process needs is away.
    """

    id: str
    role: str
    port: int
    server: Server
    liveness: Check
    readiness: Check | None = None


def postgres_process(server: PostgresServer) -> ManagedProcess:
    def liveness() -> str:
        return "" if server.is_alive() else "it does not answer"

    def readiness() -> str:
        return "" if server.is_ready() else "it does not accept connections"

    return ManagedProcess("postgres", "database", server.port or 0, server, liveness, readiness)


def kafka_process(server: KafkaServer) -> ManagedProcess:
    def liveness() -> str:
        return "" if server.is_ready() else "it does not answer requests"

    return ManagedProcess("kafka", "broker", server.port or 0, server, liveness)


def http_check(port: int, path: str) -> str:
    """Empty when a GET is answered with 2xx; else what is wrong. Done all day, so with as little as possible."""
    connection = http.client.HTTPConnection(HOST, port, timeout=CHECK_TIMEOUT_SECONDS)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read(500).decode(errors="replace").strip()
        return "" if 200 <= response.status < 300 else f"{path} answers {response.status}: {body}"
    except (OSError, http.client.HTTPException) as error:
        return f"{path} does not answer ({type(error).__name__})"
    finally:
        connection.close()
