"""Monitors one process: starts it, checks its health, restarts it when it dies or hangs."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import psutil

from embedded_servers import NoNetworkError, ServerError
from embedded_servers.programs import is_suspended
from honorar_local import LocalError
from honorar_local.processes import ManagedProcess
from honorar_local.state import StateFile

T = TypeVar("T")


@dataclass(frozen=True)
class Timing:
    """How often a process is looked at, and when it is restarted.

    poll_seconds: between looks at whether it still runs.
    check_seconds, ill_check_seconds: between checks of one that is well, and of one that is not.
    hang_seconds: how long its liveness check may fail before it is replaced; a suspended process has no time at all.
    ready_seconds: how long it may take to be ready at the first start; later it may take as long as it likes.
    first_pause_seconds, longest_pause_seconds: before a restart; the pause doubles with each start that fails,
    and is the first one again after a start that lasted `settled_seconds`.
    """

    poll_seconds: float = 0.5
    check_seconds: float = 5.0
    ill_check_seconds: float = 0.5
    hang_seconds: float = 10.0
    ready_seconds: float = 60.0
    first_pause_seconds: float = 0.2
    longest_pause_seconds: float = 15.0
    settled_seconds: float = 5.0


class NotReadyError(LocalError):
    """A process lives and does not serve; another attempt would do no better."""


@dataclass(frozen=True)
class Observation:
    """What is wrong with a process, if anything, and whether it looks stuck."""

    problem: str
    stuck: bool


class ProcessMonitor:
    """The life of one process. All calls of its server are made by one thread, one after the other."""

    def __init__(
        self, process: ManagedProcess, state_file: StateFile, timing: Timing | None = None
    ) -> None:
        self.process = process
        self._state_file = state_file
        self._timing = timing or Timing()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=process.id)
        self._stopping = False
        self._pause_seconds = self._timing.first_pause_seconds
        self._started_at = self._check_at = 0.0
        self._stuck_since: float | None = None
        self._restarts, self._restarted_because = 0, ""

    async def start(self) -> None:
        """Start for the first time, with a second attempt, until it is ready. Raises LocalError or ServerError."""
        self._update(health="starting")
        try:
            await self._start_until_ready()
        except (LocalError, ServerError) as error:
            if self._stopping or isinstance(error, NoNetworkError | NotReadyError):
                raise
            await self._start_until_ready()

    async def watch(self) -> None:
        """Check and restart it until cancelled."""
        while True:
            await asyncio.sleep(_until_next(self._timing.poll_seconds))
            code = self.process.server.exit_code
            if code is not None:
                await self._restart(describe_exit(code))
            elif time.monotonic() >= self._check_at:
                await self._check()

    async def stop(self) -> None:
        """Stop it, also in the middle of a start."""
        self._stopping = True
        self._kill_half_started()
        await self._call(self.process.server.stop)
        self._update(health="stopped", pid=None)
        self._thread.shutdown(wait=False)

    async def _start(self) -> None:
        await self._call(self.process.server.start)
        self._started_at, self._stuck_since = time.monotonic(), None
        pid = self.process.server.pid
        with contextlib.suppress(psutil.NoSuchProcess):  # dead already: watch() will see it
            self._update(pid=pid, started_at=psutil.Process(pid).create_time())
        self._update(restarts=self._restarts)
        await self._observe(time.monotonic())

    async def _start_until_ready(self) -> None:
        await self._start()
        deadline = time.monotonic() + self._timing.ready_seconds
        while problem := (await self._observe(time.monotonic())).problem:
            code = self.process.server.exit_code
            if code is not None:
                raise LocalError(self._did_not_get_ready(describe_exit(code)))
            if time.monotonic() > deadline:
                raise NotReadyError(self._did_not_get_ready(problem))
            await asyncio.sleep(self._timing.ill_check_seconds)

    def _did_not_get_ready(self, reason: str) -> str:
        return f"{self.process.id} did not get ready: {reason}; see {self.process.server.log}"

    async def _restart(self, reason: str) -> None:
        """Start it again, with as many attempts as it takes."""
        if time.monotonic() - self._started_at >= self._timing.settled_seconds:
            self._pause_seconds = self._timing.first_pause_seconds
        while True:
            self._restarts, self._restarted_because = self._restarts + 1, reason
            self._update(health="restarting", pid=None, reason=reason)
            await asyncio.sleep(self._pause_seconds)
            self._pause_seconds = min(self._pause_seconds * 2, self._timing.longest_pause_seconds)
            try:
                return await self._start()
            except (LocalError, ServerError) as error:
                reason = str(error)

    async def _check(self) -> None:
        """Observe it, and replace it when it has been stuck for too long: hard, for it would not hear a request."""
        now = time.monotonic()
        observed = await self._observe(now)
        known, self._stuck_since = self._stuck_since, None
        if not observed.stuck:
            return
        self._stuck_since = known or now
        # one check that took long may tell of the machine, which stood still, and not of the process
        long = known is not None and time.monotonic() - known > self._timing.hang_seconds
        if long or is_suspended(self.process.server.pid or 0):
            await self._call(self.process.server.kill)
            await self._restart(f"it was stuck: {observed.problem}")

    async def _observe(self, now: float) -> "Observation":
        """Record its health: with the problem that it has, else with why it was restarted last."""
        problem = hang = await asyncio.to_thread(self.process.liveness)
        if not hang and self.process.readiness:
            problem = await asyncio.to_thread(self.process.readiness)
        if problem:
            self._update(health="unhealthy", reason=problem)
        else:
            self._update(health="healthy", reason=self._restarted_because)
        timing = self._timing
        self._check_at = now + (timing.ill_check_seconds if problem else timing.check_seconds)
        return Observation(problem, stuck=bool(hang))

    def _kill_half_started(self) -> None:
        pid = self.process.server.pid
        starting = self._state_file.state.process(self.process.id).pid is None
        if starting and pid and self.process.server.exit_code is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _update(self, **changes: object) -> None:
        self._state_file.update_process(self.process.id, **changes)

    async def _call(self, function: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, function)


def _until_next(period_seconds: float) -> float:
    """Seconds until all monitors look at their processes, together: then the supervisor wakes once for all of them."""
    return period_seconds - time.monotonic() % period_seconds


def describe_exit(code: int) -> str:
    """How a process ended, in words."""
    if code >= 0:
        return f"it ended with exit status {code}"
    return f"it was ended by {signal.Signals(-code).name}"
