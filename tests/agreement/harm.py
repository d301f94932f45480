"""Harm that comes to a service at random: its connection dies wherever it is, and what it did is asked for once more."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random
from uuid import UUID

import httpx
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from database import connect, new_id
from messaging import Record
from testkit import Served
from testkit.killing import AFTER_COMMIT, AT_COMMIT, Killing, killed_at

SHARE = 0.1
"""How much of what is done is killed, if it comes to the moment."""
LAST_STATEMENT = 14
_DUE = text("""
    UPDATE scheduled_tasks SET due_at = now(), lease_until = CASE state WHEN 'running' THEN now() END
    WHERE account_id = :account AND (state = 'running' OR state = 'waiting' AND attempts > 0)
        AND due_at < now() + interval '1 h'
""")


@dataclass
class Harm:
    """What comes to a service in one life."""

    served: Served
    account: UUID
    chance: Random
    kills: int = 0
    """How often something was killed."""

    def befall(self, client: httpx.AsyncClient) -> None:
        """Let requests of this client be killed, and sent again with their key, as good clients do."""
        client._transport = _Killed(client._transport, self)

    async def process(self, records: Sequence[Record]) -> None:
        """Process records; whoever died before they were done has them again."""
        async with self.perhaps():
            await self.served.process(records)

    async def run_due(self, workers: int = 1) -> int:
        """Let workers do what is due; of who died the lease ends, and the next one begins again."""
        async with self.perhaps() as killing:
            running = (self.served.run_due() for _ in range(workers))
            made = await asyncio.gather(*running, return_exceptions=True)
        for one in made:  # a worker who cannot even look what is due looks again a second later
            if isinstance(one, BaseException) and not (
                killing.struck and isinstance(one, DBAPIError)
            ):
                raise one
        if killing.struck:
            await self._end_leases()
        return sum(one for one in made if isinstance(one, int)) + killing.struck

    @asynccontextmanager
    async def perhaps(self) -> AsyncIterator[Killing]:
        """Perhaps kill what is done inside."""
        if self.chance.random() >= SHARE:
            yield Killing(0)
            return
        statement = self.chance.randint(2, LAST_STATEMENT)
        moment = self.chance.choice([statement, statement, AT_COMMIT, AFTER_COMMIT])
        served = self.served
        async with killed_at(served.database, served.urls.superuser, moment) as killing:
            yield killing
        self.kills += killing.struck

    async def _end_leases(self) -> None:
        database = connect(self.served.urls.superuser)
        async with database.transaction() as session:
            await session.execute(_DUE, {"account": self.account})
        await database.dispose()


class _Killed(httpx.AsyncBaseTransport):
    """Sends a request again whose connection was killed, with the same key."""

    def __init__(self, inner: httpx.AsyncBaseTransport, harm: Harm) -> None:
        self._inner, self._harm = inner, harm

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, and once more if need be."""
        if request.method == "GET":
            return await self._inner.handle_async_request(request)
        request.headers.setdefault("Idempotency-Key", str(new_id()))
        async with self._harm.perhaps() as killing:
            answer = await self._inner.handle_async_request(request)
        if not killing.struck:
            return answer
        assert answer.status_code == 503, (killing.moment, killing.statements)
        again = await self._inner.handle_async_request(request)
        replayed = again.headers.get("idempotent-replayed") == "true"
        assert replayed == (killing.moment == AFTER_COMMIT), (killing.moment, request.url.path)
        return again
