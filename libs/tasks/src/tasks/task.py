"""One attempt at a task, as its handler sees it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from background.time_limits import lock_seconds
from database import Database, failpoint
from tasks.errors import LeaseLostError

_HOLD = text("SELECT id FROM scheduled_tasks WHERE id = :id AND lease_token = :token FOR SHARE")

_RENEW = text("""
UPDATE scheduled_tasks SET lease_until = clock_timestamp() + make_interval(secs => :lease)
WHERE id = :id AND lease_token = :token RETURNING id
""")

_END_ATTEMPT = text("""
UPDATE scheduled_tasks SET
    state = CASE WHEN again_at IS NULL THEN :state ELSE 'waiting' END,
    due_at = CASE WHEN again_at IS NOT NULL THEN again_at
        WHEN :state = 'waiting' THEN clock_timestamp() + make_interval(secs => :wait) ELSE due_at END,
    again_at = NULL,
    attempts = CASE WHEN again_at IS NULL THEN attempts ELSE 0 END,
    failures = CASE WHEN again_at IS NOT NULL THEN 0 WHEN :is_failure THEN failures ELSE failures - 1 END,
    lease_token = NULL,
    lease_until = NULL,
    error = :error,
    ended_at = clock_timestamp()
WHERE id = :id AND lease_token = :token
RETURNING id
""")


@dataclass(slots=True)
class Task:
    """A claimed task. `attempts` counts this attempt too; `failures` those that failed by themselves: no `RetryError`, no
    waiting for the database.
    """

    id: UUID
    kind: str
    key: str
    account_id: UUID
    payload: Mapping[str, Any]
    headers: Mapping[str, str]
    attempts: int
    failures: int
    lease_token: UUID
    finished: bool = False
    _database: Database = field(repr=False, kw_only=True)
    _limit_seconds: float = field(repr=False, kw_only=True)

    def _transaction(self) -> AbstractAsyncContextManager[AsyncSession]:
        return self._database.transaction(
            self.account_id, lock_seconds=lock_seconds(self._limit_seconds)
        )

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A transaction for the task's account, committed at the end if the lease still holds (else `LeaseLostError`)."""
        async with self._transaction() as session:
            yield session
            await self._check_lease(session, _HOLD)

    @asynccontextmanager
    async def finish(self) -> AsyncIterator[AsyncSession]:
        """A transaction that writes the outcome and marks the task done in one commit (else `LeaseLostError`)."""
        async with self.end_attempt("done") as session:
            yield session
            failpoint("task-before-commit")
        failpoint("task-after-commit")
        self.finished = True

    async def renew(self, seconds: float) -> None:
        """Hold the lease for `seconds` from now, or raise `LeaseLostError`. For the runner."""
        async with self._database.transaction(self.account_id) as session:
            await self._check_lease(session, _RENEW, lease=seconds)

    async def waits_for_database(self) -> bool:
        """Whether the database does not answer now. For the runner."""
        return not await self._database.ready()

    @asynccontextmanager
    async def end_attempt(
        self,
        state: str,
        *,
        wait_seconds: float = 0.0,
        counts_as_failure: bool = True,
        error: str | None = None,
    ) -> AsyncIterator[AsyncSession]:
        """End the attempt: `done`, `failed`, or `waiting` for `wait_seconds`. For the runner.

        The claim has counted a failure already; one that does not count as such takes that back.
        """
        async with self._transaction() as session:
            yield session
            await self._check_lease(
                session,
                _END_ATTEMPT,
                state=state,
                wait=wait_seconds,
                is_failure=counts_as_failure,
                error=error,
            )

    async def _check_lease(self, session: AsyncSession, fence: TextClause, **values: Any) -> None:
        """Touch the task's row last, as those do who schedule it: business rows first, so no deadlock."""
        await session.flush()
        held = await session.execute(fence, {"id": self.id, "token": self.lease_token, **values})
        if held.first() is None:
            raise LeaseLostError(f"{self.kind} {self.key}")
