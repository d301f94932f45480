"""`honorar down`: stop an installation; its data stays."""

import contextlib
import time

import psutil

from honorar_local import leftovers
from honorar_local.folder import DataFolder
from honorar_local.state import SystemState, read

PATIENCE = 120.0


def down(folder: DataFolder) -> bool:
    """Stop everything in order, also what a killed supervisor left; says whether anything ran."""
    state = read(folder)
    supervised = state is not None and state.supervisor_runs
    if state and supervised:
        _end(state)
    left = leftovers.stop(folder) if folder.run.exists() else 0
    return supervised or left > 0


def _end(state: SystemState) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        supervisor = psutil.Process(state.supervisor_pid)
        supervisor.terminate()
        deadline = time.monotonic() + PATIENCE
        while state.supervisor_runs and time.monotonic() < deadline:
            time.sleep(0.05)
        if state.supervisor_runs:
            supervisor.kill()
