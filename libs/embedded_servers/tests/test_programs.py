"""Long-running programs: started, found again, stopped."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from embedded_servers import ServerError, free_port, free_ports, is_free, programs
from embedded_servers.programs import Child, Program
from testkit import stopwatch

TIMEOUT_SECONDS = 60
SLEEP = r"import os; os.write(1, b'ready\n'); import signal; signal.pause()"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEP


@pytest.fixture
def pid_file(tmp_path: Path) -> Path:
    return tmp_path / "run" / "program.pid"


def program(tmp_path: Path, code: str = SLEEP, *, outlives_parent: bool = True) -> Program:
    command = [sys.executable, "-c", code]
    return Program(command, tmp_path / "program.log", outlives_parent=outlives_parent)


def wait_for_exit(child: Child) -> int:
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while child.exit_code is None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert child.exit_code is not None
    return child.exit_code


def wait_for_output(log: Path, text: str) -> None:
    for _ in range(TIMEOUT_SECONDS * 50):
        if text in programs.last_lines(log, 10):
            return
        time.sleep(0.02)
    raise AssertionError(programs.last_lines(log, 10))


def test_its_output_is_in_the_log_and_its_exit_code_known(tmp_path: Path, pid_file: Path) -> None:
    child = programs.start(program(tmp_path, "print('one\\ntwo\\nthree'); exit(7)"), pid_file)
    assert wait_for_exit(child) == 7
    assert child.last_lines(2) == "two\nthree"


def test_a_stopped_program_is_gone_with_its_pid_file(tmp_path: Path, pid_file: Path) -> None:
    child = programs.start(program(tmp_path), pid_file)
    assert pid_file.exists()
    child.stop()
    assert child.exit_code == -signal.SIGTERM
    assert not pid_file.exists()
    child.stop()  # harmless when repeated


def test_a_program_that_ignores_the_signal_is_killed(tmp_path: Path, pid_file: Path) -> None:
    child = programs.start(program(tmp_path, STUBBORN), pid_file)
    wait_for_output(child.log, "ready")
    child.stop(timeout_seconds=0.2)
    assert child.exit_code == -signal.SIGKILL


def test_an_orphan_is_found_by_its_pid_file_and_stopped(tmp_path: Path, pid_file: Path) -> None:
    child = programs.start(program(tmp_path), pid_file)
    found = programs.orphan(pid_file)
    assert found
    assert found.pid == child.pid
    assert programs.stop_orphan(pid_file)
    assert not psutil.pid_exists(child.pid)
    assert not programs.stop_orphan(pid_file)


def test_an_orphan_that_ignores_the_signal_is_killed(tmp_path: Path, pid_file: Path) -> None:
    child = programs.start(program(tmp_path, STUBBORN), pid_file)
    wait_for_output(child.log, "ready")
    assert programs.stop_orphan(pid_file, timeout_seconds=0.2)
    assert not psutil.pid_exists(child.pid)


@pytest.mark.parametrize("orphaned", [False, True])
def test_a_suspended_program_is_killed_without_waiting(
    tmp_path: Path, pid_file: Path, orphaned: bool
) -> None:
    child = programs.start(program(tmp_path), pid_file)
    wait_for_output(child.log, "ready")
    psutil.Process(child.pid).suspend()
    while not programs.is_suspended(child.pid):
        time.sleep(0.01)
    with stopwatch() as seconds:
        if orphaned:
            assert programs.stop_orphan(pid_file)
        else:
            child.stop()
    assert seconds() < 10  # it has 15 to end by itself
    assert not psutil.pid_exists(child.pid)


def test_what_a_program_started_is_killed_with_it(tmp_path: Path, pid_file: Path) -> None:
    forking = (
        f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {SLEEP!r}])\n{SLEEP}"
    )
    child = programs.start(program(tmp_path, forking), pid_file)
    wait_for_output(child.log, "ready\nready")
    (descendant,) = psutil.Process(child.pid).children()
    child.kill()
    psutil.wait_procs([descendant], timeout=TIMEOUT_SECONDS)
    assert not descendant.is_running()
    assert not pid_file.exists()


@pytest.mark.parametrize("text", ["", "{half", "[]", '{"pid": "x"}', '{"pid": 999999999}'])
def test_a_damaged_or_old_pid_file_names_no_orphan(pid_file: Path, text: str) -> None:
    pid_file.parent.mkdir()
    pid_file.write_text(text)
    assert programs.orphan(pid_file) is None


def test_a_stranger_with_a_reused_process_id_is_no_orphan(pid_file: Path) -> None:
    pid_file.parent.mkdir()
    pid_file.write_text(json.dumps({"pid": os.getpid(), "created": 1.0}))
    assert programs.orphan(pid_file) is None
    assert not programs.stop_orphan(pid_file)


def test_a_large_log_is_put_aside_at_a_start(tmp_path: Path, pid_file: Path) -> None:
    log = tmp_path / "program.log"
    log.write_bytes(b"x" * 101)
    child = programs.start(printing(tmp_path, "print('new')", 100), pid_file)
    wait_for_exit(child)
    assert child.last_lines() == "new"
    assert (tmp_path / "program.log.1").read_bytes() == b"x" * 101


def printing(tmp_path: Path, code: str, limit_bytes: int) -> Program:
    return replace(program(tmp_path, code), log_limit_bytes=limit_bytes)


@pytest.mark.parametrize(("limit_bytes", "lines"), [(1_000_000, 150_000), (500, 90), (20_000, 1)])
def test_no_line_is_lost_when_a_log_is_put_aside_while_its_program_writes(
    tmp_path: Path, pid_file: Path, limit_bytes: int, lines: int
) -> None:
    writing = f"import os\nfor n in range({lines}): os.write(1, b'%09d\\n' % n)"
    child = programs.start(printing(tmp_path, writing, limit_bytes), pid_file)
    wait_for_exit(child)
    child.kill()
    old = tmp_path / "program.log.1"
    assert old.exists() is (lines * 10 > limit_bytes)
    put_aside = old.read_bytes() if old.exists() else b""
    assert limit_bytes < len(put_aside) <= limit_bytes + 10 or not put_aside
    found = put_aside + child.log.read_bytes()
    assert found.split() == [b"%09d" % n for n in range(lines)]


def test_a_line_that_never_ends_is_parted(tmp_path: Path, pid_file: Path) -> None:
    writing = "import os\nfor _ in range(30): os.write(1, b'x' * 100_000)"
    child = programs.start(printing(tmp_path, writing, 1_000_000), pid_file)
    wait_for_exit(child)
    child.kill()
    assert 2_000_000 < (tmp_path / "program.log.1").stat().st_size < 2_200_000


def test_what_a_program_says_when_it_is_stopped_is_in_its_log(
    tmp_path: Path, pid_file: Path
) -> None:
    saying = "import signal, sys\nsignal.signal(15, lambda *_: sys.exit('bye'))\n" + SLEEP
    child = programs.start(program(tmp_path, saying), pid_file)
    wait_for_output(child.log, "ready")
    child.stop()
    assert child.log.read_text() == "ready\nbye\n"


def test_the_log_outlives_who_started_the_program(tmp_path: Path, pid_file: Path) -> None:
    go_on = tmp_path / "go on"
    told = f"import os, time\nwhile not os.path.exists({str(go_on)!r}): time.sleep(0.02)\nprint(1)"
    code = (
        "import pathlib, sys\n"
        "from embedded_servers.programs import Program, start\n"
        f"told = [sys.executable, '-c', {told!r}]\n"
        "start(Program(told, pathlib.Path(sys.argv[1]), outlives_parent=True), pathlib.Path(sys.argv[2]))\n"
    )
    log = tmp_path / "program.log"
    subprocess.run([sys.executable, "-c", code, log, pid_file], check=True, timeout=TIMEOUT_SECONDS)
    assert log.read_text() == ""
    go_on.touch()
    wait_for_output(log, "1")


def test_a_program_that_cannot_be_executed_is_named(tmp_path: Path, pid_file: Path) -> None:
    missing = Program(["nothing"], tmp_path / "program.log", cwd=tmp_path / "missing")
    with pytest.raises(ServerError, match="Cannot start nothing"):
        programs.start(missing, pid_file)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children")
@pytest.mark.parametrize(("outlives_parent", "survives"), [(True, True), (False, False)])
def test_a_program_dies_with_its_parent_unless_it_shall_not(
    tmp_path: Path, pid_file: Path, outlives_parent: bool, survives: bool
) -> None:
    code = (
        "import pathlib, sys\n"
        "from embedded_servers.programs import Program, start\n"
        f"sleep = [sys.executable, '-c', {SLEEP!r}]\n"
        f"program = Program(sleep, pathlib.Path(sys.argv[1]), outlives_parent={outlives_parent})\n"
        "start(program, pathlib.Path(sys.argv[2]))\n"
    )
    log = tmp_path / "program.log"
    subprocess.run([sys.executable, "-c", code, log, pid_file], check=True, timeout=TIMEOUT_SECONDS)
    if survives:
        assert programs.stop_orphan(pid_file)
    else:
        found = programs.orphan(pid_file)
        psutil.wait_procs([found] if found else [], timeout=TIMEOUT_SECONDS)
        assert programs.orphan(pid_file) is None


def test_free_ports_are_different_and_free() -> None:
    ports = [free_port(), *free_ports(20)]
    assert len(set(ports[1:])) == 20
    assert all(is_free(port) for port in ports)
