"""`honorar status`: what runs where and how it is."""

from dataclasses import asdict, replace
from typing import Any

from honorar_local.folder import DataFolder, known_folders
from honorar_local.state import ProcessState, SystemState, is_running, read_state


def current(folder: DataFolder) -> SystemState | None:
    """The state as it is now: what the supervisor wrote, corrected by what really runs."""
    state = read_state(folder)
    if state is None or state.supervisor_runs:
        return state
    processes = tuple(_unwatched(process) for process in state.processes)
    return replace(
        state, phase="stopped" if state.phase != "failed" else "failed", processes=processes
    )


def _unwatched(process: ProcessState) -> ProcessState:
    if process.pid and process.started_at and is_running(process.pid, process.started_at):
        return replace(process, health="unwatched", reason="its supervisor is gone; run up again")
    return replace(process, health="stopped", pid=None)


def summary(state: SystemState) -> str:
    """The state of the whole in one line."""
    if state.phase == "ready" and (ill := unhealthy(state)):
        return f"Running, but not all is well: {', '.join(process.id for process in ill)}."
    return f"{state.phase.capitalize()}. {state.error}".strip()


def unhealthy(state: SystemState) -> list[ProcessState]:
    """The processes that do not serve at this moment."""
    return [process for process in state.processes if process.health != "healthy"]


def as_json(folder: DataFolder, state: SystemState | None) -> dict[str, Any]:
    """For programs: addresses, data folder, and each process with role, id and health."""
    if state is None:
        return {
            "running": False,
            "healthy": False,
            "phase": "never started",
            "data_dir": str(folder.root),
        }
    whole = asdict(state)
    for inner in ("pending_steps", "messages"):
        del whole[inner]
    supervisor = {
        "id": "supervisor",
        "role": "supervisor",
        "pid": state.supervisor_pid if state.supervisor_runs else None,
        "started_at": state.supervisor_started_at,
        "health": "healthy" if state.supervisor_runs else "stopped",
    }
    processes = [supervisor, *whole.pop("processes")]
    well = state.phase == "ready" and not unhealthy(state)
    return {"running": state.phase == "ready", "healthy": well, **whole, "processes": processes}


def default_folder() -> DataFolder:
    """The folder of commands that name none: one that runs, the user's own first; else the user's own."""
    folders = list(known_folders())
    for folder in folders:
        state = read_state(folder)
        if state and state.supervisor_runs:
            return folder
    return folders[0]
