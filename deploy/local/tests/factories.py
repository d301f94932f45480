"""Small programs as the processes of a system."""

import socket
import sys
from dataclasses import dataclass, field

from embedded_servers import free_port
from honorar_local.folder import DataFolder
from honorar_local.plan import Step
from honorar_local.processes import Check, ManagedProcess, ProgramServer
from honorar_local.state import StateFile, SystemState
from honorar_local.supervisor import process_states

LISTEN = (
    "import socket, sys\n"
    "server = socket.create_server(('127.0.0.1', int(sys.argv[1])))\n"
    "connections = [server.accept() for _ in iter(int, 1)]\n"
)
NEVER_READY = "import signal; signal.pause()"


def tcp_check(port: int) -> str:
    """Empty when a connection is accepted, which the kernel does even for a program that hangs."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=3).close()
    except OSError as error:
        return f"port {port} does not answer ({type(error).__name__})"
    return ""


@dataclass
class ProcessFactory:
    """Builds processes on a folder, and the state file that they are recorded in."""

    folder: DataFolder
    state: SystemState
    processes: list[ManagedProcess] = field(default_factory=list)

    def process(
        self,
        name: str = "program",
        code: str = LISTEN,
        *,
        role: str = "test",
        liveness: Check | None = None,
        readiness: Check | None = None,
    ) -> ManagedProcess:
        """A process that runs `code`, alive while it listens or as `liveness` says."""
        port = free_port()
        server = ProgramServer(
            name,
            [sys.executable, "-c", code, str(port)],
            dict,
            self.folder.log(name),
            self.folder.pid_file(name),
            lambda: tcp_check(port),
        )
        process = ManagedProcess(name, role, port, server, liveness or server.liveness, readiness)
        self.processes.append(process)
        return process

    def state_file(self, *steps: Step) -> StateFile:
        """The state before the start of these steps, by default one for each process built so far."""
        state_file = StateFile(self.folder, self.state)
        listed = list(steps) or [Step(process.id, process=process) for process in self.processes]
        state_file.begin([step.name for step in listed], process_states(listed))
        return state_file
