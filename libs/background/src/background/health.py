"""What the probes of an orchestrator ask.

A probe calls a `Check` on the same event loop, so an answer at all means that the loop runs.
"""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.ext.asyncio import AsyncEngine

from background.periodic_task import PeriodicTask
from database import DatabaseUnavailableError
from database.probe import Probe

Check = Callable[[], list[str]]
"""What is wrong, one sentence each; an empty list when all is well."""

_ANSWERED_WITHIN_SECONDS = 15.0


class Watchdog:
    """Notices work that goes on for too long. All times are seconds on the monotonic clock.

    `moved_at` is when work last began or ended; `idle` is set while nothing is at work.
    """

    def __init__(self) -> None:
        self.moved_at = time.monotonic()
        self.idle = asyncio.Event()
        self.idle.set()
        self._deadlines: dict[object, float] = {}

    @contextmanager
    def watch(self, limit_seconds: float) -> Iterator[None]:
        """The block must end within `limit_seconds`."""
        work, self.moved_at = object(), time.monotonic()
        self._deadlines[work] = self.moved_at + limit_seconds
        self.idle.clear()
        try:
            yield
        finally:
            del self._deadlines[work]
            self.moved_at = time.monotonic()
            if not self._deadlines:
                self.idle.set()

    def overdue_seconds(self, margin_seconds: float = 60.0) -> float:
        """How far the most overdue work is past its limit and the margin; 0 when none is."""
        earliest = min(self._deadlines.values(), default=float("inf"))
        return max(0.0, time.monotonic() - earliest - margin_seconds)


class DatabaseHealth:
    """Whether the database answers: asked every 5 seconds beside the pool, so that a probe need not wait."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._probe = Probe(engine.url)
        self._asking = PeriodicTask(
            "ask the database", self._ask, interval_seconds=5, limit_seconds=5
        )

    def start(self) -> None:
        """Begin to ask."""
        self._asking.start()

    async def stop(self) -> None:
        """Stop asking."""
        await self._asking.stop()
        await self._probe.close()

    def problems(self) -> list[str]:
        """One problem when the last answer is older than 15 seconds, or there was none."""
        answered = self._asking.succeeded_at
        if answered is None or time.monotonic() - answered > _ANSWERED_WITHIN_SECONDS:
            return ["the database does not answer"]
        return []

    async def _ask(self) -> None:
        if not await self._probe.answers():
            raise DatabaseUnavailableError("no answer")
