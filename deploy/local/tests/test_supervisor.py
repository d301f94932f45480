"""The supervisor with small programs as parts."""

import asyncio
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from embedded_servers import NoNetworkError, free_port
from honorar_local.errors import LocalError
from honorar_local.folder import DataFolder
from honorar_local.keeping import Keeper, Pace
from honorar_local.parts import Part, ProgramServer
from honorar_local.plan import Step
from honorar_local.probing import tcp_answers
from honorar_local.register import Register
from honorar_local.state import ProcessState, SystemState, is_running
from honorar_local.supervisor import Supervisor, most_telling
from testkit import until

LISTEN = "import socket, sys; s = socket.create_server(('127.0.0.1', int(sys.argv[1]))); s.accept()"
LISTEN_ON = LISTEN.replace("s.accept()", "[s.accept() for _ in iter(int, 1)]")
PATIENCE = 30.0


class Hurried(Pace):
    glance = 0.02
    look = 0.05
    hang = 0.2
    first_pause = 0.01


@dataclass
class Workshop:
    """Makes parts, and registers what happens to them."""

    folder: DataFolder
    parts: list[Part] = field(default_factory=list)

    def part(
        self, name: str, code: str = LISTEN_ON, stuck: Callable[[], str] | None = None
    ) -> Part:
        port = free_port()
        server = ProgramServer(
            name,
            [sys.executable, "-c", code, str(port)],
            dict,
            self.folder.log(name),
            self.folder.pid_file(name),
            lambda: tcp_answers(port),
        )
        part = Part(name, "test", port, server, stuck or server.trouble, stuck)
        self.parts.append(part)
        return part

    def register(self) -> Register:
        me = psutil.Process()
        state = SystemState(
            *(str(self.folder.root), str(self.folder.account()), "", "", "", ""),
            postgres_port=0,
            supervisor_pid=me.pid,
            supervisor_started_at=me.create_time(),
        )
        register = Register(self.folder, state)
        register.expect([Step(part.id, part=part) for part in self.parts])
        return register


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    folder = DataFolder(tmp_path)
    folder.make()
    return Workshop(folder)


async def seen(register: Register, happened: Callable[[ProcessState], bool]) -> ProcessState:
    await until(lambda: happened(register.state.processes[0]), within=PATIENCE)
    return register.state.processes[0]


async def kept(keeper: Keeper, register: Register, what: Callable[[], None]) -> ProcessState:
    """Start, watch, let something happen; the state after the restart."""
    await keeper.start()
    watching = asyncio.create_task(keeper.watch())
    try:
        what()
        return await seen(register, lambda p: p.restarts > 0 and p.health == "healthy")
    finally:
        watching.cancel()
        await keeper.stop()


async def test_a_killed_part_is_started_again_and_the_reason_is_told(workshop: Workshop) -> None:
    part = workshop.part("victim")
    register = workshop.register()
    first: list[int] = []

    def kill() -> None:
        assert part.server.pid
        first.append(part.server.pid)
        psutil.Process(part.server.pid).kill()

    state = await kept(Keeper(part, register, Hurried), register, kill)
    assert state.reason == "it was ended by SIGKILL"
    assert state.pid not in (None, first[0])


async def test_a_running_part_is_known_by_process_id_and_creation_time(workshop: Workshop) -> None:
    part = workshop.part("program")
    register = workshop.register()
    keeper = Keeper(part, register, Hurried)
    await keeper.start()
    (state,) = register.state.processes
    assert state.pid
    assert state.started_at
    assert is_running(state.pid, state.started_at)
    await keeper.stop()


async def test_a_stuck_part_is_started_again(workshop: Workshop) -> None:
    answers = iter(["it hangs"] * 30)
    part = workshop.part("stuck", stuck=lambda: next(answers, ""))
    register = workshop.register()
    state = await kept(Keeper(part, register, Hurried), register, lambda: None)
    assert state.reason == "it was stuck: it hangs"


async def test_a_stopped_part_is_gone_and_not_restarted(workshop: Workshop) -> None:
    part = workshop.part("program")
    register = workshop.register()
    keeper = Keeper(part, register, Hurried)
    await keeper.start()
    pid = part.server.pid
    assert pid
    await keeper.stop()
    assert not psutil.pid_exists(pid)
    assert register.state.processes[0].health == "stopped"


async def test_a_start_that_never_gets_ready_can_be_called_off(workshop: Workshop) -> None:
    part = workshop.part("slow", code="import signal; signal.pause()")
    register = workshop.register()
    keeper = Keeper(part, register, Hurried)
    starting = asyncio.create_task(keeper.start())
    pid = await until(lambda: part.server.pid, within=PATIENCE)
    await keeper.stop()
    with pytest.raises(LocalError):
        await starting
    assert pid
    assert not psutil.pid_exists(pid)


async def test_a_part_that_cannot_start_says_the_end_of_its_log(workshop: Workshop) -> None:
    part = workshop.part("broken", code="raise SystemExit('no such thing as luck')")
    with pytest.raises(LocalError, match="no such thing as luck"):
        await Keeper(part, workshop.register(), Hurried).start()


async def test_steps_wait_for_what_they_need(workshop: Workshop) -> None:
    part = workshop.part("server")
    done: list[str] = []
    steps = [
        Step("last", needs=("middle",), action=lambda: done.append("last")),
        Step(
            "middle",
            needs=("server",),
            action=lambda: done.append(tcp_answers(part.port) or "middle"),
        ),
        Step("server", part=part),
    ]
    register = workshop.register()
    register.expect(steps)
    supervisor = Supervisor(steps, register)
    await supervisor.start()
    await supervisor.stop()
    assert done == ["middle", "last"]
    assert register.state.waiting_for == ()


async def test_a_failed_step_ends_the_start_and_stop_stops_the_rest(workshop: Workshop) -> None:
    part = workshop.part("server")

    def fail() -> None:
        raise ValueError("a mistake")

    steps = [Step("server", part=part), Step("wrong", needs=("server",), action=fail)]
    supervisor = Supervisor(steps, workshop.register())
    with pytest.raises(ValueError, match="a mistake"):
        await supervisor.start()
    pid = part.server.pid
    assert pid
    await supervisor.stop()
    assert not psutil.pid_exists(pid)


def test_of_steps_that_fail_at_once_the_error_for_the_user_is_told() -> None:
    offline = NoNetworkError("Kafka is downloaded at the first run")
    assert most_telling(ExceptionGroup("", [ValueError("a mistake"), offline])) is offline
    mistake = ValueError("a mistake")
    assert most_telling(ExceptionGroup("", [mistake])) is mistake


async def test_a_step_is_tried_again_when_a_server_was_just_killed(workshop: Workshop) -> None:
    attempts: list[int] = []

    def fail_once() -> None:
        attempts.append(1)
        if len(attempts) == 1:
            raise OSError("connection refused")

    await Supervisor([Step("flaky", action=fail_once)], workshop.register()).start()
    assert len(attempts) == 2


def test_the_state_is_written_from_any_thread(workshop: Workshop) -> None:
    register = workshop.register()
    threads = [threading.Thread(target=register.say, args=(str(n),)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(register.state.said, key=int) == [str(n) for n in range(20)]
