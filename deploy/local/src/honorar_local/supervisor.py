"""`python -m honorar_local.supervisor FOLDER`: starts every part, keeps it running, tells `run/state.json`.

One process per data folder (it holds a lock). SIGTERM stops everything in order. The parts outlive it: if it is
killed they go on working, and the next `up` stops what it finds and starts clean.
"""

import asyncio
import signal
import sys
import traceback
from collections.abc import Awaitable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

from embedded_servers import ServerError
from honorar_local import addresses, leftovers
from honorar_local.addresses import Ports
from honorar_local.errors import LocalError
from honorar_local.folder import DataFolder
from honorar_local.keeping import Keeper
from honorar_local.lock import only_one
from honorar_local.plan import Step, plan
from honorar_local.register import Register
from honorar_local.state import SystemState

HOST = "127.0.0.1"
ATTEMPTS = 3
LAST = ("database", "broker")


class Supervisor:
    """Carries out the steps of a plan, each as soon as what it needs is done."""

    def __init__(self, steps: list[Step], register: Register) -> None:
        self._steps = steps
        self._register = register
        self._done = {step.name: asyncio.Event() for step in steps}
        self._keepers = {s.name: Keeper(s.part, register) for s in steps if s.part}
        self._watching: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Return when everything is ready. Raises LocalError or ServerError of the step that cannot be done."""
        failed: BaseException | None = None
        try:
            async with asyncio.TaskGroup() as group:
                for step in self._steps:
                    group.create_task(self._carry_out(step))
        except BaseExceptionGroup as errors:
            failed = most_telling(errors)
        if failed:
            raise failed

    async def stop(self) -> None:
        """Stop what runs: the programs, and then the servers they use."""
        for task in self._watching:
            task.cancel()
        await asyncio.gather(*self._watching, return_exceptions=True)
        keepers = self._keepers.values()
        await asyncio.gather(*(k.stop() for k in keepers if k.part.role not in LAST))
        await asyncio.gather(*(k.stop() for k in keepers if k.part.role in LAST))

    async def _carry_out(self, step: Step) -> None:
        for name in step.needs:
            await self._done[name].wait()
        if step.part:
            keeper = self._keepers[step.name]
            await keeper.start()
            self._watching.append(asyncio.create_task(keeper.watch()))
        if step.action:
            await _attempt(step)
        self._register.did(step.name)
        self._done[step.name].set()


def most_telling(errors: BaseExceptionGroup) -> BaseException:
    """Of several steps that failed at once, the error that was written for the user, if there is one."""
    told = [error for error in errors.exceptions if isinstance(error, LocalError | ServerError)]
    return told[0] if told else errors.exceptions[0]


async def _attempt(step: Step) -> None:
    """Do it, several times if need be: a server it uses may just have been killed and be coming back."""
    assert step.action
    for attempt in range(1, ATTEMPTS + 1):
        try:
            await asyncio.to_thread(step.action)
        except (LocalError, ServerError, OSError) as error:
            if attempt == ATTEMPTS:
                raise LocalError(str(error)) from error
            await asyncio.sleep(2 * attempt)
        else:
            return


async def supervise(folder: DataFolder) -> int:
    """Run the installation until SIGTERM; the exit status is 1 when it could not start."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(max_workers=24))
    stopping = _until_signal()
    await asyncio.to_thread(leftovers.stop, folder)
    ports = addresses.choose(folder)
    register = Register(folder, _blank(folder, ports))
    steps = plan(folder, ports, register.say)
    register.expect(steps)
    supervisor = Supervisor(steps, register)
    starting = asyncio.create_task(supervisor.start())
    await _first(starting, asyncio.create_task(stopping.wait()))
    error = await _outcome(starting)
    if not error and not stopping.is_set():
        register.phase("ready")
        await stopping.wait()
    register.phase("stopping", error)
    await supervisor.stop()
    register.phase("failed" if error else "stopped", error)
    return 1 if error else 0


async def _first(*tasks: Awaitable[object]) -> None:
    await asyncio.wait([asyncio.ensure_future(t) for t in tasks], return_when="FIRST_COMPLETED")


async def _outcome(starting: "asyncio.Task[None]") -> str:
    """Why the start failed; empty when it succeeded or was called off."""
    starting.cancel()
    try:
        await starting
    except asyncio.CancelledError:
        return ""
    except (LocalError, ServerError) as error:
        return str(error)
    except Exception as error:  # a mistake of ours: what was started must still be stopped
        traceback.print_exception(error)
        return f"{type(error).__name__}: {error} (the supervisor's log has more)"
    return ""


def _until_signal() -> asyncio.Event:
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    return stopping


def _blank(folder: DataFolder, ports: Ports) -> SystemState:
    me = psutil.Process()
    return SystemState(
        data_dir=str(folder.root),
        account=str(folder.account()),
        gateway=f"http://{HOST}:{ports['gateway']}",
        mailbox=f"http://{HOST}:{ports['mailbox']}",
        intuit_double=f"http://{HOST}:{ports['intuit-double']}",
        kafka_bootstrap=f"{HOST}:{ports['kafka']}",
        postgres_port=ports["postgres"],
        supervisor_pid=me.pid,
        supervisor_started_at=me.create_time(),
    )


def main() -> int:
    """Supervise the folder named by the first argument; exit status 3 when another process already does."""
    folder = DataFolder(Path(sys.argv[1]))
    with only_one(folder) as mine:
        return asyncio.run(supervise(folder)) if mine else 3


if __name__ == "__main__":
    sys.exit(main())
