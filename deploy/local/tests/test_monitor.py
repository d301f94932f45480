"""The monitor of one process, with small programs."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import psutil
import pytest

from deploy.local.tests.factories import LISTEN, NEVER_READY, ProcessFactory
from embedded_servers import NoNetworkError
from embedded_servers.programs import is_suspended
from honorar_local import LocalError
from honorar_local.monitor import ProcessMonitor, Timing, describe_exit
from honorar_local.processes import ManagedProcess, ProgramServer
from honorar_local.state import ProcessState, StateFile, is_running
from testkit import stopwatch, until

QUICK = Timing(poll_seconds=0.02, check_seconds=0.05, hang_seconds=0.2, first_pause_seconds=0.01)


async def state_when(
    state_file: StateFile, condition: Callable[[ProcessState], bool]
) -> ProcessState:
    """The first state of the only process that fulfils the condition."""

    def found() -> ProcessState | None:
        (state,) = state_file.state.processes
        return state if condition(state) else None

    state = await until(found)
    assert state
    return state


@asynccontextmanager
async def watched(
    process: ManagedProcess, state_file: StateFile, timing: Timing = QUICK
) -> AsyncIterator[None]:
    """The process is started, and watched until the block ends."""
    monitor = ProcessMonitor(process, state_file, timing)
    await monitor.start()
    watching = asyncio.create_task(monitor.watch())
    try:
        yield
    finally:
        watching.cancel()
        await monitor.stop()


async def state_after_restart(
    process: ManagedProcess, state_file: StateFile, incident: Callable[[], object] = lambda: None
) -> ProcessState:
    """Start and watch a process, let something happen to it, and wait until it is healthy again."""
    async with watched(process, state_file):
        incident()
        return await state_when(state_file, lambda p: p.restarts > 0 and p.health == "healthy")


async def seconds_to_recover(
    process: ManagedProcess, state_file: StateFile, health: str = "healthy"
) -> float:
    """Kill the process, and wait until another one is in its place."""
    killed, began = process.server.pid, time.monotonic()
    psutil.Process(killed).kill()
    await state_when(state_file, lambda p: p.health == health and p.pid not in (None, killed))
    return time.monotonic() - began


async def test_a_killed_process_is_restarted_and_the_reason_is_recorded(
    factory: ProcessFactory,
) -> None:
    process = factory.process()
    killed: list[int | None] = []

    def kill() -> None:
        killed.append(process.server.pid)
        psutil.Process(process.server.pid).kill()

    state = await state_after_restart(process, factory.state_file(), kill)
    assert state.reason == "it was ended by SIGKILL"
    assert state.pid not in (None, *killed)


async def test_a_stuck_process_is_restarted(factory: ProcessFactory) -> None:
    hanging: list[int | None] = []

    def liveness() -> str:
        return "it hangs" if process.server.pid in hanging else ""

    process = factory.process(liveness=liveness)
    state = await state_after_restart(
        process, factory.state_file(), lambda: hanging.append(process.server.pid)
    )
    assert state.reason == "it was stuck: it hangs"
    assert state.restarts == 1


async def test_a_suspended_process_is_replaced_within_seconds(factory: ProcessFactory) -> None:
    def liveness() -> str:
        return "it does not answer" if is_suspended(process.server.pid or 0) else ""

    process, state_file = factory.process(liveness=liveness), factory.state_file()
    async with watched(process, state_file, Timing()):
        with stopwatch() as seconds:
            psutil.Process(process.server.pid).suspend()
            await state_when(state_file, lambda p: p.restarts > 0 and p.health == "healthy")
        assert seconds() < 14  # one that hangs has 10 of its own


async def test_a_process_that_hangs_and_ignores_requests_to_end_is_replaced_within_20_seconds(
    factory: ProcessFactory,
) -> None:
    hanging: list[int | None] = []
    process = factory.process(
        code="import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + LISTEN,
        liveness=lambda: "it hangs" if process.server.pid in hanging else "",
    )
    state_file = factory.state_file()
    async with watched(process, state_file, Timing()):
        with stopwatch() as seconds:
            hanging.append(process.server.pid)
            await state_when(state_file, lambda p: p.restarts > 0 and p.health == "healthy")
        assert seconds() < 28  # one that was asked to end first would take 15 more


async def test_a_process_that_hangs_for_a_moment_is_not_restarted(factory: ProcessFactory) -> None:
    problems = [""]
    process = factory.process(liveness=lambda: problems[0])
    state_file = factory.state_file()
    async with watched(process, state_file, Timing(poll_seconds=0.01, check_seconds=0.02)):
        problems[0] = "busy"
        await state_when(state_file, lambda p: p.health == "unhealthy" and p.reason == "busy")
        problems[0] = ""
        state = await state_when(state_file, lambda p: p.health == "healthy")
    assert (state.restarts, state.reason) == (0, "")


async def test_a_process_is_not_restarted_for_one_check_that_took_long(
    factory: ProcessFactory,
) -> None:
    """The whole machine stood still meanwhile."""
    checks = list[int]()

    def liveness() -> str:
        checks.append(len(checks))
        if len(checks) != 4:
            return ""
        time.sleep(QUICK.hang_seconds * 1.5)
        return "it does not answer"

    process, state_file = factory.process(liveness=liveness), factory.state_file()
    async with watched(process, state_file):
        await until(lambda: len(checks) > 5)
        state = await state_when(state_file, lambda p: p.health == "healthy")
    assert state.restarts == 0


PAUSES = Timing(poll_seconds=0.02, first_pause_seconds=0.1, longest_pause_seconds=1.6)


async def test_the_pause_grows_while_it_dies_at_once(factory: ProcessFactory) -> None:
    process, state_file = factory.process(), factory.state_file()
    async with watched(process, state_file, replace(PAUSES, settled_seconds=600)):
        durations = [await seconds_to_recover(process, state_file) for _ in range(5)]
    assert durations[-1] > PAUSES.longest_pause_seconds


async def test_the_pause_is_short_again_after_a_clean_start(factory: ProcessFactory) -> None:
    process, state_file = factory.process(), factory.state_file()
    timing = Timing(poll_seconds=0.02, first_pause_seconds=0.4, settled_seconds=2)
    async with watched(process, state_file, timing):
        for _ in range(3):
            await seconds_to_recover(process, state_file)
        await asyncio.sleep(timing.settled_seconds + 0.2)
        with stopwatch() as seconds:
            await seconds_to_recover(process, state_file)
        assert seconds() < 3.2  # the fourth pause of those that grow


async def test_a_process_that_waits_for_another_is_left_alone_and_says_what_it_waits_for(
    factory: ProcessFactory,
) -> None:
    problems: list[str] = []
    process = factory.process(readiness=lambda: "".join(problems))
    state_file = factory.state_file()
    async with watched(process, state_file):
        problems.append("the database does not answer")
        await seconds_to_recover(process, state_file, health="unhealthy")
        pid = process.server.pid
        await asyncio.sleep(QUICK.hang_seconds * 3)
        state = await state_when(state_file, lambda p: p.health == "unhealthy")
        assert (state.pid, state.reason) == (pid, "the database does not answer")
        problems.clear()
        state = await state_when(state_file, lambda p: p.health == "healthy")
    assert (state.pid, state.restarts) == (pid, 1)


async def test_a_first_start_that_never_gets_ready_says_why(factory: ProcessFactory) -> None:
    process = factory.process(readiness=lambda: "the database does not answer")
    monitor = ProcessMonitor(process, factory.state_file(), replace(QUICK, ready_seconds=0.2))
    with pytest.raises(LocalError, match="did not get ready: the database does not answer; see"):
        await monitor.start()
    await monitor.stop()


async def test_a_running_process_is_known_by_process_id_and_creation_time(
    factory: ProcessFactory,
) -> None:
    process, state_file = factory.process(), factory.state_file()
    monitor = ProcessMonitor(process, state_file, QUICK)
    await monitor.start()
    state = state_file.state.process("program")
    assert state.pid
    assert state.started_at
    assert is_running(state.pid, state.started_at)
    await monitor.stop()


async def test_a_stopped_process_is_gone_and_not_restarted(factory: ProcessFactory) -> None:
    process, state_file = factory.process(), factory.state_file()
    monitor = ProcessMonitor(process, state_file, QUICK)
    await monitor.start()
    pid = process.server.pid
    await monitor.stop()
    assert pid
    assert not psutil.pid_exists(pid)
    assert state_file.state.process("program").health == "stopped"


async def test_a_start_that_never_gets_ready_can_be_cancelled(factory: ProcessFactory) -> None:
    process, state_file = factory.process(code=NEVER_READY), factory.state_file()
    monitor = ProcessMonitor(process, state_file, QUICK)
    starting = asyncio.create_task(monitor.start())
    pid = await until(lambda: process.server.pid)
    await monitor.stop()
    with pytest.raises(LocalError):
        await starting
    assert pid
    assert not psutil.pid_exists(pid)


async def test_the_error_of_a_failed_start_has_the_end_of_the_log(factory: ProcessFactory) -> None:
    process = factory.process(code="raise SystemExit('no such thing as luck')")
    with pytest.raises(LocalError, match="no such thing as luck"):
        await ProcessMonitor(process, factory.state_file(), QUICK).start()


async def test_a_first_start_gets_a_second_attempt(factory: ProcessFactory) -> None:
    flag = factory.folder.root / "started once"
    fail_once = (
        f"import pathlib, sys\nflag = pathlib.Path({str(flag)!r})\n"
        "if not flag.exists():\n    flag.touch()\n    sys.exit('not yet')\n"
    )
    process = factory.process(code=fail_once + LISTEN)
    monitor = ProcessMonitor(process, factory.state_file(), QUICK)
    await monitor.start()
    assert flag.exists()
    await monitor.stop()


async def test_without_network_a_start_is_not_attempted_twice(factory: ProcessFactory) -> None:
    starts: list[float] = []

    class Offline(ProgramServer):
        def start(self, *, timeout_seconds: float = 60.0) -> None:
            starts.append(timeout_seconds)
            raise NoNetworkError("Kafka is downloaded at the first run")

    server = Offline("kafka", [], dict, factory.folder.log("k"), factory.folder.pid_file("k"), str)
    process = ManagedProcess("kafka", "broker", 0, server, server.liveness)
    factory.processes.append(process)
    with pytest.raises(NoNetworkError):
        await ProcessMonitor(process, factory.state_file(), QUICK).start()
    assert len(starts) == 1


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (0, "it ended with exit status 0"),
        (3, "it ended with exit status 3"),
        (-15, "it was ended by SIGTERM"),
    ],
)
def test_how_a_process_ended_is_said_in_words(code: int, words: str) -> None:
    assert describe_exit(code) == words
