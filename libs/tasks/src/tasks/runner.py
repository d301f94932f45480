"""Does due tasks."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from background.health import Watchdog
from background.listener import Listener
from background.logs import error_name, outage_of
from background.periodic_task import PeriodicTask, wait_until_set
from database import Database
from tasks import metrics
from tasks.attempts import attempt
from tasks.claims import Claim, claim_due
from tasks.kinds import TaskKind
from tasks.tables import CHANNEL
from tasks.task import Task

logger = logging.getLogger(__name__)

_READY_SECONDS = 15.0
_STUCK_SECONDS = 120.0
_MEASURE_SECONDS = 15.0
_RETRY_SECONDS = 1.0

_NOW = text("SELECT clock_timestamp()")
_OVERDUE = text("""
SELECT kind, count(*), extract(epoch FROM now() - min(due_at)) FROM scheduled_tasks
WHERE state = 'waiting' AND due_at <= now() GROUP BY kind
""")


class TaskRunner:
    """Claims and does due tasks of these kinds; any number of runners may work on one database.

    They are begun when they are due: a new one wakes the runner, and it knows when the next of the others is. `dsn` is for
    LISTEN (a direct connection); without it new tasks wait for the sweep, every `sweep_seconds`.
    """

    def __init__(
        self,
        kinds: Mapping[str, TaskKind],
        engine: AsyncEngine,
        *,
        dsn: str | None = None,
        grace_seconds: float = 20.0,
        sweep_seconds: float = 5.0,
    ) -> None:
        self._kinds, self._database = dict(kinds), Database(engine)
        self._grace_seconds, self._sweep_seconds = grace_seconds, sweep_seconds
        self._wake, self._stop, self._ended = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._ended.set()
        self._listener = Listener(dsn, CHANNEL, self._wake) if dsn else None
        self._measuring = PeriodicTask(
            "measure tasks", self.measure, interval_seconds=_MEASURE_SECONDS
        )
        self._attempts: dict[asyncio.Task[None], Task] = {}
        self._watchdog = Watchdog()
        self._moved_at = time.monotonic()
        self._swept_at: float | None = None

    async def run(self) -> None:
        """Do tasks until `stop`; survives the loss of the database."""
        self._ended.clear()
        self._measuring.start()
        if self._listener:
            self._listener.start()
        try:
            while not self._stop.is_set():
                self._wake.clear()
                await wait_until_set(self._wake, await self._sweep())
            if self._attempts:
                await asyncio.wait(self._attempts, timeout=self._grace_seconds)
        finally:
            for running in self._attempts:
                running.cancel()
            await asyncio.gather(*self._attempts, return_exceptions=True)
            await self._measuring.stop()
            await self._database.probe.close()
            if self._listener:
                await self._listener.stop()
            self._ended.set()

    async def stop(self) -> None:
        """Claim no more; tasks at work end within `grace_seconds` or are cancelled and left to their lease."""
        self._stop.set()
        self._wake.set()
        await self._ended.wait()

    async def run_due(self) -> int:
        """Do what is due now, and nothing later; returns how many attempts were made. For tests and tools."""
        async with self._database.transaction() as session:
            now: datetime = (await session.execute(_NOW)).scalar_one()
        made = 0
        while (claimed := await self._begin(by=now)).tasks:
            made += len(claimed.tasks)
            await asyncio.gather(*self._attempts)
        return made

    async def measure(self) -> None:
        """Refresh the gauges."""
        async with self._database.transaction(across_accounts=True) as session:
            overdue = {kind: rest for kind, *rest in await session.execute(_OVERDUE)}
        for name in self._kinds:
            count, age_seconds = overdue.get(name, (0, 0))
            metrics.tasks_due.labels(name).set(count)
            metrics.task_oldest_age_seconds.labels(name).set(float(age_seconds))

    def liveness(self) -> list[str]:
        """Signs that the runner is stuck. That the database is away is none."""
        problems = []
        if overdue := self._watchdog.overdue_seconds():
            problems.append(f"a task is stuck, {overdue:.0f} s past every limit")
        if time.monotonic() - self._moved_at > _STUCK_SECONDS:
            problems.append("the task runner has stopped looking for tasks")
        return problems

    def readiness(self) -> list[str]:
        """Whether it has looked for tasks within the last 15 seconds."""
        swept = self._swept_at
        if swept is None or time.monotonic() - swept > _READY_SECONDS:
            return ["the task runner cannot reach the database"]
        return []

    async def _sweep(self) -> float:
        """Begin what is due; returns after how many seconds to look again."""
        self._moved_at = time.monotonic()
        try:
            claimed = await self._begin()
        except Exception as error:
            logger.warning("cannot claim tasks (%s)", error_name(error), extra=outage_of(error))
            return min(_RETRY_SECONDS, self._sweep_seconds)
        self._swept_at = time.monotonic()
        if claimed.next_seconds <= 0:  # there may be more; or its account has as many as it may
            return 0.0 if claimed.tasks else min(_RETRY_SECONDS, self._sweep_seconds)
        return min(claimed.next_seconds, self._sweep_seconds)

    async def _begin(self, by: datetime | None = None) -> Claim:
        """Begin as many due tasks as may run at once."""
        running = Counter(task.kind for task in self._attempts.values())
        claimed = await claim_due(
            self._database,
            self._kinds,
            {name: kind.concurrency - running[name] for name, kind in self._kinds.items()},
            at_work=[task.id for task in self._attempts.values()],
            by=by,
        )
        for task in claimed.tasks:
            kind = self._kinds[task.kind]
            attempting = asyncio.create_task(self._attempt(task, kind), name=f"task {task.kind}")
            self._attempts[attempting] = task
            attempting.add_done_callback(self._forget)
        return claimed

    async def _attempt(self, task: Task, kind: TaskKind) -> None:
        with self._watchdog.watch(kind.limit.total_seconds()):
            await attempt(task, kind)

    def _forget(self, running: asyncio.Task[None]) -> None:
        del self._attempts[running]
        self._wake.set()
