"""`up` and `down` without a system: what is refused, and what a killed run left behind."""

import os
import signal
import socket
import subprocess
import sys
from dataclasses import replace

import psutil
import pytest

from embedded_servers import programs
from honorar_local import LocalError, installation
from honorar_local.folder import DataFolder
from honorar_local.state import SystemState, read_state

SLEEP = [sys.executable, "-c", "import signal; signal.pause()"]


def sleeper(folder: DataFolder, name: str) -> programs.Child:
    program = programs.Program(SLEEP, folder.log(name), outlives_parent=True)
    return programs.start(program, folder.pid_file(name))


def test_orphans_are_found_and_stopped(folder: DataFolder) -> None:
    left = sleeper(folder, "timer")
    assert installation.orphans(folder) == [left.pid]
    assert installation.stop_orphans(folder) == 1
    assert left.exit_code is not None
    assert installation.orphans(folder) == []


def test_a_stranger_with_a_recorded_process_id_is_left_alone(folder: DataFolder) -> None:
    folder.pid_file("timer").write_text(f'{{"pid": {os.getpid()}, "created": 1.0}}')
    assert installation.stop_orphans(folder) == 0
    assert installation.orphans(folder) == []


def test_a_running_system_is_not_started_again(folder: DataFolder, state: SystemState) -> None:
    state.write(folder)
    assert installation.up(folder) == installation.Started(state, already=True)


def test_a_taken_port_is_refused_before_anything_starts(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("HONORAR_KAFKA_PORT", str(port))
        with pytest.raises(LocalError, match=f"Port {port} for the kafka .*is taken"):
            installation.up(folder)
    assert read_state(folder) is None


def test_a_supervisor_that_cannot_start_is_reported_with_its_log(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(folder.root))
    (folder.root / "embedded_servers.py").write_text("raise SystemExit('a broken checkout')")
    with pytest.raises(LocalError, match=r"The supervisor ended; the end of .*\na broken checkout"):
        installation.up(folder)


def test_the_error_of_a_start_that_another_terminal_waits_for_is_reported(
    folder: DataFolder, state: SystemState
) -> None:
    """The supervisor ends while this `up`, which did not start it, waits."""
    supervisor = subprocess.Popen(SLEEP)
    created = psutil.Process(supervisor.pid).create_time()
    starting = replace(
        state, phase="starting", supervisor_pid=supervisor.pid, supervisor_started_at=created
    )
    starting.write(folder)

    def fail(_: SystemState) -> None:
        replace(starting, phase="failed", error="no network").write(folder)
        supervisor.kill()
        supervisor.wait()

    with pytest.raises(LocalError, match="no network"):
        installation.up(folder, fail)


def test_down_stops_the_supervisor_by_sigterm_and_then_the_orphans(
    folder: DataFolder, state: SystemState
) -> None:
    supervisor = subprocess.Popen(SLEEP)
    created = psutil.Process(supervisor.pid).create_time()
    replace(state, supervisor_pid=supervisor.pid, supervisor_started_at=created).write(folder)
    left = sleeper(folder, "timer")
    assert installation.down(folder)
    assert supervisor.wait() == -signal.SIGTERM
    assert left.exit_code is not None
    assert not installation.down(folder)
