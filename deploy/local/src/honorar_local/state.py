"""`run/state.json`: what runs where, written by the supervisor and read by everything else."""

import json
import threading
from collections.abc import Iterable
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
    """The address book of an installation, and how far its start has come."""

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
    pending_steps: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    processes: tuple[ProcessState, ...] = field(default=())

    def process(self, id: str) -> ProcessState:  # noqa: A002
        return next(process for process in self.processes if process.id == id)

    def with_process(self, id: str, **changes: Any) -> "SystemState":  # noqa: A002
        """A copy with one process changed."""
        changed = tuple(replace(p, **changes) if p.id == id else p for p in self.processes)
        return replace(self, processes=changed)

    def write(self, folder: DataFolder) -> None:
        write_atomically(folder.state, json.dumps(asdict(self), indent=1), durable=False)

    @property
    def supervisor_runs(self) -> bool:
        return is_running(self.supervisor_pid, self.supervisor_started_at)


def read_state(folder: DataFolder) -> SystemState | None:
    """The state as last written; None when the folder never ran, or the file is of another release."""
    try:
        stored = json.loads(folder.state.read_text())
        for name in ("pending_steps", "messages"):
            stored[name] = tuple(stored[name])
        processes = tuple(ProcessState(**process) for process in stored.pop("processes"))
        return SystemState(**{**stored, "processes": processes})
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


class StateFile:
    """The state as the supervisor changes it, from any thread; each change is on disk when the method returns."""

    def __init__(self, folder: DataFolder, state: SystemState) -> None:
        self._folder = folder
        self._state = state
        self._lock = threading.Lock()

    @property
    def state(self) -> SystemState:
        return self._state

    def begin(self, steps: Iterable[str], processes: Iterable[ProcessState]) -> None:
        """List the steps of the start and the processes that will run."""
        self._change(pending_steps=tuple(steps), processes=tuple(processes))

    def finish_step(self, step: str) -> None:
        with self._lock:
            left = tuple(name for name in self._state.pending_steps if name != step)
            self._write(replace(self._state, pending_steps=left))

    def add_message(self, line: str) -> None:
        """Add a line for whoever waits for the start."""
        with self._lock:
            self._write(replace(self._state, messages=(*self._state.messages, line)))

    def set_phase(self, phase: Phase, error: str = "") -> None:
        self._change(phase=phase, error=error or self._state.error)

    def update_process(self, id: str, **changes: object) -> None:  # noqa: A002
        with self._lock:
            self._write(self._state.with_process(id, **changes))

    def _change(self, **changes: Any) -> None:
        with self._lock:
            self._write(replace(self._state, **changes))

    def _write(self, state: SystemState) -> None:
        if state != self._state:
            self._state = state
            state.write(self._folder)
