"""How much of the bare limit our dispatch keeps: consume, insert a row, remember the event, commit the offset.

    TEST_POSTGRES_URL=… TEST_KAFKA_BOOTSTRAP=… python libs/messaging/benchmarks/consume.py [messages] [batch]

Prints messages per second of bare aiokafka + asyncpg (set-based, and with a statement per message as handlers do),
of the dispatch, and of the whole worker through FastStream, and the ratios, all from the same run.
"""

import asyncio
import secrets
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

import asyncpg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from database import connect, new_id
from messaging import Subscription
from messaging.broker import to_record
from messaging.dispatch import Dispatch
from messaging.envelope import headers_for
from messaging.worker import Worker
from testkit import fresh_database, kafka_bootstrap
from testkit.topics import create_topics, delete_topics

_Consumer: Any = AIOKafkaConsumer
_Producer: Any = AIOKafkaProducer
ACCOUNT = UUID("00000000-0000-7000-8000-00000000000a")
_NOTE = text("INSERT INTO effects (account_id, key, number) VALUES (:account, :key, :number)")
_BARE = """
WITH fresh AS (
    INSERT INTO inbox_messages (consumer, event_id) SELECT 'bare', unnest($1::uuid[])
    ON CONFLICT DO NOTHING RETURNING event_id
)
INSERT INTO effects (account_id, key, number)
SELECT $2, key, number FROM unnest($1::uuid[], $3::text[], $4::int[]) AS received(event_id, key, number)
JOIN fresh USING (event_id)
"""

_REMEMBER = """
INSERT INTO inbox_messages (consumer, event_id) SELECT 'bare', unnest($1::uuid[]) ON CONFLICT DO NOTHING
"""
_INSERT = "INSERT INTO effects (account_id, key, number) VALUES ($1, $2, $3)"


class Measured(BaseModel):
    """About 600 bytes on the wire."""

    type: ClassVar[str] = "benchmark.measured.v1"
    topic: ClassVar[str] = "benchmark.measured"

    account_id: UUID
    thing: str
    number: int
    padding: str

    @property
    def key(self) -> str:
        """The aggregate's id."""
        return self.thing


async def insert_effect(session: AsyncSession, event: Measured) -> None:
    """One statement per message, as a plain handler does."""
    await session.execute(
        _NOTE, {"account": event.account_id, "key": event.thing, "number": event.number}
    )


