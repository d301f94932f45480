"""Keeps one part running: starts it, looks after it, starts it again when it dies or hangs."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import psutil

from embedded_servers import NoNetworkError, ServerError
from honorar_local.errors import LocalError
from honorar_local.parts import Part
from honorar_local.register import Register

T = TypeVar("T")


class Pace:
    """How often to look, and how patient to be; tests hurry."""

    glance = 0.25
    """Seconds between looks at whether it still runs."""
    look = 5.0
    """Seconds between questions for its health."""
    hang = 60.0
    """Seconds that it may be stuck before it is restarted."""
    first_pause = 0.2
    longest_pause = 15.0
    """Seconds before a restart; doubles with each that does not last `settled` seconds."""
    settled = 60.0


class Keeper:
    """The life of one part. All calls to its server come from one thread, one after the other."""

    def __init__(self, part: Part, register: Register, pace: type[Pace] = Pace) -> None:
        self.part = part
        self._register = register
        self._pace = pace
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=part.id)
        self._ending = False
        self._pause = pace.first_pause
        self._started = 0.0
        self._well = 0.0
        self._restarts = 0

    async def start(self) -> None:
        """Start for the first time, twice if need be. Raises LocalError or ServerError."""
        self._register.health(self.part.id, "starting")
        try:
            await self._start()
        except (LocalError, ServerError) as error:
            if self._ending or isinstance(error, NoNetworkError):
                raise
            await self._start()

    async def watch(self) -> None:
        """Look after it until cancelled."""
        looked = time.monotonic()
        while True:
            await asyncio.sleep(self._pace.glance)
            code = self.part.server.exit_code
            if code is not None:
                await self._revive(ending(code))
            elif time.monotonic() - looked >= self._pace.look:
                looked = time.monotonic()
                await self._examine()

    async def stop(self) -> None:
        """Stop it, also in the middle of a start."""
        self._ending = True
        self._kill_half_started()
        await self._call(self.part.server.stop)
        self._register.process(self.part.id, health="stopped", pid=None)
        self._thread.shutdown(wait=False)

    async def _start(self) -> None:
        await self._call(self.part.server.start)
        self._started = self._well = time.monotonic()
        pid = self.part.server.pid
        with contextlib.suppress(psutil.NoSuchProcess):  # it may have died since; watch() will see
            created = psutil.Process(pid).create_time()
            self._register.process(self.part.id, pid=pid, started_at=created)
        self._register.process(self.part.id, health="healthy", restarts=self._restarts)

    async def _revive(self, reason: str) -> None:
        """Start it again, for as long as it takes."""
        if time.monotonic() - self._started > self._pace.settled:
            self._pause = self._pace.first_pause
        while True:
            self._restarts += 1
            self._register.process(self.part.id, health="restarting", pid=None, reason=reason)
            await asyncio.sleep(self._pause)
            self._pause = min(self._pause * 2, self._pace.longest_pause)
            try:
                return await self._start()
            except (LocalError, ServerError) as error:
                reason = str(error)

    async def _examine(self) -> None:
        trouble = await asyncio.to_thread(self.part.trouble)
        self._register.trouble(self.part.id, trouble)
        stuck = await asyncio.to_thread(self.part.stuck) if trouble and self.part.stuck else ""
        if not stuck:
            self._well = time.monotonic()
        elif time.monotonic() - self._well > self._pace.hang:
            await self._call(self.part.server.stop)
            await self._revive(f"it was stuck: {stuck}")

    def _kill_half_started(self) -> None:
        pid = self.part.server.pid
        starting = any(
            p.id == self.part.id and p.pid is None for p in self._register.state.processes
        )
        if starting and pid and self.part.server.exit_code is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    async def _call(self, function: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, function)


def ending(code: int) -> str:
    """How a process ended, in words."""
    if code >= 0:
        return f"it ended with exit status {code}"
    return f"it was ended by {signal.Signals(-code).name}"
