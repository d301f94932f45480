"""`run/state.json`: what runs where, kept true by the supervisor and read by everything else."""

import json
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

import psutil

from honorar_local.folder import DataFolder, write_atomically

Phase = Literal["starting", "ready", "stopping", "stopped", "failed"]
Health = Literal[
    "waiting", "starting", "healthy", "unhealthy", "restarting", "stopped", "unwatched"
]


@dataclass(frozen=True)
class ProcessState:
    """One process. Times are Unix seconds; `reason` says why it was last restarted or is not healthy."""

    id: str
    role: str
    port: int | None
    log: str
    pid: int | None = None
    started_at: float | None = None
    health: Health = "waiting"
    restarts: int = 0
    reason: str = ""


@dataclass(frozen=True)
class SystemState:
    """The address book of an installation."""

    data_dir: str
    account: str
    gateway: str
    mailbox: str
    intuit_double: str
    kafka_bootstrap: str
    postgres_port: int
    supervisor_pid: int
    supervisor_started_at: float
    phase: Phase = "starting"
    error: str = ""
    waiting_for: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    processes: tuple[ProcessState, ...] = field(default=())

    def with_process(self, id: str, **changes: Any) -> "SystemState":  # noqa: A002
        """The same with one process changed."""
        changed = tuple(replace(p, **changes) if p.id == id else p for p in self.processes)
        return replace(self, processes=changed)

    def write(self, folder: DataFolder) -> None:
        write_atomically(folder.state, json.dumps(asdict(self), indent=1), durable=False)

    @property
    def supervisor_runs(self) -> bool:
        return is_running(self.supervisor_pid, self.supervisor_started_at)


def read(folder: DataFolder) -> SystemState | None:
    """The state as last written; None when the folder never ran, or the file is of another release."""
    try:
        noted = json.loads(folder.state.read_text())
        for name in ("waiting_for", "said"):
            noted[name] = tuple(noted[name])
        processes = tuple(ProcessState(**process) for process in noted.pop("processes"))
        return SystemState(**{**noted, "processes": processes})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def is_running(pid: int, started_at: float) -> bool:
    """Whether that very process still runs; ids are reused, creation times are not."""
    try:
        process = psutil.Process(pid)
        same = abs(process.create_time() - started_at) < 1.0
        return same and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
