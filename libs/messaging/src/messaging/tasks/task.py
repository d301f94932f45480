"""One attempt at a task, as its handler sees it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from messaging.subscription import EnterAccount
from messaging.tasks import statements


class LeaseLostError(Exception):
    """The attempt took longer than its lease and another one may have begun; nothing was written."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to do a task, for as long as nobody else holds it."""

    id: UUID
    token: UUID


@dataclass(slots=True)
class Task:
    """A claimed task. `attempts` counts this attempt too; `failures` those that were no `RetryError`."""

    kind: str
    key: str
    account_id: UUID
    payload: Mapping[str, Any]
    attempts: int
    failures: int
    headers: Mapping[str, str]
    claim: Claim
    finished: bool = False
    _engine: AsyncEngine = field(repr=False, kw_only=True)
    _enter_account: EnterAccount = field(repr=False, kw_only=True)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A transaction for the task's account, committed at the end if the lease still holds (else `LeaseLostError`)."""
        async with self._begin() as session:
            yield session
            await self._fence(session, statements.HOLD, {})

    @asynccontextmanager
    async def finish(self) -> AsyncIterator[AsyncSession]:
        """A transaction that writes the outcome and marks the task done in one commit (else `LeaseLostError`)."""
        async with self.leave("done") as session:
            yield session
        self.finished = True

    async def renew(self, seconds: float) -> None:
        """Hold the lease for `seconds` from now, or raise `LeaseLostError`. For the runner."""
        async with AsyncSession(self._engine) as session, session.begin():
            await self._fence(session, statements.RENEW, {"lease": seconds})

    @asynccontextmanager
    async def leave(
        self, state: str, *, wait: float = 0.0, forgiven: int = 0, error: str | None = None
    ) -> AsyncIterator[AsyncSession]:
        """End the attempt: `done`, `failed`, or `waiting` for `wait` seconds. For the runner."""
        async with self._begin() as session:
            yield session
            values = {"state": state, "wait": wait, "forgiven": forgiven, "error": error}
            await self._fence(session, statements.LEAVE, values)

    @asynccontextmanager
    async def _begin(self) -> AsyncIterator[AsyncSession]:
        async with (
            AsyncSession(self._engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            await self._enter_account(session, self.account_id)
            yield session

    async def _fence(
        self, session: AsyncSession, statement: statements.Statement, values: dict[str, Any]
    ) -> None:
        """Touch the task's row last, as those do who schedule it: business rows first, so no deadlock."""
        await session.flush()
        held = await session.execute(
            statement, {"id": self.claim.id, "token": self.claim.token, **values}
        )
        if held.first() is None:
            raise LeaseLostError(f"{self.kind} {self.key}")
