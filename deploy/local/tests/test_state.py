"""The state file, and what status makes of it."""

import threading
from dataclasses import replace

import psutil
import pytest

from honorar_local import status
from honorar_local.folder import DataFolder
from honorar_local.state import ProcessState, StateFile, SystemState, is_running, read_state


def test_the_state_is_read_as_it_was_written(folder: DataFolder, state: SystemState) -> None:
    state.write(folder)
    assert read_state(folder) == state


@pytest.mark.parametrize("text", [None, '{"phase": "rea', "{}", '{"gateway": 1}', "[]"])
def test_a_missing_damaged_or_foreign_state_is_none(folder: DataFolder, text: str | None) -> None:
    if text is not None:
        folder.state.write_text(text)
    assert read_state(folder) is None


def test_a_reused_process_id_is_not_mistaken_for_ours() -> None:
    me = psutil.Process()
    assert is_running(me.pid, me.create_time())
    assert not is_running(me.pid, me.create_time() - 60)


def test_the_state_is_written_from_any_thread(folder: DataFolder, state: SystemState) -> None:
    state_file = StateFile(folder, state)
    threads = [threading.Thread(target=state_file.add_message, args=(str(n),)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(state_file.state.messages, key=int) == [str(n) for n in range(20)]
    assert read_state(folder) == state_file.state


def test_each_change_is_on_disk_at_once(folder: DataFolder, state: SystemState) -> None:
    state_file = StateFile(folder, replace(state, phase="starting"))
    state_file.begin(["kafka", "topics"], [ProcessState("kafka", "broker", 9, "kafka.log")])
    state_file.finish_step("kafka")
    state_file.update_process("kafka", health="healthy", restarts=2)
    stored = read_state(folder)
    assert stored
    assert stored.pending_steps == ("topics",)
    assert (stored.process("kafka").health, stored.process("kafka").restarts) == ("healthy", 2)


def test_an_error_stays_when_the_phase_goes_on(folder: DataFolder, state: SystemState) -> None:
    state_file = StateFile(folder, state)
    state_file.set_phase("stopping", "no network")
    state_file.set_phase("failed")
    assert (state_file.state.phase, state_file.state.error) == ("failed", "no network")


def test_the_status_for_programs_names_address_role_id_health_and_folder(
    folder: DataFolder, state: SystemState
) -> None:
    report = status.as_json(folder, state)
    assert (report["running"], report["healthy"]) == (True, True)
    assert {"gateway", "mailbox", "intuit_double", "data_dir", "account"} <= report.keys()
    assert {"pending_steps", "messages"}.isdisjoint(report)
    for process in report["processes"]:
        assert {"id", "role", "pid", "health"} <= process.keys()
    assert {process["id"] for process in report["processes"]} == {"supervisor", "timer"}


def test_the_status_of_a_folder_that_never_ran_says_so(folder: DataFolder) -> None:
    report = status.as_json(folder, None)
    assert (report["running"], report["phase"]) == (False, "never started")


def test_without_its_supervisor_a_state_is_not_believed(
    folder: DataFolder, state: SystemState
) -> None:
    before = replace(state, supervisor_started_at=state.supervisor_started_at - 100)
    before.write(folder)
    now = status.current(folder)
    assert now
    assert now.phase == "stopped"
    assert now.processes[0].health == "unwatched"


def test_without_its_supervisor_a_process_that_ended_is_stopped(
    folder: DataFolder, state: SystemState
) -> None:
    gone = state.with_process("timer", started_at=1.0)
    replace(gone, supervisor_started_at=1.0, phase="failed", error="no network").write(folder)
    now = status.current(folder)
    assert now
    assert (now.phase, now.processes[0].health, now.processes[0].pid) == ("failed", "stopped", None)
    assert status.summary(now) == "Failed. no network"


def test_a_process_that_does_not_serve_is_named(state: SystemState) -> None:
    assert status.summary(state) == "Ready."
    ill = state.with_process("timer", health="restarting")
    assert status.summary(ill) == "Running, but not all is well: timer."


def test_without_a_name_the_folder_is_the_users_own_or_one_that_runs(
    monkeypatch: pytest.MonkeyPatch, folder: DataFolder, state: SystemState
) -> None:
    monkeypatch.setenv("HONORAR_DATA", str(folder.root))
    assert status.default_folder() == folder
    state.write(folder)
    assert status.default_folder() == folder