class Run:
    """One database, one topic, one figure after the other."""

    def __init__(self, app: str, owner: str, bootstrap: str, messages: int, batch: int) -> None:
        self.app, self.owner, self.bootstrap = app, owner, bootstrap
        self.messages, self.batch = messages, batch
        self.prefix = f"bench{secrets.token_hex(4)}."
        self.topic = self.prefix + Measured.topic
        self.subscription = Subscription("reader", {Measured: insert_effect}, batch_size=batch)

    async def bare(self) -> float:
        """aiokafka and asyncpg, set-based, nothing else."""
        connection = await asyncpg.connect(self.app)
        await connection.execute("SELECT set_config('honorar.account', $1, false)", str(ACCOUNT))

        async def take(records: list[Any]) -> None:
            events = [Measured.model_validate_json(record.value) for record in records]
            ids = [UUID(dict(record.headers)["ce_id"].decode()) for record in records]
            keys, numbers = [event.thing for event in events], [event.number for event in events]
            await connection.execute(_BARE, ids, ACCOUNT, keys, numbers)

        try:
            return await self._reading("bare", take)
        finally:
            await connection.close()

    async def one_by_one(self) -> float:
        """aiokafka and asyncpg, a transaction per batch, a statement per message, as handlers do."""
        connection = await asyncpg.connect(self.app)
        await connection.execute("SELECT set_config('honorar.account', $1, false)", str(ACCOUNT))

        async def take(records: list[Any]) -> None:
            ids = [UUID(dict(record.headers)["ce_id"].decode()) for record in records]
            async with connection.transaction():
                await connection.execute(_REMEMBER, ids)
                for record in records:
                    event = Measured.model_validate_json(record.value)
                    await connection.execute(_INSERT, ACCOUNT, event.thing, event.number)

        try:
            return await self._reading("one-by-one", take)
        finally:
            await connection.close()

    async def dispatched(self) -> float:
        """Our dispatch fed by aiokafka."""
        async with self._database() as database:
            dispatch = Dispatch(self.subscription, database.engine)

            async def take(records: list[Any]) -> None:
                await dispatch.process([to_record(record, self.prefix) for record in records])

            return await self._reading("dispatched", take)

    async def worked(self) -> float:
        """The worker as it runs in production, from its start to the last effect."""
        async with self._database() as database:
            worker = Worker(
                [self.subscription],
                database.engine,
                bootstrap=self.bootstrap,
                prefix=self.prefix,
            )
            connection = await asyncpg.connect(self.app)

            async def taken() -> int:
                return int(await connection.fetchval("SELECT count(*) FROM inbox_messages"))

            await worker.start()
            already, begun = await _at_least(1, taken), time.perf_counter()
            await _at_least(self.messages, taken)
            seconds = time.perf_counter() - begun
            await worker.stop()
            await connection.close()
            return (self.messages - already) / seconds

    async def fill(self) -> None:
        """Put the messages on the topic."""
        await create_topics(self.bootstrap, [self.topic], partitions=4)
        producer = _Producer(bootstrap_servers=self.bootstrap, linger_ms=5)
        await producer.start()
        now = datetime.now(UTC)
        for number in range(self.messages):
            event = Measured(
                account_id=ACCOUNT, thing=f"t{number % 500}", number=number, padding="x" * 480
            )
            headers = headers_for(event, new_id(), now).items()
            await producer.send(
                self.topic,
                event.model_dump_json().encode(),
                key=event.key.encode(),
                headers=[(name, value.encode()) for name, value in headers],
            )
        await producer.stop()

    async def clean(self) -> None:
        """Remove the topic."""
        await delete_topics(self.bootstrap, [self.topic])

    async def _reading(self, group: str, take: Callable[[list[Any]], Awaitable[None]]) -> float:
        consumer = _Consumer(
            self.topic,
            bootstrap_servers=self.bootstrap,
            group_id=self.prefix + group,
            auto_offset_reset="earliest",
            enable_auto_commit=False,
            fetch_max_wait_ms=50,
        )
        await consumer.start()
        taken, begun = 0, time.perf_counter()
        while taken < self.messages:
            found = await consumer.getmany(timeout_ms=1000, max_records=self.batch)
            records = [record for part in found.values() for record in part]
            if records:
                await take(records)
                await consumer.commit()
            taken += len(records)
        seconds = time.perf_counter() - begun
        await consumer.stop()
        await self._empty()
        return self.messages / seconds

    async def _empty(self) -> None:
        owner = await asyncpg.connect(self.owner)
        await owner.execute("TRUNCATE inbox_messages, effects")
        await owner.close()

    @asynccontextmanager
    async def _database(self) -> AsyncIterator[Any]:
        database = connect(self.app)
        try:
            yield database
        finally:
            await database.dispose()


async def _at_least(number: int, count: Callable[[], Awaitable[int]]) -> int:
    while True:
        metric = await count()
        if metric >= number:
            return metric
        await asyncio.sleep(0.01)


async def main(messages: int = 20_000, batch: int = 500) -> None:
    """Measure and print."""
    migrations = Path(__file__).parents[1] / "tests" / "migrations"
    async with fresh_database("messaging", migrations) as urls:
        run = Run(urls.app, urls.owner, kafka_bootstrap(), messages, batch)
        await run.fill()
        try:
            bare = await run.bare()
            for name, figure in (
                ("bare, one statement per batch", bare),
                ("bare, one statement per message", await run.one_by_one()),
                ("our dispatch", await run.dispatched()),
                ("our worker (FastStream)", await run.worked()),
            ):
                sys.stdout.write(f"{name:34} {figure:9,.0f}/s  {figure / bare:5.0%}\n")
        finally:
            await run.clean()


if __name__ == "__main__":
    asyncio.run(main(*(int(word) for word in sys.argv[1:])))
