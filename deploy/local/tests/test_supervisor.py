"""The supervisor: the order of the steps, and what happens when one fails."""

import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest

from deploy.local.tests.factories import LISTEN, ProcessFactory, tcp_check
from embedded_servers import NoNetworkError
from honorar_local.folder import supervisor_lock
from honorar_local.installation import ANOTHER_SUPERVISOR
from honorar_local.plan import Step, plan
from honorar_local.ports import choose
from honorar_local.processes import ProgramServer
from honorar_local.services import SERVICES
from honorar_local.supervisor import Supervisor, error_to_report
from testkit import stopwatch


async def test_steps_wait_for_what_they_need(factory: ProcessFactory) -> None:
    process = factory.process("server")
    done: list[str] = []
    steps = [
        Step("last", needs=("middle",), action=lambda: done.append("last")),
        Step(
            "middle",
            needs=("server",),
            action=lambda: done.append(tcp_check(process.port) or "middle"),
        ),
        Step("server", process=process),
    ]
    state_file = factory.state_file(*steps)
    supervisor = Supervisor(steps, state_file)
    await supervisor.start()
    await supervisor.stop()
    assert done == ["middle", "last"]
    assert state_file.state.pending_steps == ()


async def test_a_failed_step_ends_the_start_and_stop_stops_the_rest(
    factory: ProcessFactory,
) -> None:
    process = factory.process("server")

    def fail() -> None:
        raise ValueError("a bug")

    steps = [Step("server", process=process), Step("wrong", needs=("server",), action=fail)]
    supervisor = Supervisor(steps, factory.state_file(*steps))
    with pytest.raises(ValueError, match="a bug"):
        await supervisor.start()
    pid = process.server.pid
    assert pid
    await supervisor.stop()
    assert not psutil.pid_exists(pid)


async def test_servers_are_stopped_after_the_programs_that_use_them(
    factory: ProcessFactory,
) -> None:
    stopped = factory.folder.root / "stopped"
    database = factory.process("database", recording_its_stop(stopped), role="database")
    service = factory.process("service", recording_its_stop(stopped), role="all")
    steps = [Step("database", process=database), Step("service", process=service)]
    supervisor = Supervisor(steps, factory.state_file(*steps))
    await supervisor.start()
    await supervisor.stop()
    assert stopped.read_text().split() == [str(service.port), str(database.port)]


def recording_its_stop(file: Path) -> str:
    """A program that appends its port to the file when it gets SIGTERM."""
    return (
        "import os, signal, sys\n"
        "def stop(*_):\n"
        f"    with open({str(file)!r}, 'a') as file: file.write(sys.argv[1] + ' ')\n"
        "    os._exit(0)\n"
        f"signal.signal(signal.SIGTERM, stop)\n{LISTEN}"
    )


def test_of_steps_that_fail_at_once_the_error_for_the_user_is_reported() -> None:
    offline = NoNetworkError("Kafka is downloaded at the first run")
    assert error_to_report(ExceptionGroup("", [ValueError("a bug"), offline])) is offline
    bug = ValueError("a bug")
    assert error_to_report(ExceptionGroup("", [bug])) is bug


async def test_a_step_is_retried_when_a_server_was_just_killed(factory: ProcessFactory) -> None:
    attempts: list[int] = []

    def fail_once() -> None:
        attempts.append(1)
        if len(attempts) == 1:
            raise OSError("connection refused")

    await Supervisor([Step("flaky", action=fail_once)], factory.state_file()).start()
    assert len(attempts) == 2


def test_a_second_supervisor_of_a_folder_ends_at_once(factory: ProcessFactory) -> None:
    command = [sys.executable, "-m", "honorar_local.supervisor", str(factory.folder.root)]
    with supervisor_lock(factory.folder):
        assert subprocess.run(command, timeout=60).returncode == ANOTHER_SUPERVISOR


def test_every_step_of_the_plan_can_be_reached(factory: ProcessFactory) -> None:
    steps = plan(factory.folder, choose(factory.folder, {}), print)
    done: set[str] = set()
    while ready := [s.name for s in steps if s.name not in done and done.issuperset(s.needs)]:
        done.update(ready)
    assert done == {step.name for step in steps}
    assert {service.path for service in SERVICES} < done


def test_no_service_starts_before_its_database_the_topics_and_the_keys(
    factory: ProcessFactory,
) -> None:
    steps = {s.name: s for s in plan(factory.folder, choose(factory.folder, {}), print)}
    for service in SERVICES:
        assert steps[service.path].needs == (f"{service.path} migrations", "topics", "issuer")
        assert steps[f"{service.path} migrations"].needs == ("databases",)


def test_no_service_is_killed_for_what_it_waits_for(factory: ProcessFactory) -> None:
    """It is alive when it answers; the database may be away for as long as it likes."""
    for step in plan(factory.folder, choose(factory.folder, {}), print):
        if step.process and step.process.role == "all":
            server = step.process.server
            assert isinstance(server, ProgramServer)
            assert "/livez" in server.liveness()
            assert step.process.readiness
            assert "/readyz" in step.process.readiness()


def test_nothing_counts_as_alive_that_only_the_kernel_answers_for(factory: ProcessFactory) -> None:
    """A suspended program's connections are still accepted; each question of liveness ends in seconds."""
    chosen = choose(factory.folder, {})
    processes = [step.process for step in plan(factory.folder, chosen, print) if step.process]
    with ExitStack() as mute:
        for process in processes:
            mute.enter_context(socket.create_server(("127.0.0.1", process.port)))
        with ThreadPoolExecutor(max_workers=len(processes)) as pool, stopwatch() as seconds:
            found = list(pool.map(lambda process: process.liveness(), processes))
    assert {p.id for p, problem in zip(processes, found, strict=True) if not problem} == set()
    assert seconds() < 12
