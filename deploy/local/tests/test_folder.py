"""The data folder, its state and what a killed run leaves."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from embedded_servers import programs
from honorar_local import leftovers, status
from honorar_local.errors import LocalError
from honorar_local.folder import DataFolder, write_atomically
from honorar_local.lock import only_one
from honorar_local.state import ProcessState, SystemState, is_running, read


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    folder.make()
    return folder


@pytest.fixture
def state(folder: DataFolder) -> SystemState:
    me = psutil.Process()
    return SystemState(
        data_dir=str(folder.root),
        account=str(folder.account()),
        gateway="http://127.0.0.1:1",
        mailbox="http://127.0.0.1:2",
        intuit_double="http://127.0.0.1:3",
        kafka_bootstrap="127.0.0.1:4",
        postgres_port=5,
        supervisor_pid=me.pid,
        supervisor_started_at=me.create_time(),
        phase="ready",
        processes=(ProcessState("timer", "all", 6, "timer.log", me.pid, me.create_time()),),
    )


def sleeper(folder: DataFolder, name: str) -> programs.Child:
    command = [sys.executable, "-c", "import signal; signal.pause()"]
    program = programs.Program(command, folder.log(name), outlives_parent=True)
    return programs.start(program, folder.pid_file(name))


def test_the_state_is_read_as_it_was_written(folder: DataFolder, state: SystemState) -> None:
    state.write(folder)
    assert read(folder) == state


def test_without_a_state_there_is_none(folder: DataFolder) -> None:
    assert read(folder) is None


def test_a_half_written_state_is_none(folder: DataFolder) -> None:
    folder.state.write_text('{"phase": "rea')
    assert read(folder) is None


def test_the_state_names_address_role_id_health_and_folder(
    folder: DataFolder, state: SystemState
) -> None:
    told = status.as_json(folder, state)
    assert told["running"] is True
    assert {"gateway", "mailbox", "intuit_double", "data_dir", "account"} <= told.keys()
    for process in told["processes"]:
        assert {"id", "role", "pid", "health"} <= process.keys()
    assert {process["id"] for process in told["processes"]} == {"supervisor", "timer"}


def test_when_the_supervisor_is_gone_its_state_is_not_believed(
    folder: DataFolder, state: SystemState
) -> None:
    earlier = replace(state, supervisor_started_at=state.supervisor_started_at - 100)
    earlier.write(folder)
    now = status.current(folder)
    assert now
    assert now.phase == "stopped"
    assert now.processes[0].health == "unwatched"


def test_a_reused_process_id_is_not_taken_for_ours() -> None:
    me = psutil.Process()
    assert is_running(me.pid, me.create_time())
    assert not is_running(me.pid, me.create_time() - 60)


def test_leftovers_are_found_and_stopped(folder: DataFolder) -> None:
    left = sleeper(folder, "timer")
    assert leftovers.running(folder) == [left.pid]
    assert leftovers.stop(folder) == 1
    assert left.exit_code is not None
    assert leftovers.running(folder) == []


def test_a_stranger_with_a_noted_process_id_is_left_alone(folder: DataFolder) -> None:
    folder.pid_file("timer").write_text(f'{{"pid": {os.getpid()}, "created": 1.0}}')
    assert leftovers.stop(folder) == 0
    assert leftovers.running(folder) == []


def test_account_and_secrets_are_made_once(folder: DataFolder) -> None:
    again = DataFolder(folder.root)
    assert folder.account() == again.account()
    assert folder.secret("a") == again.secret("a") != folder.secret("b")


def test_secrets_are_for_the_owners_eyes(folder: DataFolder) -> None:
    folder.secret("a")
    modes = {path.stat().st_mode & 0o077 for path in folder.root.glob("secret-*")}
    assert modes == {0}


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "file"
    write_atomically(target, "old" * 100)
    write_atomically(target, "new")
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LocalError, match=r"cannot be made: Not a directory.*HONORAR_DATA"):
        DataFolder(tmp_path / "file" / "data").make()


def test_a_disk_that_is_nearly_full_is_refused(folder: DataFolder) -> None:
    with pytest.raises(LocalError, match=r"MiB are free where .* at least"):
        folder.make(least_free=2**62)


def test_only_one_supervisor_holds_a_folder(folder: DataFolder) -> None:
    with only_one(folder) as first, only_one(folder) as second:
        assert (first, second) == (True, False)
    with only_one(folder) as later:
        assert later
