"""A service under test, with a real database: its API, its consumers, its outbox and its tasks."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

import httpx
from fastapi import FastAPI
from sqlalchemy import text

from contracts import Event
from contracts.topics import all_events
from database import Database, connect
from messaging import Record
from messaging.dispatch import Dispatch
from service_runtime import Service, Settings
from tasks import TaskRunner
from testkit.databases import Urls, fresh_database
from testkit.operations import operations_of
from testkit.records import record
from testkit.tokens import ACCOUNT, SelfSignedVerifier, token

S = TypeVar("S", bound=Settings)
E = TypeVar("E", bound=Event)

_PATIENCE_SECONDS = 60.0
"""A request waits for a connection and for a lock as long as a busy machine needs; that one is refused after seconds has
tests of its own.
"""

_LEASE = timedelta(minutes=10)
"""None is renewed while a task runs on a busy machine: who counts statements counts those of the task."""


@dataclass
class Served:
    """A service in the test's own process, with a database of its own.

    Nothing runs in the background and no Kafka is there: the test calls the API (`as_`), lets the service consume events
    (`consume`), reads what it published (`published`) and runs its due tasks (`run_due`). A response that the API's document
    does not mention fails the test.
    """

    service: Service
    app: FastAPI
    database: Database
    urls: Urls
    exchanges: list[httpx.Response] | None = None
    """What was answered, each with its request; recorded while this is a list."""
    _clients: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def as_(
        self,
        *roles: str,
        account: UUID = ACCOUNT,
        agent_id: UUID | None = None,
        subject: str = "somebody",
    ) -> httpx.AsyncClient:
        """Make an HTTP client for a caller with these roles."""
        bearer = token(*roles, account=account, agent_id=agent_id, subject=subject)
        return await self.client({"Authorization": f"Bearer {bearer}"})

    async def client(self, headers: dict[str, str] | None = None) -> httpx.AsyncClient:
        """Make an HTTP client without a token."""
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app, raise_app_exceptions=False),
            base_url="http://service",
            headers=headers,
            event_hooks={"response": [self._observe]},
        )
        return await self._clients.enter_async_context(client)

    async def _observe(self, response: httpx.Response) -> None:
        """Fail on a response that the OpenAPI document does not mention."""
        await response.aread()
        if self.exchanges is not None:
            self.exchanges.append(response)
        operations_of(self.service.name, self.app).check(response)

    async def process(self, records: Sequence[Record]) -> None:
        """Dispatch records to the service's handlers as one batch of Kafka's, through the real inbox."""
        [subscription] = self.service.subscriptions()
        await Dispatch(subscription, self.database.engine).process(records)

    async def consume(self, *events: Event) -> list[Record]:
        """Let the service consume events; returns their records, so that they can be processed again."""
        records = [record(event) for event in events]
        await self.process(records)
        return records

    async def published(self, *types: type[E]) -> list[E]:
        """Read the events in the outbox, oldest first: of these types, or all."""
        known: dict[str, Any] = {event.type: event for event in types or all_events()}
        async with self.database.transaction(across_accounts=True) as session:
            rows = await session.execute(
                text("SELECT type, payload FROM outbox_messages ORDER BY seq")
            )
            return [
                known[row.type].model_validate_json(row.payload)
                for row in rows
                if row.type in known
            ]

    async def run_due(self) -> int:
        """Run the tasks that are due now; returns how many attempts were made."""
        kinds = {name: replace(kind, lease=_LEASE) for name, kind in self.service.tasks.items()}
        return await TaskRunner(kinds, self.database.engine).run_due()

    async def dead_letters(self) -> list[str]:
        """Read the causes of the dead letters, oldest first."""
        async with self.database.transaction(across_accounts=True) as session:
            return list(await session.scalars(text("SELECT error FROM dead_letters ORDER BY id")))


@asynccontextmanager
async def serve(
    make: Callable[[S], Service], settings_type: type[S], **settings: Any
) -> AsyncIterator[Served]:
    """Make a service with a fresh database; `settings` are its own, for example `smtp_port=2525`."""
    described = make(settings_type(database_url="postgresql://nobody@localhost/none", **settings))
    async with (
        fresh_database(described.name, described.migrations) as urls,
        AsyncExitStack() as stack,
    ):
        service = make(settings_type(database_url=urls.app, **settings))
        database = connect(urls.app, pool_timeout=_PATIENCE_SECONDS)
        stack.push_async_callback(database.dispose)
        app = service.app(database, SelfSignedVerifier())
        app.state.database = database.with_lock_limit(_PATIENCE_SECONDS)
        served = Served(service, app, database, urls)
        stack.push_async_callback(served._clients.aclose)
        yield served
