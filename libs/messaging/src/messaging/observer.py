"""Looks at topics as things happen, without memory: for what may be lost or come twice.

No inbox, no offsets, no dead letters. An observer begins at the end, and misses what is published while it is away and
while its group shares the partitions anew. Of each message it reads account and topic, never the content.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from aiokafka import AIOKafkaConsumer

from background.logs import error_name, outage_of
from background.periodic_task import cancel
from database import Database
from messaging.broker import SESSION_TIMEOUT_MS, KafkaRecord
from messaging.envelope import account_of
from messaging.errors import UnreadableMessageError
from messaging.observation import Observation, Sightings
from messaging.topics import topics_exist

logger = logging.getLogger(__name__)

_AGAIN_SECONDS = 5.0
_WAIT_MS = 5_000
"""How long the broker holds a question when nothing happens; what happens is answered at once."""
_new_consumer: Any = AIOKafkaConsumer


class Observer:
    """Does what an observation says until it is stopped. A failure is logged, and costs what was seen meanwhile."""

    def __init__(
        self, observation: Observation, database: Database, *, bootstrap: str, prefix: str = ""
    ) -> None:
        self._observation, self._database = observation, database
        self._bootstrap, self._prefix = bootstrap, prefix
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to look, in the background; Kafka may be away."""
        name = f"observe as {self._observation.group}"
        self._task = asyncio.create_task(self._keep_looking(), name=name)

    async def stop(self) -> None:
        """Look no longer."""
        await cancel(self._task)

    def liveness(self) -> list[str]:
        """Nothing: what is not seen costs a moment, a restart would cost more."""
        return []

    def readiness(self) -> list[str]:
        """Nothing, for the same reason."""
        return []

    async def _keep_looking(self) -> None:
        while True:
            try:
                await self._look()
            except Exception as error:
                logger.warning(
                    "%s does not see what happens (%s)",
                    *(self._observation.group, error_name(error)),
                    extra=outage_of(error),
                )
            await asyncio.sleep(_AGAIN_SECONDS)

    async def _look(self) -> None:
        topics = [self._prefix + topic for topic in self._observation.topics]
        if not await topics_exist(self._bootstrap, topics, group=self._observation.group):
            return
        async with self._consumer(topics) as consumer:
            while True:
                batches = await consumer.getmany(timeout_ms=_WAIT_MS)
                if seen := _sightings(batches, self._prefix):
                    await self._observation.act(self._database, seen)
                    await asyncio.sleep(self._observation.pause_seconds)

    @asynccontextmanager
    async def _consumer(self, topics: Iterable[str]) -> AsyncIterator[Any]:
        consumer = _new_consumer(
            *topics,
            bootstrap_servers=self._bootstrap,
            client_id=self._observation.group,
            group_id=self._prefix + self._observation.group,
            enable_auto_commit=False,
            auto_offset_reset="latest",
            fetch_max_wait_ms=_WAIT_MS,
            fetch_max_bytes=4 * 1024 * 1024,
            session_timeout_ms=SESSION_TIMEOUT_MS,
            heartbeat_interval_ms=SESSION_TIMEOUT_MS // 4,
        )
        try:
            await consumer.start()
            yield consumer
        finally:
            await consumer.stop()


def _sightings(batches: Mapping[Any, Iterable[KafkaRecord]], prefix: str) -> Sightings:
    seen: dict[UUID, set[str]] = defaultdict(set)
    for partition, records in batches.items():
        for record in records:
            try:
                seen[account_of(record.headers)].add(partition.topic.removeprefix(prefix))
            except UnreadableMessageError:
                continue  # whoever consumes it says so
    return {account: frozenset(topics) for account, topics in seen.items()}
