"""Programs of other people: run to their end, or started as a long-running child, found again after a crash, stopped."""

import contextlib
import json
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import psutil

from embedded_servers import log_writer
from embedded_servers.errors import ServerError
from embedded_servers.launch import Launch
from embedded_servers.starter import in_starter

Outcome = subprocess.CompletedProcess[str]


def run(
    command: Sequence[str | os.PathLike[str]],
    *,
    env: Mapping[str, str] | None = None,
    timeout_seconds: float = 120.0,
) -> Outcome:
    """Run to the end; the outcome has exit code and texts. Raises OSError or TimeoutExpired."""
    return subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, check=False, env=env, timeout=timeout_seconds
    )


@dataclass(frozen=True)
class Program:
    """What to run and where its output goes; `death_signal` is what it gets when its parent dies.

    A log that exceeds its limit is put aside as `<log>.1`, also while the program runs.
    """

    command: list[str]
    log: Path
    log_limit_bytes: int = log_writer.LIMIT_BYTES
    env: Mapping[str, str] | None = None
    cwd: Path | None = None
    launch: Launch = field(default_factory=Launch)
    outlives_parent: bool = False
    death_signal: int = signal.SIGKILL


class Child:
    """The running process of a program, recorded in `pid_file` so that a later run can find it."""

    def __init__(
        self,
        pid_file: Path,
        process: "subprocess.Popen[bytes]",
        log: Path,
        writer: "subprocess.Popen[bytes]",
    ) -> None:
        self.pid_file = pid_file
        self.log = log
        self._process = process
        self._writer = writer

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs; negative for the signal that ended it."""
        return self._process.poll()

    def stop(self, *, by: int = signal.SIGTERM, timeout_seconds: float = 15.0) -> None:
        """Send the signal `by`, wait up to `timeout_seconds`, then kill; one that is suspended is killed at once."""
        if self._process.poll() is None and not is_suspended(self.pid):
            self._process.send_signal(by)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout_seconds)
        self.kill()

    def kill(self) -> None:
        """End it and all that it started, at once."""
        if self._process.poll() is None:
            _kill_tree(psutil.Process(self.pid))
        self._process.wait()
        self._wait_for_log()
        self.pid_file.unlink(missing_ok=True)

    def last_lines(self, count: int = 15) -> str:
        """The end of its log; all of it when it has ended."""
        if self.exit_code is not None:
            self._wait_for_log()
        return last_lines(self.log, count)

    def _wait_for_log(self) -> None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._writer.wait(log_writer.END_SECONDS)


def start(program: Program, pid_file: Path) -> Child:
    """Start the program in a session of its own. Raises ServerError when it cannot be executed."""
    pid_file.parent.mkdir(parents=True, exist_ok=True)
    process, writer = in_starter(partial(_spawn, program))
    created = psutil.Process(process.pid).create_time()
    pid_file.write_text(json.dumps({"pid": process.pid, "created": created}))
    return Child(pid_file, process, program.log, writer)


def _spawn(program: Program) -> tuple["subprocess.Popen[bytes]", "subprocess.Popen[bytes]"]:
    tie = Launch() if program.outlives_parent else Launch(os.getpid(), program.death_signal)
    launch = replace(program.launch, parent=tie.parent, signal=tie.signal)
    with log_writer.writing_to(program.log, program.log_limit_bytes) as (output, writer):
        try:
            process = subprocess.Popen(  # noqa: S603
                launch.command(program.command),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=None if program.env is None else dict(program.env),
                cwd=program.cwd,
                start_new_session=True,
            )
        except OSError as error:
            raise ServerError(f"Cannot start {program.command[0]}: {error}") from error
    return process, writer


def orphan(pid_file: Path) -> psutil.Process | None:
    """The process that an earlier run started and left behind, if it still runs.

    Process ids are reused: the creation time tells ours from a stranger's.
    """
    try:
        recorded = json.loads(pid_file.read_text())
        process = psutil.Process(int(recorded["pid"]))
        same = abs(process.create_time() - float(recorded["created"])) < 1.0
        alive = process.status() != psutil.STATUS_ZOMBIE
    except (OSError, ValueError, KeyError, TypeError, psutil.NoSuchProcess):
        return None
    return process if same and alive else None


def stop_orphan(pid_file: Path, *, by: int = signal.SIGTERM, timeout_seconds: float = 15.0) -> bool:
    """Stop what an earlier run left behind, as `Child.stop` does. True when there was something."""
    process = orphan(pid_file)
    if process is not None:
        with contextlib.suppress(psutil.NoSuchProcess):
            if not is_suspended(process.pid):
                process.send_signal(by)
                with contextlib.suppress(psutil.TimeoutExpired):
                    process.wait(timeout_seconds)
            _kill_tree(process)
            process.wait(timeout_seconds)
    pid_file.unlink(missing_ok=True)
    return process is not None


def is_suspended(pid: int) -> bool:
    """Whether it was stopped by SIGSTOP or the like: it does nothing, and hears no signal but SIGKILL."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_STOPPED
    except psutil.NoSuchProcess:
        return False


def _kill_tree(process: psutil.Process) -> None:
    """Kill a process before its descendants, so that it can start no more of them."""
    with contextlib.suppress(psutil.NoSuchProcess):
        descendants = process.children(recursive=True)
        process.kill()
        for descendant in descendants:
            with contextlib.suppress(psutil.NoSuchProcess):
                descendant.kill()


def last_lines(log: Path, count: int) -> str:
    """The end of a log file, empty when there is none."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 20_000))
        return "\n".join(file.read().decode(errors="replace").splitlines()[-count:])
