"""`honorar up` and `honorar down`: start an installation, or find that it runs; stop it, the data stays."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil

from embedded_servers import KafkaServer, PostgresServer, log_writer, programs
from honorar_local import LocalError, ports
from honorar_local.folder import DataFolder
from honorar_local.identity import Administrator
from honorar_local.plan import START_TIMEOUT_SECONDS
from honorar_local.state import SystemState, read_state

STOP_TIMEOUT_SECONDS = 120.0
ANOTHER_SUPERVISOR = 3
"""Exit status of a supervisor that finds another one on its folder."""

Progress = Callable[[SystemState], None]


@dataclass(frozen=True)
class Started:
    """An installation that is ready; `already`: it was so before."""

    state: SystemState
    already: bool


def up(folder: DataFolder, progress: Progress = lambda state: None) -> Started:
    """Start everything on the folder and return when it is ready; on a running one return at once.

    Raises LocalError with what is wrong and what to do.
    """
    state = read_state(folder)
    if state and state.supervisor_runs and state.phase == "ready":
        return Started(state, already=True)
    folder.create()
    if state and state.supervisor_runs:
        return Started(_wait(folder, progress, None), already=True)
    stop_orphans(folder)  # what a killed supervisor left holds our own ports
    ports.choose(folder)  # here, to refuse a taken port at once
    supervisor = _start_supervisor(folder)
    return Started(_wait(folder, progress, supervisor), already=False)


def administrator(folder: DataFolder) -> Administrator:
    """Who runs the system on the folder, to identity."""
    port = ports.last_ports(folder).get("identity")
    if port is None:
        raise LocalError(f"Nothing was ever started on {folder.root}; `make up` does.")
    return Administrator(f"http://127.0.0.1:{port}", folder.secret("admin"))


def down(folder: DataFolder) -> bool:
    """Stop everything in order, also what a killed supervisor left. True when anything ran."""
    state = read_state(folder)
    supervised = state is not None and state.supervisor_runs
    if state and supervised:
        _stop_supervisor(state)
    orphans = stop_orphans(folder) if folder.run.exists() else 0
    return supervised or orphans > 0


def stop_orphans(folder: DataFolder) -> int:
    """Stop what a run left whose supervisor was killed, servers last. Returns how many processes there were."""
    files = sorted(folder.run.glob("*.pid"))
    with ThreadPoolExecutor(max_workers=8) as pool:
        stopped = sum(pool.map(partial(programs.stop_orphan, timeout_seconds=20), files))
    stopped += KafkaServer(folder.kafka).stop_orphan()
    return stopped + PostgresServer(folder.postgres).stop_orphan()


def orphans(folder: DataFolder) -> list[int]:
    """Process ids of what still runs of this folder."""
    files: list[Path] = [*folder.run.glob("*.pid"), folder.kafka / "kafka.pid"]
    files.append(folder.postgres / "postgres.pid")
    found = (programs.orphan(file) for file in files)
    return [process.pid for process in found if process]


@dataclass(frozen=True)
class _Supervisor:
    """The supervisor that was started, and what writes its log."""

    process: "subprocess.Popen[bytes]"
    log_writer: "subprocess.Popen[bytes]"

    @property
    def failed(self) -> bool:
        """Whether it ended for another reason than that there is one already."""
        return self.process.poll() not in (None, ANOTHER_SUPERVISOR)


def _start_supervisor(folder: DataFolder) -> _Supervisor:
    """Start the supervisor so that it outlives this terminal."""
    command = [sys.executable, "-m", "honorar_local.supervisor", str(folder.root)]
    with log_writer.writing_to(folder.log("supervisor")) as (log, writer):
        process = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd=folder.root,
            env=os.environ | {"MALLOC_ARENA_MAX": "2"},
        )
    return _Supervisor(process, writer)


def _stop_supervisor(state: SystemState) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        supervisor = psutil.Process(state.supervisor_pid)
        supervisor.terminate()
        deadline = time.monotonic() + STOP_TIMEOUT_SECONDS
        while state.supervisor_runs and time.monotonic() < deadline:
            time.sleep(0.05)
        if state.supervisor_runs:
            supervisor.kill()


def _wait(folder: DataFolder, progress: Progress, supervisor: _Supervisor | None) -> SystemState:
    deadline = time.monotonic() + START_TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        state = read_state(folder)
        if state and state.supervisor_runs:
            progress(state)
            if state.phase == "ready":
                return state
        elif supervisor is None or supervisor.failed:
            raise LocalError(_failure(folder, state, supervisor))
        time.sleep(0.1)
    raise LocalError(f"It is not ready after {START_TIMEOUT_SECONDS:.0f} s; see {folder.logs}")


def _failure(
    folder: DataFolder,
    state: SystemState | None,
    supervisor: _Supervisor | None,
) -> str:
    mine = state and (supervisor is None or state.supervisor_pid == supervisor.process.pid)
    if state and mine and state.error:
        return state.error
    log = folder.log("supervisor")
    if supervisor:
        with contextlib.suppress(subprocess.TimeoutExpired):
            supervisor.log_writer.wait(log_writer.END_SECONDS)
    return f"The supervisor ended; the end of {log}:\n{programs.last_lines(log, 12)}"
