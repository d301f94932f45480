"""`python -m honorar_local.supervisor FOLDER`: starts every process, keeps it running, writes `run/state.json`.

One supervisor per data folder (it holds a lock). SIGTERM stops everything in order. The processes outlive it: if it
is killed they go on working, and the next `up` stops what it finds and starts clean.
"""

import asyncio
import os
import signal
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

from embedded_servers import ServerError
from honorar_local import LocalError, ports
from honorar_local.environment import gateway_address
from honorar_local.folder import DataFolder, supervisor_lock
from honorar_local.installation import ANOTHER_SUPERVISOR, stop_orphans
from honorar_local.migrations import OtherVersionError
from honorar_local.monitor import ProcessMonitor
from honorar_local.plan import Step, plan
from honorar_local.ports import Ports
from honorar_local.processes import HOST
from honorar_local.state import ProcessState, StateFile, SystemState

ATTEMPTS = 3
SERVER_ROLES = ("database", "broker")


class Supervisor:
    """Executes the steps of a plan, each as soon as what it needs is done."""

    def __init__(self, steps: list[Step], state_file: StateFile) -> None:
        self._steps = steps
        self._state_file = state_file
        self._done = {step.name: asyncio.Event() for step in steps}
        self._monitors = {s.name: ProcessMonitor(s.process, state_file) for s in steps if s.process}
        self._watching: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Return when everything is ready. Raises LocalError or ServerError of the step that cannot be done."""
        failed: BaseException | None = None
        try:
            async with asyncio.TaskGroup() as group:
                for step in self._steps:
                    group.create_task(self._execute(step))
        except BaseExceptionGroup as errors:
            failed = error_to_report(errors)
        if failed:
            raise failed

    async def stop(self) -> None:
        """Stop what runs: the programs, and then the servers they use."""
        for task in self._watching:
            task.cancel()
        await asyncio.gather(*self._watching, return_exceptions=True)
        servers = [m for m in self._monitors.values() if m.process.role in SERVER_ROLES]
        programs = [m for m in self._monitors.values() if m not in servers]
        for monitors in (programs, servers):
            await asyncio.gather(*(monitor.stop() for monitor in monitors))

    async def _execute(self, step: Step) -> None:
        for name in step.needs:
            await self._done[name].wait()
        if step.process:
            monitor = self._monitors[step.name]
            await monitor.start()
            self._watching.append(asyncio.create_task(monitor.watch()))
        if step.action:
            await _attempt(step)
        self._state_file.finish_step(step.name)
        self._done[step.name].set()


def error_to_report(errors: BaseExceptionGroup) -> BaseException:
    """Of several steps that failed at once, the error that was written for the user, if there is one."""
    for_user = (e for e in errors.exceptions if isinstance(e, LocalError | ServerError))
    return next(for_user, errors.exceptions[0])


async def _attempt(step: Step) -> None:
    """Do its action, with several attempts: a server it uses may just have been killed and be restarting."""
    assert step.action
    for attempt in range(1, ATTEMPTS + 1):
        try:
            await asyncio.to_thread(step.action)
        except OtherVersionError:
            raise
        except (LocalError, ServerError, OSError) as error:
            if attempt == ATTEMPTS:
                raise LocalError(str(error)) from error
            await asyncio.sleep(2 * attempt)
        else:
            return


async def supervise(folder: DataFolder) -> int:
    """Run the installation until SIGTERM; the exit status is 1 when it could not start."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(max_workers=24))
    stopping = _stop_signal()
    await asyncio.to_thread(stop_orphans, folder)
    chosen = ports.choose(folder)
    state_file = StateFile(folder, _initial_state(folder, chosen))
    steps = plan(folder, chosen, state_file.add_message)
    state_file.begin([step.name for step in steps], process_states(steps))
    supervisor = Supervisor(steps, state_file)
    starting = asyncio.create_task(supervisor.start())
    stopped = asyncio.create_task(stopping.wait())
    await asyncio.wait([starting, stopped], return_when=asyncio.FIRST_COMPLETED)
    error = await _outcome(starting)
    if not error and not stopping.is_set():
        state_file.set_phase("ready")
        await stopping.wait()
    state_file.set_phase("stopping", error)
    await supervisor.stop()
    state_file.set_phase("failed" if error else "stopped", error)
    return 1 if error else 0


async def _outcome(starting: "asyncio.Task[None]") -> str:
    """Why the start failed; empty when it succeeded or was called off."""
    starting.cancel()
    try:
        await starting
    except asyncio.CancelledError:
        return ""
    except (LocalError, ServerError) as error:
        return str(error)
    except Exception as error:  # a bug: what was started must still be stopped
        traceback.print_exception(error)
        return f"{type(error).__name__}: {error} (the supervisor's log has more)"
    return ""


def _stop_signal() -> asyncio.Event:
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    return stopping


def process_states(steps: list[Step]) -> list[ProcessState]:
    """The processes of a plan before their start."""
    processes = [step.process for step in steps if step.process]
    return [ProcessState(p.id, p.role, p.port, str(p.server.log)) for p in processes]


def _initial_state(folder: DataFolder, ports: Ports) -> SystemState:
    me = psutil.Process()
    return SystemState(
        data_dir=str(folder.root),
        account=str(folder.account()),
        gateway=gateway_address(ports),
        mailbox=f"http://{HOST}:{ports['mailbox']}",
        intuit_double=f"http://{HOST}:{ports['intuit-double']}",
        kafka_bootstrap=f"{HOST}:{ports['kafka']}",
        postgres_port=ports["postgres"],
        supervisor_pid=me.pid,
        supervisor_started_at=me.create_time(),
    )


def main() -> int:
    """Supervise the folder named by the first argument; with an exit status of its own when another process already does."""
    os.umask(0o077)  # what our processes write is for our user alone
    folder = DataFolder(Path(sys.argv[1]))
    with supervisor_lock(folder) as mine:
        return asyncio.run(supervise(folder)) if mine else ANOTHER_SUPERVISOR


if __name__ == "__main__":
    sys.exit(main())
