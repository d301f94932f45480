"""Does due tasks."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from messaging import metrics
from messaging.activity import Activity
from messaging.direct import event_within
from messaging.failures import name_of
from messaging.health import Asking, Check
from messaging.listening import Listener
from messaging.subscription import EnterAccount
from messaging.tasks import statements
from messaging.tasks.attempts import attempt
from messaging.tasks.kinds import TaskKind
from messaging.tasks.task import Claim, Task
from messaging.timers import Timer

logger = logging.getLogger(__name__)

CHANNEL = "messaging_task"
_READY_WITHIN = 15.0
_STUCK_AFTER = 120.0


class TaskRunner:
    """Claims and does due tasks of these kinds; any number of runners may work on one database.

    `dsn` is for LISTEN (a direct connection); without it new tasks wait for the sweep, every `sweep` seconds.
    """

    liveness: Check
    readiness: Check

    def __init__(
        self,
        kinds: Mapping[str, TaskKind],
        engine: AsyncEngine,
        enter_account: EnterAccount,
        *,
        dsn: str | None = None,
        grace: float = 20.0,
        sweep: float = 1.0,
    ) -> None:
        self._kinds, self._engine, self._enter_account = dict(kinds), engine, enter_account
        self._grace, self._sweep_every = grace, sweep
        self._wake, self._stop, self._ended = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._ended.set()
        self._listener = Listener(dsn, CHANNEL, self._wake) if dsn else None
        self._measuring = Timer("measure tasks", self.measure, interval=15)
        self._running: Counter[str] = Counter()
        self._attempts: set[asyncio.Task[None]] = set()
        self._mine: set[UUID] = set()
        self._activity = Activity()
        self._moved_at = time.monotonic()
        self._swept_at: float | None = None
        self.liveness = Asking(self._stuck)
        self.readiness = Asking(self._unready)

    async def run(self) -> None:
        """Do tasks until `stop`; survives the loss of the database."""
        self._ended.clear()
        self._measuring.start()
        if self._listener:
            self._listener.start()
        try:
            while not self._stop.is_set():
                self._wake.clear()
                await self._sweep()
                await event_within(self._wake, self._sweep_every)
            await self._let_end()
        finally:
            for running in self._attempts:
                running.cancel()
            await asyncio.gather(*self._attempts, return_exceptions=True)
            await self._measuring.stop()
            if self._listener:
                await self._listener.stop()
            self._ended.set()

    async def stop(self) -> None:
        """Claim no more; tasks at work end within `grace` seconds or are cancelled and left to their lease."""
        self._stop.set()
        self._wake.set()
        await self._ended.wait()

    async def run_due(self) -> int:
        """Do what is due now, and nothing later; returns how many attempts were made. For tests and tools."""
        async with AsyncSession(self._engine) as session:
            by: datetime = (await session.execute(statements.NOW)).scalar_one()
        made = 0
        while begun := [await self._begin(name, by) for name in self._kinds]:
            made += sum(begun)
            if not sum(begun):
                break
            await asyncio.gather(*self._attempts)
        return made

    async def _sweep(self) -> None:
        self._moved_at = time.monotonic()
        try:
            for name in self._kinds:
                await self._begin(name, None)
        except Exception as error:
            logger.warning("cannot claim tasks (%s)", name_of(error))
        else:
            self._swept_at = time.monotonic()

    async def _begin(self, name: str, by: datetime | None) -> int:
        kind = self._kinds[name]
        free = kind.concurrency - self._running[name]
        tasks = await self._claim(name, kind, free, by) if free > 0 else []
        for task in tasks:
            self._running[name] += 1
            self._mine.add(task.claim.id)
            running = asyncio.create_task(self._attempt(task, kind), name=f"task {name}")
            self._attempts.add(running)
            running.add_done_callback(self._attempts.discard)
        return len(tasks)

    async def _claim(self, name: str, kind: TaskKind, most: int, by: datetime | None) -> list[Task]:
        lease, mine = kind.lease.total_seconds(), list(self._mine)
        values = {"kind": name, "most": most, "by": by, "lease": lease, "mine": mine}
        async with AsyncSession(self._engine) as session, session.begin():
            if kind.per_account is None:
                found = await session.execute(statements.CLAIM, values)
            else:
                await session.execute(statements.ONE_CLAIMER, {"kind": name})
                values["per_account"] = kind.per_account
                found = await session.execute(statements.CLAIM_PER_ACCOUNT, values)
            rows = found.mappings().all()
        return [
            Task(
                kind=name,
                key=row["key"],
                account_id=row["account_id"],
                payload=row["payload"],
                attempts=row["attempts"],
                failures=row["failures"],
                headers=row["headers"],
                claim=Claim(row["id"], row["lease_token"]),
                _engine=self._engine,
                _enter_account=self._enter_account,
            )
            for row in rows
        ]

    async def _attempt(self, task: Task, kind: TaskKind) -> None:
        try:
            with self._activity.working(kind.limit.total_seconds()):
                await attempt(task, kind)
        finally:
            self._running[task.kind] -= 1
            self._mine.discard(task.claim.id)
            self._wake.set()

    async def _let_end(self) -> None:
        if self._attempts:
            await asyncio.wait(self._attempts, timeout=self._grace)

    async def measure(self) -> None:
        """Refresh the gauges now; a timer does it every 15 seconds."""
        async with self._engine.connect() as connection:
            overdue = {row[0]: row for row in await connection.execute(statements.OVERDUE)}
        for name in self._kinds:
            _, count, age = overdue.get(name, (name, 0, 0))
            metrics.tasks_due.labels(name).set(count)
            metrics.task_oldest_age_seconds.labels(name).set(float(age))

    def _stuck(self) -> list[str]:
        found = []
        if overdue := self._activity.overdue():
            found.append(f"a task is stuck, {overdue:.0f} s past every limit")
        if time.monotonic() - self._moved_at > _STUCK_AFTER:
            found.append("the task runner has stopped looking for tasks")
        return found

    def _unready(self) -> list[str]:
        swept = self._swept_at
        if swept is None or time.monotonic() - swept > _READY_WITHIN:
            return ["the task runner cannot reach the database"]
        return []
