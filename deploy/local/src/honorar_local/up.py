"""`honorar up`: start the installation, or find that it runs."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from embedded_servers.programs import last_lines
from honorar_local import addresses, leftovers
from honorar_local.errors import LocalError
from honorar_local.folder import DataFolder
from honorar_local.state import SystemState, read

PATIENCE = 600.0
ALREADY = 3
Progress = Callable[[SystemState], None]


@dataclass(frozen=True)
class Running:
    """An installation that is ready; `already`: it was so before."""

    state: SystemState
    already: bool


def up(folder: DataFolder, progress: Progress = lambda state: None) -> Running:
    """Start everything on the folder and return when it is ready; on a running one return at once.

    Raises LocalError with what is wrong and what to do.
    """
    state = read(folder)
    if state and state.supervisor_runs and state.phase == "ready":
        return Running(state, already=True)
    folder.make()
    if not (state and state.supervisor_runs):
        leftovers.stop(folder)  # what a killed supervisor left holds our own ports
        addresses.choose(folder)  # here, to refuse a taken port at once
        supervisor = _detach(folder)
        return Running(_wait(folder, progress, supervisor), already=False)
    return Running(_wait(folder, progress, None), already=True)


def _detach(folder: DataFolder) -> "subprocess.Popen[bytes]":
    """Start the supervisor so that it outlives this terminal."""
    command = [sys.executable, "-m", "honorar_local.supervisor", str(folder.root)]
    with folder.log("supervisor").open("ab") as log:
        return subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd=folder.root,
            env=os.environ | {"MALLOC_ARENA_MAX": "2"},
        )


def _wait(
    folder: DataFolder, progress: Progress, supervisor: "subprocess.Popen[bytes] | None"
) -> SystemState:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        state = read(folder)
        if state and state.supervisor_runs:
            progress(state)
            if state.phase == "ready":
                return state
        elif supervisor is None or supervisor.poll() not in (None, ALREADY):
            raise LocalError(_failure(folder, state, supervisor))
        time.sleep(0.1)
    raise LocalError(f"It is not ready after {PATIENCE:.0f} s; see {folder.logs}")


def _failure(
    folder: DataFolder,
    state: SystemState | None,
    supervisor: "subprocess.Popen[bytes] | None",
) -> str:
    mine = state and (supervisor is None or state.supervisor_pid == supervisor.pid)
    if state and mine and state.error:
        return state.error
    log = folder.log("supervisor")
    return f"The supervisor ended; the end of {log}:\n{last_lines(log, 12)}"
