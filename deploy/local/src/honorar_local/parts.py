"""The parts of the system: long-running programs that the supervisor starts, watches and stops."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from embedded_servers import KafkaServer, PostgresServer, programs
from honorar_local.errors import LocalError

Trouble = Callable[[], str]
"""Says what is wrong with a part, in a few words; empty when it is well."""


class Server(Protocol):
    """What can be started and stopped; `start` returns when it is ready and replaces leftovers."""

    @property
    def pid(self) -> int | None: ...
    @property
    def exit_code(self) -> int | None: ...
    @property
    def log(self) -> Path: ...
    def start(self, *, timeout_seconds: float = 60.0) -> None: ...
    def stop(self) -> None: ...


@dataclass
class ProgramServer:
    """A program of ours: ready when `trouble` finds none. Its environment is made anew at each start."""

    name: str
    command: list[str]
    environment: Callable[[], dict[str, str]]
    log: Path
    pid_file: Path
    trouble: Trouble
    _child: programs.Child | None = field(default=None, init=False)

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    @property
    def exit_code(self) -> int | None:
        return self._child.exit_code if self._child else None

    def start(self, *, timeout_seconds: float = 60.0) -> None:
        """Start and wait until ready. Raises LocalError with the end of the log."""
        programs.stop_orphan(self.pid_file)
        program = programs.Program(
            self.command, self.log, env=self.environment(), outlives_parent=True
        )
        self._child = programs.start(program, self.pid_file)
        deadline = time.monotonic() + timeout_seconds
        while problem := self.trouble():
            if self._child.exit_code is not None or time.monotonic() > deadline:
                self._child.stop()
                raise LocalError(f"{self.name} did not start: {problem}{self._ending()}")
            time.sleep(0.1)

    def stop(self) -> None:
        """Ask with SIGTERM, kill after 20 s."""
        if self._child:
            self._child.stop(timeout_seconds=20)

    def _ending(self) -> str:
        assert self._child
        lines = self._child.last_lines(8)
        return f"; the end of {self.log}:\n{lines}" if lines else f"; see {self.log}"


@dataclass(frozen=True)
class Part:
    """A server with its place in the system.

    `trouble` is shown as health; `stuck` (None: never) makes the supervisor restart it when it lasts.
    """

    id: str
    role: str
    port: int
    server: Server
    trouble: Trouble
    stuck: Trouble | None = None


def postgres_part(server: PostgresServer) -> Part:
    def trouble() -> str:
        return "" if server.is_ready() else "it does not accept connections"

    return Part("postgres", "database", server.port or 0, server, trouble)


def kafka_part(server: KafkaServer) -> Part:
    def trouble() -> str:
        return "" if server.is_ready() else "it does not answer requests"

    return Part("kafka", "broker", server.port or 0, server, trouble, stuck=trouble)
